from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCommon

BOOKS = ['sale.replenishment', 'sale.replenishment.move']


@tagged('post_install', '-at_install')
class TestRights(ReplenishmentCommon):
    """Who validates needs no rights in the books of the job, and nobody writes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._take(4)
        cls.rows = cls._rows(cls, cls.order)

    def test_who_sells_or_moves_goods_reads_no_books(self):
        for user in (self.seller, self.worker):
            for model in BOOKS:
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([])
            with self.assertRaisesRegex(UserError, "somebody who may buy"):
                self.rows.with_user(user).action_order_again()

    def test_the_buyer_reads_the_books_of_their_company_alone(self):
        self._run_job()
        other = self.env['res.company'].create({'name': "Other shop"})
        foreigner = new_test_user(
            self.env,
            'replenish_foreigner',
            'purchase.group_purchase_manager,stock.group_stock_manager',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        env = self.env(user=foreigner, context={})
        for model in BOOKS:
            company = [('company_id', '=', self.company.id)]
            self.assertTrue(self.env[model].with_user(self.buyer).search(company))
            self.assertFalse(env[model].search([]))
        with self.assertRaises(AccessError):
            self.rows.with_env(env).action_order_again()
        with self.assertRaises(AccessError):
            self.rows.with_env(env).read(['quantity'])

    def test_nobody_writes_the_books(self):
        self._run_job()
        manager = new_test_user(
            self.env,
            'replenish_manager',
            'purchase.group_purchase_manager,stock.group_stock_manager,base.group_system',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for record in (self.rows, self.rows.replenishment_id):
            mine = record.with_user(manager)
            for attempt in (
                lambda mine=mine: mine.write({'company_id': self.company.id}),
                lambda mine=mine: mine.copy(),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({'product_id': self.product.id}),
            ):
                with self.assertRaises(AccessError):
                    attempt()

    def test_nobody_writes_the_books_through_an_order_or_a_transfer(self):
        self._run_job()
        balance, line = self.rows.replenishment_id, self._lines()
        other = line.copy({'order_id': line.order_id.id}).with_user(self.buyer)
        for values in (
            {'replenishment_ids': [Command.link(balance.id)]},
            {'replenishment_move_ids': [Command.link(self.rows.id)]},
            {'replenishment_ids': [Command.update(balance.id, {'taken_qty': 0})]},
            {'replenishment_move_ids': [Command.create({'move_id': self.rows.move_id.id})]},
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                other.write(values)
        move = self.rows.move_id.with_user(self.worker)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            move.write({
                'replenishment_move_ids': [Command.update(self.rows.id, {'state': 'left'})]
            })

    def test_what_a_client_says_in_the_context_changes_no_books(self):
        context = {
            'default_quantity': 99.0,
            'default_state': 'left',
            'default_to_check': False,
            'default_taken_qty': 99.0,
            'default_ordered_qty': 99.0,
        }
        order = self._sell(2)
        self._deliver(order.picking_ids.with_context(**context))
        row = self._rows(order)
        self.assertEqual((row.state, row.quantity, row.to_check), ('waiting', 0, True))
        self._run_job()
        self.assertOrdered(6)
        balance = self.rows.replenishment_id
        self._lines().order_id.button_cancel()
        self.rows.with_user(self.buyer).with_context(**context).action_order_again()
        self._run_job()
        self.assertEqual((balance.taken_qty, balance.ordered_qty), (6, 6))

    def test_queueing_takes_as_many_queries_for_one_product_as_for_many(self):
        picking = self.order.picking_ids
        many = self.env['stock.move']
        for n in range(10):
            many |= self._move(1, self.stock, self.customers, self._product(f"Product {n}"))
        self._count_queries(picking.move_ids)  # what the server remembers for all requests
        counts = [self._count_queries(moves) for moves in (picking.move_ids, many)]
        self.assertEqual(counts[0], counts[1])
        self.company.replenish_category_ids = False
        counts = [self._count_queries(moves) for moves in (picking.move_ids, many)]
        self.assertLessEqual(counts[1], counts[0])

    def _count_queries(self, moves):
        moves = moves.with_user(self.worker)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        moves._queue_replenishment()
        return self.env.cr.sql_log_count - start
