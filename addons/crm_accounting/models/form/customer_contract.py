from odoo import models
from odoo.exceptions import UserError

REPORT = 'crm_accounting.action_report_contract'


class CustomerContract(models.Model):
    _inherit = 'customer.contract'

    def _prepare_version(self, date_signed):
        """Keep the wording, with the values of today in it."""
        values = super()._prepare_version(date_signed)
        # Who signs reads what is printed, though the version is written as superuser.
        page = self.env['printed.form']._print(values['kind'], self.sudo(False))
        return {
            **values,
            'body': page['body'],
            'lang': page['lang'],
            'form_version_id': page['version'].id,
        }

    def action_print_contract(self):
        """Print drafts as they are now, and all that was signed as it was signed."""
        self._get_pages()
        return self.env.ref(REPORT).report_action(self, config=False)

    def action_preview_contract(self):
        """Show what would be printed, in another tab."""
        self.ensure_one()
        self._get_pages()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/report/pdf/crm_accounting.report_contract/{self.id}',
            'target': 'new',
        }

    def _get_pages(self):
        """Return body, lang and title of what is printed of these contracts.

        :rtype: list[dict]
        :raise UserError: if there is no form, or the user may not read what it names
        """
        return [page for contract in self for page in contract._get_own_pages()]

    def _get_own_pages(self):
        self.ensure_one()
        if self.state == 'draft':
            page = self.env['printed.form']._print('contract', self)
            return [{**page, 'title': self.display_name}]
        versions = self.version_ids.sorted('number')
        if not versions:
            raise UserError(self.env._("Nothing of %s was signed yet.", self.display_name))
        return versions._get_pages()
