from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestPurchase(ReplenishmentCommon):
    """An order says which sales caused it."""

    def _order(self):
        self._run_job()
        self.env.flush_all()
        return self._lines().order_id.with_user(self.buyer)

    def test_a_line_names_the_first_sales_and_counts_the_others(self):
        sales = [self._take(1).name for _number in range(4)]
        line = self._order().order_line
        self.assertEqual(line.replenishment_sales, f"{sales[0]}, {sales[1]} and 2 more")

    def test_two_sales_are_named_both(self):
        sales = [self._take(1).name for _number in range(2)]
        self.assertEqual(self._order().order_line.replenishment_sales, ', '.join(sales))

    def test_a_line_that_a_buyer_wrote_names_nothing(self):
        self._take(1)
        order = self._order()
        order.order_line = [(0, 0, {'product_id': self._product("Honey").id})]
        self.assertFalse(order.order_line[-1].replenishment_sales)
        self.assertFalse(order.order_line.new({'order_id': order.id}).replenishment_sales)

    def test_all_lines_are_named_by_one_query(self):
        for number in range(5):
            self._take(1, self._product(f"Jam {number}"))
        self._run_job()
        lines = self.env['purchase.order.line'].search([('partner_id', '=', self.vendor.id)])
        lines = lines.with_user(self.buyer)
        self.env.flush_all()
        lines[0].mapped('replenishment_sales')  # rights and rules are read once
        lines.invalidate_recordset(['replenishment_sales'])
        with self.assertQueryCount(1):
            self.assertEqual(len(set(lines.mapped('replenishment_sales'))), 5)

    def test_who_does_not_buy_does_not_read_the_sales(self):
        self._take(1)
        line = self._order().order_line
        with self.assertRaises(AccessError):
            line.with_user(self.worker).read(['replenishment_sales'])
