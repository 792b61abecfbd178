import random

from odoo.tests import tagged

from .common import ReplenishmentCommon

SEEDS = range(3)
STEPS = 30


class Crash(Exception):
    """The server stops between what the job does and its commit."""


@tagged('post_install', '-at_install')
class TestRandom(ReplenishmentCommon):
    """Whatever happens in whatever order, what was taken is ordered, and no more than that.

    After each run of the job, for each product that has a vendor:

    - it is ordered at least what customers have taken less what they brought back;
    - it is ordered less than one pack, or one minimum, above the most that was ever taken when
      the job ran: only what came back leaves more than that;
    - the sum of the order lines is what the books say, and the sum of what was counted of the
      transfers is what really moved.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['stock.warehouse'].create({'name': "Depot", 'code': "DEP"})

    def setUp(self):
        super().setUp()
        self.products = [
            self._product("by the piece"),
            self._product("in trays", [{'product_uom_id': self.pack.id}]),
            self._product("with a minimum", [{'min_qty': 7}]),
            self._product("without a vendor yet", []),
        ]
        self.steps = {"in trays": 6, "with a minimum": 7}
        self.done, self.highest = [], {}

    # === WHAT PEOPLE DO === #

    def _pick(self):
        return self.dice.choice(self.products), self.dice.choice([self.warehouse, self.other])

    def _finish(self, move, quantity):
        move._action_confirm()
        move.write({'quantity': quantity, 'picked': True})
        move._action_done()
        self.done.append(move)

    def sell(self):
        product, warehouse = self._pick()
        quantity = self.dice.randint(1, 9)
        self._finish(
            self._move(quantity, warehouse.lot_stock_id, self.customers, product), quantity
        )

    def deliver_a_part(self):
        product, warehouse = self._pick()
        move = self._move(self.dice.randint(3, 9), warehouse.lot_stock_id, self.customers, product)
        self._finish(move, self.dice.randint(1, 2))

    def sell_nothing(self):
        product, warehouse = self._pick()
        move = self._move(5, warehouse.lot_stock_id, self.customers, product)
        move._action_confirm()
        move._action_cancel()

    def take_back(self):
        if not self.done:
            return
        move = self.dice.choice(self.done)
        back = self._move(1, self.customers, move.location_id, move.product_id)
        back.origin_returned_move_id = move
        self._finish(back, self.dice.randint(1, 4))

    def put_right(self):
        if self.done:
            line = self.dice.choice(self.done).move_line_ids[0]
            line.quantity = self.dice.randint(0, 9)

    def add_a_vendor(self):
        for product in self.products:
            if not product.seller_ids and self.dice.random() < 0.3:
                product.seller_ids = [(0, 0, {'partner_id': self.vendor.id})]

    def queue_again(self):
        if self.done:
            self.dice.choice(self.done)._queue_replenishment()

    def run_job(self):
        self._run_job()
        self.env['sale.replenishment']._retry_stuck()
        self._check()

    def run_job_and_crash(self):
        try:
            with self.env.cr.savepoint():
                self._run_job()
                raise Crash
        except Crash:
            return

    # === WHAT HOLDS === #

    def _check(self):
        for product in self.products:
            for warehouse in (self.warehouse, self.other):
                with self.subTest(seed=self.seed, product=product.name, warehouse=warehouse.name):
                    self._check_balance(product, warehouse)

    def _check_balance(self, product, warehouse):
        balance = self.env['sale.replenishment'].search([
            ('product_id', '=', product.id),
            ('warehouse_id', '=', warehouse.id),
        ])
        taken = self._get_moved(product, warehouse)
        lines = self._lines(product).filtered(
            lambda line: line.order_id.picking_type_id == warehouse.in_type_id
        )
        ordered = sum(lines.mapped('product_uom_qty'))
        self.assertEqual(balance.taken_qty, taken)
        self.assertEqual(sum(balance.move_ids.mapped('quantity')), taken)
        self.assertEqual(balance.ordered_qty, ordered)
        if product.seller_ids:
            highest = max(self.highest.get(balance, 0), taken)
            self.highest[balance] = highest
            self.assertGreaterEqual(ordered, taken)
            self.assertLess(ordered - highest, self.steps.get(product.name, 1))

    def _get_moved(self, product, warehouse):
        """Return what customers have of a warehouse, from what core says was moved."""
        moves = self.env['stock.move'].search([
            ('product_id', '=', product.id),
            ('state', '=', 'done'),
            '|',
            ('location_id', '=', warehouse.lot_stock_id.id),
            ('location_dest_id', '=', warehouse.lot_stock_id.id),
        ])
        out = moves.filtered(lambda move: move.location_dest_id == self.customers)
        return sum(out.mapped('quantity')) - sum((moves - out).mapped('quantity'))

    def test_what_was_taken_is_ordered_and_no_more_whatever_happens(self):
        actions = [
            *[self.sell] * 4,
            *[self.take_back] * 2,
            *[self.run_job] * 2,
            self.deliver_a_part,
            self.sell_nothing,
            self.put_right,
            self.queue_again,
            self.add_a_vendor,
            self.run_job_and_crash,
        ]
        for self.seed in SEEDS:
            self.dice = random.Random(self.seed)
            for action in self.dice.choices(actions, k=STEPS):
                action()
            self.run_job()
