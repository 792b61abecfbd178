from odoo import fields, models
from odoo.exceptions import AccessError


class PosOrder(models.Model):
    """What was sold on account to a customer on credit hold, by a till that did not know it."""

    _inherit = 'pos.order'

    is_on_credit_hold = fields.Boolean(
        string="Sold on Credit Hold",
        readonly=True,
        copy=False,
        help="Sold on account although the customer was on credit hold.",
    )

    def write(self, vals):
        if 'is_on_credit_hold' in vals and not self.env.su:
            raise AccessError(self.env._("Nobody writes by hand what was sold on credit hold."))
        return super().write(vals)

    def _process_order(self, order, existing_order):
        order.pop('is_on_credit_hold', None)  # is found here, whatever the till says
        order_id = super()._process_order(order, existing_order)
        # The sale has happened: it is never refused here, only told.
        self.browse(order_id).sudo()._note_credit_hold()
        return order_id

    def _note_credit_hold(self):
        """Tell once, on the order and the case, that a blocked customer has bought on account."""
        for order in self.filtered(lambda order: order._is_sold_on_account()):
            customer = order.partner_id.commercial_partner_id.with_company(order.company_id)
            if order.is_on_credit_hold or customer.credit_hold != 'block':
                continue
            order.is_on_credit_hold = True
            text = self.env._(
                "%(order)s was sold on account although the customer is on credit hold.",
                order=order.pos_reference or order.name,
            )
            order.message_post(body=text)
            case = customer.with_company(order.company_id).collection_case_id
            if case:
                case.message_post(body=text)

    def _is_sold_on_account(self):
        on_account = self.payment_ids.filtered(
            lambda payment: payment.payment_method_id.type == 'pay_later' and payment.amount > 0
        )
        return bool(self.partner_id and self.state != 'draft' and on_account)
