import base64

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...models.statement.statement_xlsx import write_workbook

REPORT = 'crm_accounting.action_report_customer_statement'


class CustomerStatement(models.TransientModel):
    """Which statement is wanted, of which customers: then it is printed, written or sent."""

    _name = 'customer.statement'
    _description = "Customer Statement"

    partner_ids = fields.Many2many(
        comodel_name='res.partner',
        string="Customers",
        required=True,
        default=lambda self: self._default_partner_ids(),
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, default=lambda self: self.env.company
    )
    kind = fields.Selection(
        selection=[('open', "Open items"), ('period', "All movements of a period")],
        string="Show",
        required=True,
        default='open',
    )
    date_from = fields.Date(
        string="From", default=lambda self: self._default_date_from(), required=True
    )
    date_to = fields.Date(string="To", default=fields.Date.context_today, required=True)
    file = fields.Binary(attachment=False, readonly=True, copy=False)

    def _default_partner_ids(self):
        """The customers that are selected; contacts of one company are one customer."""
        if self.env.context.get('active_model') != 'res.partner':
            return False
        selected = self.env['res.partner'].browse(self.env.context.get('active_ids', []))
        return selected.commercial_partner_id

    def _default_date_from(self):
        """The first day of the month before."""
        return fields.Date.context_today(self) + relativedelta(months=-1, day=1)

    @api.constrains('date_from', 'date_to')
    def _check_period(self):
        for wanted in self:
            if wanted.date_from > wanted.date_to:
                raise ValidationError(self.env._("The period ends before it begins."))

    # === THE FIGURES === #

    def _get_period(self):
        """Return first and last day of the movements, or None where open items are wanted."""
        self.ensure_one()
        return (self.date_from, self.date_to) if self.kind == 'period' else None

    def _get_statements(self):
        """Return the figures of each customer, in the customer's language.

        :rtype: list[Statement]
        """
        self.ensure_one()
        return [
            partner.with_context(lang=partner.lang)._get_statement(
                self.company_id, self._get_period()
            )
            for partner in self.partner_ids.commercial_partner_id
        ]

    # === ON PAPER AND AS A SHEET === #

    def action_print(self):
        """Print the statements, one after the other."""
        self._get_statements()  # who may not see one gets the reason instead of a broken file
        return self.env.ref(REPORT).report_action(self, config=False)

    def action_write(self):
        """Hand out the statements as one sheet."""
        self.ensure_one()
        statements = [
            partner._get_statement(self.company_id, self._get_period())
            for partner in self.partner_ids.commercial_partner_id
        ]
        self.file = base64.b64encode(write_workbook(self.env, statements))
        name = f'{self._get_file_name()}.xlsx'
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{self._name}/{self.id}/file/{name}?download=true',
            'target': 'download',
        }

    def _get_file_name(self):
        """Return what the file is called, without its ending."""
        self.ensure_one()
        customers = self.partner_ids.commercial_partner_id
        name = self.env._("Statement")
        day = self.date_to if self.kind == 'period' else fields.Date.context_today(self)
        customer = customers.name if len(customers) == 1 else ''
        return ' '.join(filter(None, [name, customer, str(day)])).replace('/', '_')

    def _render_pdf(self):
        """Return the statements as a PDF.

        :rtype: bytes
        """
        return self.env['ir.actions.report']._render_qweb_pdf(REPORT, self.ids)[0]
