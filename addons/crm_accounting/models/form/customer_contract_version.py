from odoo import fields, models
from odoo.exceptions import UserError


class CustomerContractVersion(models.Model):
    _inherit = 'customer.contract.version'

    # Made by `form_page.FormPage` of a clean wording and escaped values.
    body = fields.Html(
        string="Wording", readonly=True, sanitize=False, help="As it was signed, for ever."
    )
    lang = fields.Char(string="Language", readonly=True)
    form_version_id = fields.Many2one(
        comodel_name='printed.form.version', readonly=True, ondelete='restrict'
    )

    def action_print(self):
        """Print these versions as they were signed."""
        self._get_pages()
        return self.env.ref('crm_accounting.action_report_contract_version').report_action(
            self, config=False
        )

    def _get_pages(self):
        """Return body, lang and title of each version.

        :raise UserError: for one without a wording
        """
        for version in self:
            if not version.body:
                raise UserError(
                    self.env._(
                        "The wording of %s was not kept: print the copy among its documents.",
                        version.contract_id.display_name,
                    )
                )
        return [
            {'body': version.body, 'lang': version.lang, 'title': version._get_title()}
            for version in self
        ]

    def _get_title(self):
        """Return what stands on every page: no name that can change."""
        self.ensure_one()
        name = self.contract_id.name
        return f'{name} / {self.number}' if self.number else name

    def _get_file_name(self):
        self.ensure_one()
        return self._get_title().replace('/', '_')
