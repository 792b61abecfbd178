from odoo import models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _check_amount_and_confirm_order(self):
        # The money has come and is booked: to refuse here would lose what the customer has paid.
        orders = self.sale_order_ids.filtered(lambda order: order._is_credit_blocked())
        orders._wait_for_credit_release()
        waiting = self.filtered(lambda transaction: transaction.sale_order_ids & orders)
        return super(PaymentTransaction, self - waiting)._check_amount_and_confirm_order()
