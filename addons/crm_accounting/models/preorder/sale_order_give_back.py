from odoo import fields, models


class SaleOrder(models.Model):
    """A cancelled pre-order waits for nothing, and what was prepaid is the customer's again."""

    _inherit = 'sale.order'

    def _action_cancel(self):
        preorders = self.filtered('is_preorder')
        if not preorders:
            return super()._action_cancel()
        preorders.check_access('write')
        if self != preorders:
            super(SaleOrder, self - preorders)._action_cancel()
        # Who cancels may have no rights on purchases, which core looks at, nor on stock and books.
        orders_sudo = preorders.sudo()
        freed_sudo = orders_sudo._get_awaited_moves().filtered('quantity')
        products, warehouses = freed_sudo.product_id, freed_sudo.location_id.warehouse_id
        result = super(SaleOrder, orders_sudo)._action_cancel()
        orders_sudo._give_back_prepayments()
        orders_sudo._close_preorder_reminder()
        orders_sudo.order_line.preorder_offered_on = False
        orders_sudo.preorder_told_on = False
        freed_sudo._find_preordered(products, warehouses)._offer_to_preorders()
        return result

    def _give_back_prepayments(self):
        """Credit the down payments that no final invoice has used up.

        What was paid of them stays as the customer's open credit: the credit note settles only what
        was still owed.
        """
        for order in self:
            invoices = order._get_prepayment_invoices().filtered(
                lambda move: move.state == 'posted'
            )
            for invoice in invoices:
                refund = order._credit_prepayment(invoice)
                order._tell_given_back(invoice, refund)

    def _credit_prepayment(self, invoice):
        today = fields.Date.context_today(self)
        refund = invoice.with_company(invoice.company_id)._reverse_moves([
            {
                'date': today,
                'invoice_date': today,
                'invoice_payment_term_id': False,
                'ref': self.env._(
                    "Prepayment of %(order)s, cancelled (%(invoice)s)",
                    order=self.name,
                    invoice=invoice.name,
                ),
            }
        ])
        self._leave_out_credited(refund)
        refund.action_post()
        # What only a rejected payment has settled was not paid.
        invoice.line_ids._get_undone_matchings().unlink()
        receivable = (invoice | refund).line_ids.filtered(
            lambda line: line.account_type == 'asset_receivable' and not line.reconciled
        )
        for lines in receivable.grouped('account_id').values():
            lines.reconcile()
        return refund

    def _leave_out_credited(self, refund):
        """Lower a draft credit note to what others have not credited yet."""
        for line in refund.invoice_line_ids.filtered('sale_line_ids'):
            left = sum(line.sale_line_ids.mapped('untaxed_amount_invoiced'))
            if line.currency_id.compare_amounts(left, line.price_subtotal):
                line.price_unit *= left / line.price_subtotal

    def _tell_given_back(self, invoice, refund):
        self.message_post(
            body=self.env._(
                "%(refund)s takes back the prepayment %(invoice)s: %(amount)s is the customer's"
                " credit.",
                refund=refund.name,
                invoice=invoice.name,
                amount=refund.currency_id.format(refund.amount_residual),
            )
        )
