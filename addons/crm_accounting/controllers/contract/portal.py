from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request, route

from odoo.addons.portal.controllers.portal import CustomerPortal

SIGNED_STATES = ('signed', 'running', 'expiring', 'ended', 'terminated')


class ContractPortal(CustomerPortal):
    """The contracts that the customer has signed, and what belongs to them."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if 'contract_count' in counters:
            values['contract_count'] = len(self._get_contracts())
        return values

    @route('/my/contracts', type='http', auth='user', website=True)
    def portal_my_contracts(self, **_kw):
        """List the contracts of the user's own company."""
        values = self._prepare_portal_layout_values()
        values.update({'page_name': 'contract', 'contracts': self._get_contracts()})
        return request.render('crm_accounting.portal_my_contracts', values)

    @route('/my/contracts/<int:contract_id>', type='http', auth='public', website=True)
    def portal_my_contract(self, contract_id, access_token=None, **_kw):
        """Show one contract to its customer, or to who has its secret link."""
        contract_sudo = self._find_contract(contract_id, access_token)
        if not contract_sudo:
            return request.redirect('/my')
        values = self._prepare_portal_layout_values()
        values.update({
            'page_name': 'contract',
            'contract': contract_sudo,
            'token': f'?access_token={access_token}' if access_token else '',
        })
        return request.render('crm_accounting.portal_my_contract', values)

    @route(
        '/my/contracts/<int:contract_id>/versions/<int:number>',
        type='http',
        auth='public',
        website=True,
    )
    def portal_my_contract_version(self, contract_id, number, access_token=None, **_kw):
        """Hand out the contract (0) or an addendum as it was signed."""
        contract_sudo = self._find_contract(contract_id, access_token)
        version_sudo = contract_sudo.version_ids.filtered(
            lambda version: version.number == number and version.body
        )
        if not version_sudo:
            raise request.not_found()
        report = request.env['ir.actions.report'].with_user(SUPERUSER_ID)
        name = 'crm_accounting.action_report_contract_version'
        pdf = report._render_qweb_pdf(name, version_sudo.ids)[0]
        return self._hand_out(pdf, f'{version_sudo._get_file_name()}.pdf', 'application/pdf')

    @route(
        '/my/contracts/<int:contract_id>/documents/<int:document_id>',
        type='http',
        auth='public',
        website=True,
    )
    def portal_my_contract_document(self, contract_id, document_id, access_token=None, **_kw):
        """Hand out a document of the contract."""
        contract_sudo = self._find_contract(contract_id, access_token)
        document_sudo = contract_sudo.document_ids.filtered(lambda one: one.id == document_id)
        if not document_sudo:
            raise request.not_found()
        if document_sudo.type == 'url':
            return request.redirect(document_sudo.url, local=False)
        # Never shown in the browser: what was uploaded may be a page of its own.
        return self._hand_out(document_sudo.raw, document_sudo.name, 'application/octet-stream')

    @staticmethod
    def _hand_out(content, name, mimetype):
        headers = [
            ('Content-Type', mimetype),
            ('Content-Length', len(content)),
            ('Content-Disposition', content_disposition(name)),
            ('X-Content-Type-Options', 'nosniff'),
        ]
        return request.make_response(content, headers=headers)

    # === WHOSE === #

    def _get_contracts(self):
        """Return the signed contracts of the user's own company, as superuser."""
        # Customers have no rights to the model: they see what the page shows, of their own ones.
        Contract_sudo = request.env['customer.contract'].with_user(SUPERUSER_ID)
        partner = request.env.user.partner_id.commercial_partner_id
        domain = [
            ('partner_id.commercial_partner_id', '=', partner.id),
            ('state', 'in', SIGNED_STATES),
        ]
        return Contract_sudo.search(domain)

    def _find_contract(self, contract_id, access_token):
        """Return a signed contract that is the user's, or whose token they have; else none."""
        own = self._get_contracts().filtered(lambda contract: contract.id == contract_id)
        if own and not request.env.user._is_public():
            return own
        try:
            found = self._document_check_access('customer.contract', contract_id, access_token)
        except (AccessError, MissingError):
            return request.env['customer.contract'].sudo()
        return found.filtered(lambda contract: contract.state in SIGNED_STATES)
