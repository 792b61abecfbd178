from odoo import models
from odoo.exceptions import AccessError

from .statement import Statement

# Who sees what all customers owe.
SEE_ALL_GROUPS = (
    'account.group_account_invoice',
    'account.group_account_readonly',
    'crm_accounting.crm_accounting_group_user',
)


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _get_statement(self, company=None, period=None):
        """Return the figures of this customer's statement.

        The only way to them: it asks whether the user may see them.

        :param res.company company: to whom it is owed; without one, the present company
        :param tuple period: first and last day of the movements; without it, open items
        :rtype: Statement
        :raise AccessError: for who may not know what this customer owes this company
        """
        self.ensure_one()
        partner = self.commercial_partner_id
        # Of this user, whoever handed it over.
        company = (company or self.env.company).with_env(self.env)
        if not self.env.su:
            partner._check_statement_access(company)
        # It was asked above, and the SQL of the figures knows no rules.
        return Statement(partner.sudo(), company.sudo(), company._get_statement_branches(), period)

    def _check_statement_access(self, company):
        """Ask facts about the user: what is selected or said by a client does not count."""
        user = self.env.user
        if user._is_portal() and self == user.partner_id.commercial_partner_id:
            return
        self.check_access('read')
        if company in user.company_ids and (
            any(user.has_group(group) for group in SEE_ALL_GROUPS)
            or self._is_collected_by(user, company)
        ):
            return
        raise AccessError(self.env._("What %s owes is not yours to see.", self.display_name))

    def _is_collected_by(self, user, company):
        """Tell whether the case of this customer, or a task of it, is the user's."""
        # Only whether there is one is told.
        cases_sudo = self.env['collection.case'].sudo()
        return bool(
            cases_sudo.search_count(
                [
                    ('partner_id', '=', self.id),
                    ('company_id', 'child_of', company.id),
                    '|',
                    ('user_id', '=', user.id),
                    ('item_ids.activity_id.user_id', '=', user.id),
                ],
                limit=1,
            )
        )

    def _get_statement_recipient(self):
        """Return who gets the statement by mail: the invoice address if it has one, else self."""
        self.ensure_one()
        contact = self.browse(self.address_get(['invoice'])['invoice'])
        return contact if contact.email else self
