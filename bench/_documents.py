"""What cards add to an edited line of an order. Of an invoice: `_invoices`.

The same edit, in turns: stock, ours with a card, stock with one order promotion (`sale_loyalty`).
"""

import contextlib
import statistics
from unittest.mock import patch

from _harness import measure, note, tell

from odoo.fields import Command
from odoo.tests import Form

LINES = 50
EDITS = 60
WARM_UP = 4
PRICE = 10


# === A SHOP WITH FIFTY PRODUCTS === #


def make_shop(env):
    """Return a customer and products of two taxes, in a company that has a chart of accounts."""
    taxes = env['account.tax'].search(
        [('type_tax_use', '=', 'sale'), ('company_id', '=', env.company.id)], limit=1
    )
    taxes += taxes.copy({'amount': 5})
    products = env['product.product'].create([
        {
            'name': f"Article {number}",
            'type': 'service',
            'invoice_policy': 'order',
            'list_price': PRICE,
            'taxes_id': [Command.set(taxes[number % 2].ids)],
        }
        for number in range(LINES)
    ])
    return env['res.partner'].create({'name': "Customer"}), products


def make_card(env, partner):
    """A tier with brackets by twelve months of purchases, this receipt included, and exceptions."""
    category = env['discount.card.category'].create({'name': "Gold"})
    env['discount.card.rule'].create({
        'category_id': category.id,
        'kind': 'turnover',
        'include_current': True,
        'bracket_ids': [
            Command.create({'amount_from': amount, 'percent': percent})
            for amount, percent in ((0, 3), (100, 5), (10_000_000, 10))
        ],
        'override_ids': [
            Command.create({
                'target': 'category',
                'product_category_id': env['product.category'].create({'name': "Tobacco"}).id,
                'mode': 'exclude',
            })
        ],
    })
    return env['discount.card'].create({
        'code': '2900000000018',
        'partner_id': partner.id,
        'category_id': category.id,
        'is_primary': True,
    })


def make_promotion(env):
    """Ten percent on every order, by the field's own module."""
    return env['loyalty.program'].create({
        'name': "Ten Percent",
        'program_type': 'promotion',
        'trigger': 'auto',
        'applies_on': 'current',
        'rule_ids': [Command.create({'minimum_qty': 1})],
        'reward_ids': [
            Command.create({
                'reward_type': 'discount',
                'discount': 10,
                'discount_mode': 'percent',
                'discount_applicability': 'order',
            })
        ],
    })


def make_order(env, partner, products):
    return env['sale.order'].create({
        'partner_id': partner.id,
        'order_line': [
            Command.create({'product_id': product.id, 'product_uom_qty': 1}) for product in products
        ],
    })


# === AN EDITED LINE === #


def log_in(env):
    """Return the environment of a person at the web client, and not of the superuser.

    Discounts on lines are allowed to everybody, on all sides: our addon allows them.
    """
    admin = env.ref('base.user_admin')
    admin.group_ids |= env.ref('sale.group_discount_per_so_line')
    env = env(user=admin, su=False)
    allowed = {'allowed_company_ids': env.company.ids}
    return env(context={**env['res.users'].context_get(), **allowed})


class Side:
    """One database with an order in it."""

    def __init__(self, env, prepare=None):
        self.partner, self.products = make_shop(env)
        if prepare:
            prepare(env, self.partner)
        self.env = env = log_in(env)
        self.partner, self.products = self.partner.with_env(env), self.products.with_env(env)
        self.order = make_order(env, self.partner, self.products)
        env.flush_all()

    def time_edit(self, quantity):
        """Return what the web client's requests take when a person edits a line.

        What the line becomes, what the order becomes, and to save the form with what came back.

        :return: seconds, queries, and of these the seconds and the queries of the saving
        """
        with (
            Requests(self.env) as requests,
            Form(self.order) as form,
            form.order_line.edit(0) as line,
        ):
            line.product_uom_qty = quantity
        return *requests.taken, *requests.taken_last

    def time_warm_edit(self, quantity):
        return measure(self.env, lambda: self.write(quantity), forget=False)

    def write(self, quantity):
        """Write a line, as a program does."""
        self.order.order_line[0].product_uom_qty = quantity
        self.env.flush_all()


class PromotedSide(Side):
    """The promotion follows an edit when its button is pressed and the order is shown again."""

    def __init__(self, env):
        super().__init__(env, lambda env, _partner: make_promotion(env))
        self.order.action_open_reward_wizard()
        self.env.flush_all()
        self.spec = Form(self.order)._view['fields_spec']

    def time_edit(self, quantity):
        requests = [super().time_edit(quantity)]
        requests += [measure(self.env, ask) * 2 for ask in (self.follow_up, self.show)]
        return tuple(map(sum, zip(*requests, strict=True)))

    def follow_up(self):
        self.env.cr.cache.clear()
        self.order.action_open_reward_wizard()
        self.env.flush_all()

    def show(self):
        self.env.cr.cache.clear()
        self.order.web_read(self.spec)

    def write(self, quantity):
        super().write(quantity)
        self.order._update_programs_and_rewards()
        self.env.flush_all()


class Requests:
    """Measures what a form asks of the server, each request as it begins: with empty caches.

    What the form itself takes is the browser's, and the same everywhere: it is not counted.
    """

    def __init__(self, env):
        self.env, self.taken, self.taken_last = env, (0, 0), (0, 0)

    def __enter__(self):
        self.patches = contextlib.ExitStack()
        for model in ('sale.order', 'sale.order.line'):
            for name in ('onchange', 'web_save'):
                asked = self.wrap(getattr(self.env.registry[model], name))
                self.patches.enter_context(patch.object(self.env.registry[model], name, asked))
        return self

    def __exit__(self, *_error):
        self.patches.close()

    def wrap(self, ask):
        def ask_and_measure(records, *args):
            answers = []
            records.env.cr.cache.clear()  # a request is a transaction of its own
            self.taken_last = measure(self.env, lambda: answers.append(ask(records, *args)))
            self.taken = tuple(map(sum, zip(self.taken, self.taken_last, strict=True)))
            return answers[0]

        return ask_and_measure


def measure_edits(*sides):
    """Return figures of one edited line, medians of edits in turns.

    :param sides: stock, ours, and stock with a promotion
    """
    tell(f"{EDITS} edits of one of {LINES} lines, in turns")
    edits, warm = (
        [[getattr(side, edit)(2 + number % 7) for side in sides] for number in range(EDITS)]
        for edit in ('time_edit', 'time_warm_edit')
    )
    figures = {}
    for prefix, rows, columns in (
        ('edit', edits, slice(0, 2)),
        ('edit_save', edits, slice(2, 4)),
        ('edit_warm', warm, slice(0, 2)),
    ):
        note(figures, **compare_sides(prefix, *(side[columns] for side in take_medians(rows))))
    return figures


def compare_sides(prefix, stock, ours, promotion):
    """Return figures of medians, each a pair of seconds and queries."""
    return {
        f'{prefix}_stock_ms': stock[0] * 1000,
        f'{prefix}_extra_queries': ours[1] - stock[1],
        f'{prefix}_overhead_pct': (ours[0] / stock[0] - 1) * 100,
        f'{prefix}_vs_promo': ours[0] / promotion[0],
        f'{prefix}_stock_vs_promo': stock[0] / promotion[0],
    }


def take_medians(rows):
    """Return median seconds and queries of each side, without the edits that fill the caches."""
    return [
        [statistics.median(figure) for figure in zip(*column, strict=True)]
        for column in zip(*rows[WARM_UP:], strict=True)
    ]
