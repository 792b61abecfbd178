from odoo import api, fields, models


class PaymentPlanLine(models.Model):
    """What a customer agreed to pay by a day."""

    _name = 'payment.plan.line'
    _description = "Instalment of a Payment Plan"
    _order = 'plan_id, date, id'
    _rec_name = 'date'

    plan_id = fields.Many2one(
        comodel_name='payment.plan', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='plan_id.company_id')
    currency_id = fields.Many2one(related='plan_id.currency_id')
    number = fields.Integer(string="No.", compute='_compute_number')
    date = fields.Date(string="Due Date", required=True)
    amount = fields.Monetary(required=True)
    amount_paid = fields.Monetary(string="Paid", compute='_compute_amount_paid')
    amount_withdrawn = fields.Monetary(
        string="Withdrawn",
        compute='_compute_amount_paid',
        help="Neither paid nor owed: the documents are drafts again or cancelled.",
    )
    amount_residual = fields.Monetary(string="Left", compute='_compute_amount_paid')
    state = fields.Selection(
        selection=[
            ('open', "Open"),
            ('part', "Partly Paid"),
            ('overdue', "Overdue"),
            ('paid', "Paid"),
            ('withdrawn', "Withdrawn"),
        ],
        compute='_compute_state',
    )

    _amount_positive = models.Constraint(
        'CHECK (amount > 0)', "Each instalment has to be more than nothing."
    )

    @api.depends('plan_id.line_ids.date')
    def _compute_number(self):
        for plan, instalments in self.grouped('plan_id').items():
            ranks = {line: rank for rank, line in enumerate(plan._get_in_order(), start=1)}
            for instalment in instalments:
                instalment.number = ranks.get(instalment, 0)

    @api.depends(
        'amount',
        'plan_id.amount_paid',
        'plan_id.amount_withdrawn',
        'plan_id.line_ids.amount',
    )
    def _compute_amount_paid(self):
        for plan, instalments in self.grouped('plan_id').items():
            paid, withdrawn = plan._spread_paid(), plan._spread_withdrawn()
            for instalment in instalments:
                instalment.amount_paid = paid.get(instalment, 0.0)
                instalment.amount_withdrawn = withdrawn.get(instalment, 0.0)
                settled = instalment.amount_paid + instalment.amount_withdrawn
                instalment.amount_residual = instalment.currency_id.round(
                    instalment.amount - settled
                )

    @api.depends('amount_paid', 'date', 'plan_id.state')
    def _compute_state(self):
        for instalment in self:
            instalment.state = instalment._get_state()

    def _get_state(self):
        plan = self.plan_id
        if self.currency_id.is_zero(self.amount_residual):
            return 'withdrawn' if self.currency_id.is_zero(self.amount_paid) else 'paid'
        if plan.state in ('running', 'broken') and self.date < plan._get_today():
            return 'overdue'
        return 'open' if self.currency_id.is_zero(self.amount_paid) else 'part'

    # === ONLY WHILE THE PLAN IS A DRAFT === #

    @api.model_create_multi
    def create(self, vals_list):
        instalments = super().create(vals_list)
        instalments.plan_id._check_draft()
        return instalments

    def write(self, vals):
        self.plan_id._check_draft()
        result = super().write(vals)
        self.plan_id._check_draft()  # where it went to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        self.plan_id._check_draft()
