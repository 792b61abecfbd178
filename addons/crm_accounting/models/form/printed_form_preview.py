from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.exceptions import UserError

from .form_kind import KINDS


class PrintedForm(models.Model):
    _inherit = 'printed.form'

    def _select_models(self):
        """Return the models that forms print, each once."""
        names = dict.fromkeys(kind.model for kind in KINDS.values())
        return [(name, self.env[name]._description) for name in names]

    def action_preview(self):
        """Show the form with a real record, as a page of paper."""
        self.ensure_one()
        self._find_record()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/report/pdf/crm_accounting.report_form_preview/{self.id}',
            'target': 'new',
        }

    def _find_record(self):
        """Return the record of the preview that was chosen, or the latest the user may read.

        :raise UserError: if there is none
        """
        chosen, Model = self.preview_ref, self.env[self.model]
        if chosen and chosen._name == self.model:
            return chosen
        record = Model.search(self._get_preview_domain(), order='id desc', limit=1)
        if not record:
            raise UserError(self.env._("There is nothing yet that this form could print."))
        return record

    def _get_preview_domain(self):
        return {
            'account.move': [('move_type', '=', 'out_invoice')],
            'account.payment': [('payment_type', '=', 'inbound')],
            'res.partner': [
                ('invoice_ids.state', '=', 'posted'),
                ('parent_id', '=', False),
            ],
        }.get(self.model, [])

    def _preview(self):
        """Return the form, filled in with the record of the preview."""
        record = self._find_record()
        partner = record if self.model == 'res.partner' else record.partner_id
        lang = self.lang or self._get_lang(partner)
        statement = None
        if self.kind == 'reconciliation':
            company = self.company_id or self.env.company
            today = company._get_collection_today()
            period = (today + relativedelta(month=1, day=1), today)
            statement = record.with_context(lang=lang)._get_statement(company, period)
            record = statement.partner.with_env(record.env)
        return {**self._fill(record, lang, statement), 'record': record}
