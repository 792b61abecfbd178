import random

from odoo.tests import tagged

from .common import ReplenishmentCommon

SEEDS = range(3)
STEPS = 20


@tagged('post_install', '-at_install')
class TestPreorderedRandom(ReplenishmentCommon):
    """Whatever becomes of pre-orders, they count as taken once: asked for, or delivered.

    After each run of the job, it is ordered at least that, and no more than the most that was ever
    taken when the job ran.
    """

    def _pick(self, *states):
        orders = [order for order in self.orders if order.state in states]
        return self.dice.choice(orders) if orders else self.env['sale.order']

    def _get_transfers(self, order):
        pickings = order.sudo().picking_ids
        return pickings.filtered(lambda picking: picking.state not in ('done', 'cancel'))

    def confirm(self):
        start = self._preorder if self.dice.random() < 0.8 else self._sell
        order = start(self.dice.randint(2, 9), self.jam)
        self.orders.append(order)

    def deliver(self):
        for picking in self._get_transfers(self._pick('sale'))[:1]:
            asked = sum(picking.move_ids.mapped('product_uom_qty'))
            quantity = self.dice.choice([asked, max(asked - 1, 1)])
            if len(picking.move_ids) == 1:
                self._deliver(picking, quantity)

    def change(self):
        if order := self._pick('sale'):
            line = order.order_line
            line.product_uom_qty = max(line.qty_delivered, self.dice.randint(1, 9))

    def cancel(self):
        self._pick('sale')._action_cancel()

    def serve_as_ordinary(self):
        order = self._pick('sale')
        if order.is_preorder:
            order.action_serve_as_ordinary()

    def run_job(self):
        self._run_job()
        taken = sum(self._get_taken(order) for order in self.orders)
        self.highest = max(self.highest, taken)
        balance = self.env['sale.replenishment'].search([('product_id', '=', self.jam.id)])
        rows = self.env['sale.replenishment.move'].search([('product_id', '=', self.jam.id)])
        with self.subTest(seed=self.seed):
            self.assertEqual(balance.taken_qty, taken)
            self.assertEqual(sum(rows.mapped('quantity')), taken)
            self.assertNotIn('waiting', rows.mapped('state'))
            self.assertOrdered(self.highest, self.jam)

    def _get_taken(self, order):
        line = order.order_line
        asked = order.state == 'sale' and order.is_preorder
        return line.product_uom_qty if asked else line.qty_delivered

    def test_a_preorder_counts_once_whatever_happens(self):
        actions = [
            *[self.confirm] * 3,
            *[self.deliver] * 3,
            *[self.run_job] * 2,
            *[self.change] * 2,
            self.cancel,
            self.serve_as_ordinary,
        ]
        for self.seed in SEEDS:
            self.dice = random.Random(self.seed)
            self.jam = self._product("Jam")
            self.warehouse.delivery_steps = self.dice.choice(['ship_only', 'pick_ship'])
            self.orders, self.highest = [], 0
            for action in self.dice.choices(actions, k=STEPS):
                action()
            self.run_job()
