from odoo import fields
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal


class StatementPortal(CustomerPortal):
    """The customer's own statement."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if 'statement_count' in counters:
            values['statement_count'] = len(self._get_statement_companies())
        return values

    @route('/my/statement', type='http', auth='user', website=True)
    def portal_my_statement(self, date_from=None, date_to=None, **_kw):
        """Show what the user's own company owes: open items, or the movements of a period."""
        period, error = self._read_period(date_from, date_to)
        partner = self._get_statement_partner()
        values = self._prepare_portal_layout_values()
        values.update({
            'page_name': 'statement',
            'statements': [
                partner._get_statement(company, period)
                for company in self._get_statement_companies()
            ],
            'date_from': date_from,
            'date_to': date_to,
            'error': error,
        })
        return request.render('crm_accounting.portal_my_statement', values)

    @route('/my/statement/<int:company_id>/pdf', type='http', auth='user', website=True)
    def portal_my_statement_pdf(self, company_id, date_from=None, date_to=None, **_kw):
        """Hand out the statement of one company, as it is printed."""
        period, error = self._read_period(date_from, date_to)
        companies = self._get_statement_companies()
        company = companies.filtered(lambda company: company.id == company_id)
        if error or not company:
            raise request.not_found()
        wanted_sudo = self._prepare_statement(company, period)
        pdf = wanted_sudo._render_pdf()
        name = f'{wanted_sudo._get_file_name()}.pdf'
        headers = [
            ('Content-Type', 'application/pdf'),
            ('Content-Length', len(pdf)),
            ('Content-Disposition', content_disposition(name)),
        ]
        return request.make_response(pdf, headers=headers)

    def _prepare_statement(self, company, period):
        """Return what is to be printed, of the user's own company and no other."""
        # Customers may see what they owe; neither customer nor company comes from the request.
        Statement_sudo = request.env['customer.statement'].sudo().with_company(company)
        date_from, date_to = period or (False, False)
        return Statement_sudo.create({
            'partner_ids': self._get_statement_partner().ids,
            'company_id': company.id,
            'kind': 'period' if period else 'open',
            **({'date_from': date_from, 'date_to': date_to} if period else {}),
        })

    def _get_statement_partner(self):
        return request.env.user.partner_id.commercial_partner_id

    def _get_statement_companies(self):
        """Return the companies in whose books the user's own company stands, as superuser."""
        # Only names of those who sent invoices to this customer are shown.
        lines_sudo = request.env['account.move.line'].sudo()
        groups = lines_sudo._read_group(
            [
                ('partner_id.commercial_partner_id', '=', self._get_statement_partner().id),
                ('account_id.account_type', '=', 'asset_receivable'),
                ('parent_state', '=', 'posted'),
            ],
            ['company_id'],
        )
        return request.env['res.company'].sudo().union(*(row[0].root_id for row in groups))

    def _read_period(self, date_from, date_to):
        """Return the period that is asked for, or None, and what is wrong with it, or None."""
        if not date_from and not date_to:
            return None, None
        try:
            period = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        except ValueError:
            period = (None, None)
        if not all(period) or period[0] > period[1]:
            return None, request.env._("Give the first and the last day of the period.")
        return period, None
