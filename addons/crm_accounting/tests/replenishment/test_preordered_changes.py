from odoo.tests import tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestPreorderedChanges(ReplenishmentCommon):
    """What becomes of a pre-order before its goods have left, and of what was ordered for it."""

    def test_a_seller_cancels_and_sells_less_without_rights_on_purchases(self):
        order, other = self._preorder(10), self._preorder(10)
        self._run_job()
        self.env.invalidate_all()
        order.action_cancel()
        self.env.invalidate_all()
        other.order_line.product_uom_qty = 7
        self._run_job()
        self.assertTaken(7)
