"""Deliveries, jobs, buyers and a job that is killed, all at once: everything is ordered once.

    replenish_races [ROUNDS]

In each round stock workers deliver and put right, two jobs run and a buyer confirms, at the same
moment and each on a connection of its own, as on so many Odoo processes; another process does the
job, too, and is killed (SIGKILL) before its commit. After each round, when one job has come to its
end, for every product: what was taken is on order, what is on a confirmed order is expected of the
vendor, and every transfer is counted once. The vendors have no prices: then core writes little on
an order to which the job adds.
"""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from random import Random
from threading import Barrier

import odoo
from odoo.service.model import retrying
from odoo.tools import config

ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
PRODUCTS = 6
WORKERS = 4
DELIVERIES = 3  # of each worker in a round


@contextmanager
def connect():
    """Give an environment on a connection of its own, committed at the end."""
    from odoo.modules.registry import Registry

    with Registry(os.environ['ODOO_DB']).cursor() as cr:
        yield odoo.api.Environment(cr, odoo.SUPERUSER_ID, {'tracking_disable': True})


def serve(action):
    """Do an action as the server does a request: again when PostgreSQL refuses it."""
    with connect() as env:
        return retrying(partial(action, env), env)


def start_odoo():
    quiet = ['--log-level=critical']  # conflicts are what this is about
    config.parse_config(['-c', os.environ['ODOO_CONF'], '-d', os.environ['ODOO_DB'], *quiet])


def set_up():
    """Return the ids of products of two vendors that the company replenishes."""
    with connect() as env:
        # The jobs here are those of the program alone.
        env.ref('crm_accounting.ir_cron_replenish').active = False
        category = env['product.category'].create({'name': "Races"})
        env.company.replenish_category_ids = category
        vendors = env['res.partner'].create([{'name': "Vendor A"}, {'name': "Vendor B"}])
        products = env['product.product'].create([
            {
                'name': f"Race {number}",
                'is_storable': True,
                'categ_id': category.id,
                'seller_ids': [(0, 0, {'partner_id': vendors[number % 2].id, 'price': 0.0})],
            }
            for number in range(PRODUCTS)
        ])
        return products.ids


# === WHO DOES WHAT === #


def deliver(product_id, quantity, env):
    warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
    move = env['stock.move'].create({
        'product_id': product_id,
        'product_uom_qty': quantity,
        'location_id': warehouse.lot_stock_id.id,
        'location_dest_id': env.ref('stock.stock_location_customers').id,
        'company_id': env.company.id,
    })
    move._action_confirm()
    move.write({'quantity': quantity, 'picked': True})
    move._action_done()


def put_right(product_id, quantity, env):
    done = [('product_id', '=', product_id), ('location_dest_usage', '=', 'customer')]
    env['stock.move.line'].search(done, limit=1, order='id desc').quantity = quantity


def run_job(env):
    rows = env['sale.replenishment.move'].search([('to_check', '=', True)])
    env['sale.replenishment']._replenish(rows)


def confirm(products, env):
    lines = env['purchase.order.line'].search([
        ('product_id', 'in', products),
        ('state', '=', 'draft'),
    ])
    lines.order_id.button_confirm()


def work(products, dice):
    """A stock worker delivers some goods and puts one quantity right."""
    for _number in range(DELIVERIES):
        serve(partial(deliver, dice.choice(products), dice.randint(1, 9)))
    serve(partial(put_right, dice.choice(products), dice.randint(0, 9)))


def fork_a_job():
    """Return the id of a process that does the job and is killed before its commit."""
    odoo.sql_db.close_all()  # no two processes on one connection
    if pid := os.fork():
        return pid
    try:
        with connect() as env:
            retrying(partial(run_job, env), env)
            os.kill(os.getpid(), signal.SIGKILL)
    finally:
        os._exit(1)


def was_killed(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


def all_at_once(*actions):
    barrier = Barrier(len(actions))

    def act(action):
        barrier.wait()
        action()

    with ThreadPoolExecutor(len(actions)) as pool:
        list(pool.map(act, actions))


# === WHAT HOLDS === #


def audit(products):
    """Return what is wrong, in words."""
    with connect() as env:
        return [
            f"{product.name}: {words}"
            for product in env['product.product'].browse(products)
            for words in audit_product(product)
        ]


def audit_product(product):
    env = product.env
    rows = env['sale.replenishment.move'].search([('product_id', '=', product.id)])
    lines = env['purchase.order.line'].search([('product_id', '=', product.id)])
    confirmed = lines.filtered(lambda line: line.state == 'purchase')
    moves = env['stock.move'].search([
        ('product_id', '=', product.id),
        ('location_dest_usage', '=', 'customer'),
        ('state', '=', 'done'),
    ])
    taken = sum(moves.mapped('quantity'))
    balance = rows.replenishment_id
    ordered, expected = sum(lines.mapped('product_qty')), sum(confirmed.mapped('product_qty'))
    received = sum(confirmed.move_ids.mapped('product_uom_qty'))
    if rows.move_id != moves or len(rows) != len(moves):
        yield f"{len(moves)} transfers, {len(rows)} of them counted"
    if balance.taken_qty != taken or sum(rows.mapped('quantity')) != taken:
        yield f"{taken} taken, {balance.taken_qty} counted"
    if balance.ordered_qty != ordered or ordered < taken:
        yield f"{taken} taken, {ordered} ordered, {balance.ordered_qty} in the books"
    if expected != received:
        yield f"{expected} on confirmed orders, {received} expected"


def play(products):
    dice = Random(ROUNDS)
    for number in range(1, ROUNDS + 1):
        workers = [partial(work, products, Random(dice.random())) for _worker in range(WORKERS)]
        job, buyer = partial(serve, run_job), partial(serve, partial(confirm, products))
        killed = fork_a_job()
        all_at_once(*workers, job, job, buyer)
        wrong = [] if was_killed(killed) else ["The job was to be killed and ended by itself."]
        job()
        if wrong := wrong + audit(products):
            sys.exit(f"Round {number}: " + '\n'.join(wrong))
        sys.stdout.write(f"Round {number}: all is ordered once.\n")


if __name__ == '__main__':
    start_odoo()
    play(set_up())
