from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty


class CustomerTermsOffer(models.TransientModel):
    """The question in how many months which new terms are offered, and by whom.

    It launches an activity plan of core for the contract or the customer; the terms that are
    usually offered are the notes of the plan.
    """

    _name = 'customer.terms.offer'
    _description = "Offer New Terms Later"

    contract_id = fields.Many2one(
        comodel_name='customer.contract', readonly=True, ondelete='cascade'
    )
    partner_id = fields.Many2one(comodel_name='res.partner', readonly=True, ondelete='cascade')
    res_model = fields.Char(compute='_compute_res_model')
    plan_id = fields.Many2one(
        comodel_name='mail.activity.plan',
        required=True,
        compute='_compute_plan_id',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain="[('res_model', '=', res_model), ('template_ids', '!=', False)]",
        ondelete='cascade',
    )
    months = fields.Integer(
        string="In Months",
        compute='_compute_months',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date = fields.Date(
        string="On",
        required=True,
        compute='_compute_date',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Responsible",
        required=True,
        compute='_compute_user_id',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        domain=[('share', '=', False)],
        ondelete='cascade',
    )
    terms = fields.Html(
        string="Terms to Offer",
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends('contract_id', 'partner_id')
    def _compute_res_model(self):
        for wizard in self:
            wizard.res_model = wizard._get_document()._name

    def _get_document(self):
        return self.contract_id or self.partner_id

    def _get_today(self):
        return (self.contract_id.company_id or self.env.company)._get_collection_today()

    @api.depends('contract_id', 'partner_id')
    def _compute_user_id(self):
        for wizard in self:
            wizard.user_id = wizard._get_document().user_id or self.env.user

    @api.depends('res_model')
    def _compute_plan_id(self):
        name = {'customer.contract': 'contract', 'res.partner': 'partner'}
        for wizard in self:
            shipped = f'crm_accounting.mail_activity_plan_{name[wizard.res_model]}_offer'
            wizard.plan_id = self.env.ref(shipped, raise_if_not_found=False)

    @api.depends('contract_id')
    def _compute_months(self):
        """Propose the month before notice can last be given; a year where there is no such day."""
        for wizard in self:
            contract = wizard.contract_id
            if not contract.date_end:
                wizard.months = 12
                continue
            last = contract.date_end - relativedelta(days=contract.notice_days)
            until = relativedelta(last, wizard._get_today())
            wizard.months = max(until.years * 12 + until.months, 0)

    @api.depends('months')
    def _compute_date(self):
        for wizard in self:
            wizard.date = wizard._get_today() + relativedelta(months=wizard.months)

    @api.depends('plan_id')
    def _compute_terms(self):
        for wizard in self:
            notes = wizard.plan_id.template_ids.mapped('note')
            wizard.terms = next((note for note in notes if not is_html_empty(note)), False)

    def action_plan(self):
        """Launch the plan: its activities are due on the day, with the terms as their note."""
        self.ensure_one()
        document = self._get_document()
        self._check(document)
        before = document.activity_ids
        self.env['mail.activity.schedule'].create({
            'res_model': document._name,
            'res_ids': str(document.ids),
            'plan_id': self.plan_id.id,
            'plan_date': self.date,
            'plan_on_demand_user_id': self.user_id.id,
        }).action_schedule_plan()
        document.invalidate_recordset(['activity_ids'])
        if not is_html_empty(self.terms):
            planned = document.activity_ids - before
            offers = planned.filtered(
                lambda activity: activity.activity_type_id == self._get_kind()
            )
            (offers or planned).note = self.terms
        return True

    def _get_kind(self):
        return self.env['res.company']._get_collection_activity_type('contract_offer')

    def _check(self, document):
        document.check_access('write')
        if self.plan_id.res_model != document._name:
            raise UserError(self.env._("Choose a plan for this kind of document."))
        if self.date < self._get_today():
            raise UserError(self.env._("Choose a day that is still to come."))
