from odoo.http import request, route

from odoo.addons.account_payment.controllers import payment, portal


class PortalAccount(portal.PortalAccount):
    """Customers are asked for what they owe, not for what the invoices once were."""

    def _get_overdue_invoices_domain(self, partner_id=None):
        # The due date of an invoice is that of its last payment term, see account.move's
        # `_compute_invoice_date_due`: the first one may be overdue for months.
        lines_domain = request.env['account.move']._get_overdue_lines_domain()
        return [
            ('line_ids', 'any', lines_domain) if leaf[0] == 'invoice_date_due' else leaf
            for leaf in super()._get_overdue_invoices_domain(partner_id)
        ]

    def _overdue_invoices_get_page_view_values(self, overdue_invoices, **kwargs):
        values = super()._overdue_invoices_get_page_view_values(overdue_invoices, **kwargs)
        if 'payment' in values:
            amount = overdue_invoices._get_amount_due_now()
            values |= {'payment': {**values['payment'], 'amount': amount}, 'amount': amount}
        return values

    def _get_common_page_view_values(self, invoices_data, access_token=None, **kwargs):
        # Providers with a limit are offered for what is left to pay.
        left = {**invoices_data, 'total_amount': invoices_data['amount_residual']}
        return super()._get_common_page_view_values(left, access_token=access_token, **kwargs)


class PaymentPortal(payment.PaymentPortal):
    """No transaction takes more than is owed, whatever amount the browser sends."""

    @route()
    def invoice_transaction(self, invoice_id, access_token=None, **kwargs):
        # Who is logged in needs no token, and the page of an invoice without one sends none.
        return super().invoice_transaction(invoice_id, access_token, **kwargs)

    def _process_transaction(
        self, partner_id, currency_id, invoice_ids, payment_reference, **kwargs
    ):
        # Which invoices these are was checked by the route, with user or token.
        invoices_sudo = request.env['account.move'].sudo().browse(invoice_ids)
        invoices_sudo._check_amount_paid_online(kwargs.get('amount'))
        return super()._process_transaction(
            partner_id, currency_id, invoice_ids, payment_reference, **kwargs
        )
