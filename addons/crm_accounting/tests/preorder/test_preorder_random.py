import random
from itertools import pairwise

from odoo.tests import tagged

from .common import PreorderCommon

SEEDS = (1, 2, 3)
STEPS = 14


@tagged('post_install', '-at_install')
class TestPreorderRandom(PreorderCommon):
    """Whatever comes, is delivered, cancelled and ordered in whatever order."""

    def _step(self, chance, orders):
        live = [order for order in orders if order.state == 'sale']
        kind = chance.choice(('order', 'order', 'receive', 'receive', 'deliver', 'cancel'))
        if kind == 'order' or not live:
            policy = chance.choice(('direct', 'direct', 'one'))
            orders.append(self._preorder(chance.randint(1, 9), picking_policy=policy))
        elif kind == 'receive':
            self._receive(chance.randint(1, 12))
        elif kind == 'cancel':
            self.env.invalidate_all()
            chance.choice(live).action_cancel()
        else:
            here = [order for order in live if self._reserved(order)]
            if here:
                self._deliver(chance.choice(here))

    def _check(self, orders):
        self._check_stock(orders)
        open_orders = [
            order
            for order in orders
            if order.state == 'sale' and order.preorder_state != 'delivered'
        ]
        for policy in ('direct', 'one'):
            same = [order for order in open_orders if order.picking_policy == policy]
            self._check_turns(same)

    def _check_stock(self, orders):
        """Never more is reserved than there is, and what is reserved is that of these orders."""
        quants = self.env['stock.quant'].search([
            ('product_id', '=', self.product_a.id),
            ('location_id', 'child_of', self.warehouse.lot_stock_id.id),
        ])
        reserved = sum(quants.mapped('reserved_quantity'))
        self.assertLessEqual(reserved, sum(quants.mapped('quantity')))
        self.assertEqual(reserved, sum(map(self._reserved, orders)))

    def _check_turns(self, orders):
        """Who got something has nobody older behind who could have had it."""
        for older, younger in pairwise(orders):
            missing = older.order_line.qty_to_deliver - self._reserved(older)
            if older.picking_policy == 'direct' and missing:
                self.assertFalse(self._reserved(younger), (older.name, younger.name))
            if older.picking_policy == 'one' and missing:
                # It was passed over only if what came was too little for it.
                self.assertLess(self._reserved(younger), older.order_line.qty_to_deliver)

    def test_nobody_is_passed_over_and_nothing_reserved_twice(self):
        for seed in SEEDS:
            chance, orders = random.Random(seed), []
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                for _step in range(STEPS):
                    self._step(chance, orders)
                    self._check(orders)
                self.assertTrue(orders)
                savepoint.rollback()
                self.env.invalidate_all()
