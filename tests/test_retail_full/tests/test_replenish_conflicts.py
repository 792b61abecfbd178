from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .connections import Connections

# Core deletes no transfer that is done and no order that is confirmed.
CLEAN_UP = [
    "DELETE FROM sale_replenishment_move WHERE product_id = %(product)s",
    "DELETE FROM sale_replenishment WHERE product_id = %(product)s",
    "DELETE FROM stock_move_line WHERE product_id = %(product)s",
    "DELETE FROM stock_quant WHERE product_id = %(product)s",
    "DELETE FROM stock_move WHERE product_id = %(product)s",
    "DELETE FROM purchase_order WHERE partner_id = %(vendor)s",
    "DELETE FROM stock_picking WHERE partner_id = %(vendor)s OR origin = 'Replenishment races'",
]


@tagged('post_install', '-at_install')
class TestReplenishConflicts(Connections):
    """The job, a stock worker and a buyer at the same goods in the same moment."""

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            self.addCleanup(self._clean_up)
            category = env['product.category'].create({'name': "Races"})
            # Without a price: then core writes nothing on an order to which the job adds.
            vendor = env['res.partner'].create({'name': "Vendor"})
            product = env['product.product'].create({
                'name': "Jam",
                'is_storable': True,
                'categ_id': category.id,
                'seller_ids': [Command.create({'partner_id': vendor.id, 'price': 0.0})],
            })
            env.company.replenish_category_ids = category
            self.ids = {'product': product.id, 'vendor': vendor.id, 'category': category.id}
            self._deliver(env, 4)
            self._replenish(env)

    def _clean_up(self):
        with self._connect() as env:
            for query in CLEAN_UP:
                env.cr.execute(SQL(query, **self.ids))
            env.company.replenish_category_ids = False
            env['product.product'].browse(self.ids['product']).unlink()
            env['product.category'].browse(self.ids['category']).unlink()
            env['res.partner'].browse(self.ids['vendor']).unlink()

    # === WHAT PEOPLE DO === #

    def _prepare(self, env, quantity):
        """Return a transfer to a customer that can be validated."""
        warehouse = env['stock.warehouse'].search([('company_id', '=', env.company.id)], limit=1)
        places = {
            'location_id': warehouse.lot_stock_id.id,
            'location_dest_id': env.ref('stock.stock_location_customers').id,
        }
        move = {**places, 'product_id': self.ids['product'], 'product_uom_qty': quantity}
        picking = env['stock.picking'].create({
            **places,
            'picking_type_id': warehouse.out_type_id.id,
            'origin': "Replenishment races",
            'move_ids': [Command.create(move)],
        })
        picking.action_confirm()
        picking.move_ids.write({'quantity': quantity, 'picked': True})
        return picking

    def _deliver(self, env, quantity):
        picking = self._prepare(env, quantity)
        picking._action_done()
        return picking.move_ids.move_line_ids.id

    def _replenish(self, env):
        rows = env['sale.replenishment.move'].search([
            ('to_check', '=', True),
            ('product_id', '=', self.ids['product']),
        ])
        env['sale.replenishment']._replenish(rows)

    def _get_line(self, env):
        return env['purchase.order.line'].search([('product_id', '=', self.ids['product'])])[:1]

    def _confirm(self, env):
        draft = self._get_line(env).order_id.filtered(lambda order: order.state == 'draft')
        draft.button_confirm()

    # === WHAT HOLDS === #

    def _sell_more(self, quantity=3):
        with self._connect() as env:
            return self._deliver(env, quantity)

    def _read(self):
        """Return by state of the order what is ordered and what is expected of the vendor."""
        with self._connect() as env:
            lines = env['purchase.order.line'].search([('product_id', '=', self.ids['product'])])
            found = [
                (line.state, line.product_qty, sum(line.move_ids.mapped('product_uom_qty')))
                for line in lines
            ]
            return sorted(found)

    def _run_and_read(self):
        with self._connect() as env:
            self._replenish(env)
        return self._read()

    def _serve_meanwhile(self, holder, action):
        """Serve an action that waits until the holder commits; return why it was repeated."""
        with self._in_background(action) as future:
            holder.cr.commit()
            return future.result()

    # === STOCK WORKERS === #

    def test_a_transfer_that_two_people_validate_is_ordered_once(self):
        with self._connect() as env:
            picking_id = self._prepare(env, 3).id

        def validate(env):
            env['stock.picking'].browse(picking_id)._action_done()

        with self._connect() as first:
            validate(first)
            first.cr.flush()
            reasons = self._serve_meanwhile(first, validate)
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self._run_and_read(), [('draft', 7, 0)])

    def test_a_delivery_does_not_wait_for_the_job(self):
        self._sell_more()
        with self._connect() as job:
            self._replenish(job)
            job.cr.flush()
            with self._connect() as env:
                self.assertFalse(self._serve(env, lambda env: self._deliver(env, 2)))
        self.assertEqual(self._read(), [('draft', 7, 0)])
        self.assertEqual(self._run_and_read(), [('draft', 9, 0)])

    def test_what_is_put_right_while_the_job_counts_it_is_counted_next_time(self):
        line_id = self._sell_more()

        def put_right(env):
            env['stock.move.line'].browse(line_id).quantity = 5

        with self._connect() as job:
            self._replenish(job)
            job.cr.flush()
            self.assertEqual(self._serve_meanwhile(job, put_right), [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 7, 0)])
        self.assertEqual(self._run_and_read(), [('draft', 9, 0)])

    def test_what_was_put_right_after_the_job_began_makes_it_begin_again(self):
        line_id = self._sell_more()
        with self._connect() as job:
            self._begin(job)
            with self._connect() as env:
                env['stock.move.line'].browse(line_id).quantity = 5
            self.assertEqual(self._serve(job, self._replenish), [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 9, 0)])

    # === JOBS === #

    def test_two_jobs_at_once_order_once(self):
        self._sell_more()
        with self._connect() as first:
            self._replenish(first)
            first.cr.flush()
            reasons = self._serve_meanwhile(first, self._replenish)
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 7, 0)])

    def test_a_job_that_dies_before_its_commit_is_made_up_for(self):
        self._sell_more()
        with self._connect() as job:
            self._replenish(job)
            job.cr.flush()
            job.cr.rollback()
        self.assertEqual(self._read(), [('draft', 4, 0)])
        self.assertEqual(self._run_and_read(), [('draft', 7, 0)])

    # === BUYERS === #

    def test_who_confirms_while_the_job_adds_to_the_order_gets_all_of_it(self):
        self._sell_more()
        with self._connect() as job:
            self._replenish(job)
            job.cr.flush()
            self.assertEqual(self._serve_meanwhile(job, self._confirm), [SerializationFailure])
        self.assertEqual(self._read(), [('purchase', 7, 7)])

    def test_who_had_opened_the_order_before_the_job_added_to_it_gets_all_of_it(self):
        self._sell_more()
        with self._connect() as buyer:
            self._begin(buyer)
            with self._connect() as job:
                self._replenish(job)
            self.assertEqual(self._serve(buyer, self._confirm), [SerializationFailure])
        self.assertEqual(self._read(), [('purchase', 7, 7)])

    def test_the_job_that_comes_second_makes_a_new_order(self):
        self._sell_more()
        with self._connect() as buyer:
            self._confirm(buyer)
            buyer.cr.flush()
            reasons = self._serve_meanwhile(buyer, self._replenish)
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 3, 0), ('purchase', 4, 4)])

    def test_the_job_that_had_read_the_order_before_it_was_confirmed_makes_a_new_one(self):
        self._sell_more()
        with self._connect() as job:
            self._begin(job)
            with self._connect() as buyer:
                self._confirm(buyer)
            self.assertEqual(self._serve(job, self._replenish), [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 3, 0), ('purchase', 4, 4)])

    def test_what_is_cancelled_while_the_job_adds_to_it_is_ordered_elsewhere_or_given_up(self):
        self._sell_more()
        with self._connect() as buyer:
            self._get_line(buyer).order_id.button_cancel()
            buyer.cr.flush()
            self.assertEqual(self._serve_meanwhile(buyer, self._replenish), [SerializationFailure])
        self.assertEqual(self._read(), [('cancel', 4, 0), ('draft', 3, 0)])

    def test_a_buyer_who_changes_the_line_and_the_job_are_both_heard(self):
        self._sell_more()
        with self._connect() as buyer:
            self._get_line(buyer).product_qty = 10
            buyer.cr.flush()
            self.assertEqual(self._serve_meanwhile(buyer, self._replenish), [SerializationFailure])
        self.assertEqual(self._read(), [('draft', 13, 0)])
