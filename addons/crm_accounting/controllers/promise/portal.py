from urllib.parse import urlencode

from odoo import fields
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.account_payment.controllers.portal import PortalAccount


class PromisePortal(PortalAccount):
    """A customer says until when what is owed will be paid."""

    def _overdue_invoices_get_page_view_values(self, overdue_invoices, **kwargs):
        values = super()._overdue_invoices_get_page_view_values(overdue_invoices, **kwargs)
        lines_sudo = self._get_overdue_lines(overdue_invoices)
        offer = self._get_promise_values(lines_sudo, '/my/invoices/overdue/promise', **kwargs)
        return {**values, **offer}

    def _invoice_get_page_view_values(self, invoice, access_token, **kwargs):
        values = super()._invoice_get_page_view_values(invoice, access_token, **kwargs)
        # Who may see the invoice, by login or by its token, may promise to pay it.
        lines_sudo = invoice.sudo().line_ids._filter_owed()
        url = f'/my/invoices/{invoice.id}/promise'
        offer = self._get_promise_values(lines_sudo, url, **kwargs)
        return {**values, **offer, 'promise_token': access_token}

    def _get_promise_values(self, lines_sudo, url, promise=None, **_kwargs):
        Promise_sudo = request.env['collection.promise'].sudo()
        offer = Promise_sudo._get_portal_offer(lines_sudo) if lines_sudo else None
        return {'promise_offer': offer, 'promise_url': url, 'promise_result': promise}

    def _get_overdue_lines(self, invoices):
        """Return what is owed and overdue on these invoices of the user, as superuser."""
        # Which invoices these are was asked with the user's rights.
        owed_sudo = invoices.sudo().line_ids._filter_owed()
        return owed_sudo.filtered_domain(request.env['account.move']._get_overdue_lines_domain())

    @route('/my/invoices/overdue/promise', type='http', auth='user', methods=['POST'], website=True)
    def portal_promise_overdue(self, date=None, amount=None, **_kw):
        """Promise to pay what is overdue of the user's own company."""
        invoices = request.env['account.move'].search(self._get_overdue_invoices_domain())
        result = self._promise(self._get_overdue_lines(invoices), date, amount)
        return request.redirect(f'/my/invoices/overdue?promise={result}')

    @route(
        '/my/invoices/<int:invoice_id>/promise',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
    )
    def portal_promise_invoice(self, invoice_id, access_token=None, date=None, amount=None, **_kw):
        """Promise to pay one invoice, which is the user's own or of which the token is known."""
        try:
            invoice_sudo = self._document_check_access('account.move', invoice_id, access_token)
        except (AccessError, MissingError):
            return request.redirect('/my')
        result = self._promise(invoice_sudo.line_ids._filter_owed(), date, amount)
        token = {'access_token': access_token} if access_token else {}
        query = urlencode({'promise': result, **token})
        return request.redirect(f'/my/invoices/{invoice_id}?{query}')

    def _promise(self, lines_sudo, date, amount):
        """Note the promise; return 'made' or 'refused'.

        :param str date: as the browser sent it
        :param str amount: as the browser sent it
        """
        try:
            day, number = fields.Date.to_date(date), float(amount or '')
        except ValueError:
            return 'refused'
        if not day or not number > 0:
            return 'refused'
        try:
            with request.env.cr.savepoint():
                request.env['collection.promise'].sudo()._make_in_portal(lines_sudo, day, number)
        except UserError:
            return 'refused'
        return 'made'
