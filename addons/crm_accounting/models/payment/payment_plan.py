from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .instalments import split_evenly

MOST_INSTALMENTS = 120  # ten years of months
INTERVALS = {
    'week': relativedelta(weeks=1),
    'two_weeks': relativedelta(weeks=2),
    'month': relativedelta(months=1),
    'quarter': relativedelta(months=3),
}
AGREED_FIELDS = {
    'company_id',
    'currency_id',
    'date',
    'debt_ids',
    'grace_days',
    'line_ids',
    'note',
    'partner_id',
}
LIVE_STATES = ('running', 'broken')


class PaymentPlan(models.Model):
    """What a customer agreed to pay, and when, for debts that are in the books already.

    A plan stands beside the posted entries: their lines, due dates and payment terms stay as they
    are. What was paid is read from the books at any moment and spread over the instalments, oldest
    first; a plan that is kept holds the collection of its debts.
    """

    _name = 'payment.plan'
    _description = "Payment Plan"
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'date desc, id desc'
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        index=True,
        ondelete='restrict',
        tracking=True,
    )
    company_id = fields.Many2one(
        comodel_name='res.company',
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete='restrict',
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency',
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete='restrict',
        help="Of the debts: a plan has one currency.",
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Agreed By",
        default=lambda self: self.env.user,
        ondelete='restrict',
        tracking=True,
    )
    date = fields.Date(
        string="Agreed On", required=True, default=fields.Date.context_today, tracking=True
    )
    state = fields.Selection(
        selection=[
            ('draft', "Draft"),
            ('running', "Running"),
            ('broken', "Broken"),
            ('kept', "Fulfilled"),
            ('cancelled', "Cancelled"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default='draft',
        tracking=True,
        help="Broken: an instalment is overdue, so its debts are chased again.",
    )
    debt_ids = fields.One2many(
        comodel_name='payment.plan.debt', inverse_name='plan_id', string="Debts"
    )
    line_ids = fields.One2many(
        comodel_name='payment.plan.line',
        inverse_name='plan_id',
        string="Instalments",
        copy=True,
    )
    grace_days = fields.Integer(
        help="How many days after its date an instalment may still come before the plan is broken."
    )
    note = fields.Text(string="Terms", help="Printed on the agreement.")

    # === PROPOSAL === #

    instalment_count = fields.Integer(string="Number of Instalments", default=3)
    instalment_minimum = fields.Monetary(string="At Least", help="No instalment is smaller.")
    instalment_interval = fields.Selection(
        selection=[
            ('week', "Every week"),
            ('two_weeks', "Every two weeks"),
            ('month', "Every month"),
            ('quarter', "Every three months"),
        ],
        string="How Often",
        required=True,
        default='month',
    )
    instalment_date = fields.Date(
        string="First Instalment", default=lambda self: self._next_month()
    )

    # === AMOUNTS === #

    amount_total = fields.Monetary(
        string="Agreed Amount", compute='_compute_amount_total', store=True
    )
    amount_missing = fields.Monetary(
        string="Not Spread Yet",
        compute='_compute_amount_missing',
        help="What the instalments do not cover; below zero: what they are too large.",
    )

    _grace_not_negative = models.Constraint(
        'CHECK (grace_days >= 0)', "Days of grace cannot be negative."
    )

    def _next_month(self):
        return fields.Date.context_today(self) + relativedelta(months=1)

    @api.depends('name')
    def _compute_display_name(self):
        for plan in self:
            draft = self.env._("Draft Payment Plan")
            plan.display_name = draft if plan.name == "/" else plan.name

    @api.depends('debt_ids.amount')
    def _compute_amount_total(self):
        for plan in self:
            plan.amount_total = sum(plan.debt_ids.mapped('amount'))

    @api.depends('amount_total', 'line_ids.amount')
    def _compute_amount_missing(self):
        for plan in self:
            spread = sum(plan.line_ids.mapped('amount'))
            plan.amount_missing = plan.amount_total - spread

    @api.constrains('partner_id', 'debt_ids', 'currency_id', 'company_id')
    def _check_debts(self):
        for plan in self:
            plan.debt_ids._check_belongs_to_plan()

    # === ACTIONS === #

    def action_propose(self):
        """Spread what is owed evenly over the wanted number of instalments; they can be edited."""
        self._check_draft()
        for plan in self:
            plan.debt_ids._take_owed()
            if not plan.amount_total:
                raise UserError(self.env._("Choose what the customer owes first."))
            plan.line_ids = [Command.clear(), *plan._prepare_instalments()]
        return True

    def _prepare_instalments(self):
        """Return commands that create the proposed instalments."""
        self.ensure_one()
        if not 1 <= self.instalment_count <= MOST_INSTALMENTS:
            raise UserError(
                self.env._("Choose between 1 and %(most)s instalments.", most=MOST_INSTALMENTS)
            )
        units = split_evenly(
            self._to_units(self.amount_total),
            self.instalment_count,
            self._to_units(self.instalment_minimum),
        )
        first = self.instalment_date or self._next_month()
        step = INTERVALS[self.instalment_interval]
        return [
            Command.create({'date': first + step * index, 'amount': self._from_units(unit)})
            for index, unit in enumerate(units)
        ]

    def _to_units(self, amount):
        """Return an amount as a whole number of the currency's smallest unit."""
        return round(amount / self.currency_id.rounding)

    def _from_units(self, units):
        return self.currency_id.round(units * self.currency_id.rounding)

    def action_confirm(self):
        """Let the plan run: from now on its debts are held as long as it is kept.

        :raise UserError: when nothing is owed, the instalments are not what is owed, or a debt is
            somebody else's meanwhile
        """
        self._check_draft()
        for plan in self.sudo():
            plan.debt_ids._take_owed()
            plan.debt_ids._check_belongs_to_plan()
            plan._check_instalments()
            if plan.name == "/":
                plan.name = plan._next_number()
            # An instalment that is overdue already breaks the plan at once: nothing is held then.
            plan._set_state(plan._get_state_at(plan._get_today() - relativedelta(days=1)))
        return True

    def action_cancel(self):
        """End these plans: what they held is chased again at once."""
        live = self.filtered(lambda plan: plan.state in ('draft', *LIVE_STATES))
        if self - live:
            raise UserError(self.env._("A plan that has ended cannot be cancelled."))
        live.check_access('write')
        live.sudo().write({'state': 'cancelled'})
        live.sudo()._release_items()
        return True

    def action_draft(self):
        """Take up a cancelled plan once more, as a draft."""
        if set(self.mapped('state')) != {'cancelled'}:
            raise UserError(self.env._("Only a cancelled plan becomes a draft again."))
        self.check_access('write')
        self.sudo().state = 'draft'
        return True

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_bookkeeping(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_bookkeeping(vals)
        if AGREED_FIELDS & vals.keys():
            self._check_draft()
        return super().write(vals)

    def _check_bookkeeping(self, vals):
        if not self.env.su and {'name', 'state'} & vals.keys():
            raise UserError(
                self.env._("Number and state of a plan follow from what happens to it.")
            )

    def _check_draft(self):
        self.check_access('write')
        if set(self.mapped('state')) - {'draft'}:
            raise UserError(
                self.env._("What was agreed is not changed: cancel the plan and make another one.")
            )

    def _check_instalments(self):
        self.ensure_one()
        if not self.debt_ids or self.currency_id.is_zero(self.amount_total):
            raise UserError(
                self.env._("Nothing is owed: there is nothing to be paid by instalments.")
            )
        if not self.currency_id.is_zero(self.amount_missing):
            raise UserError(
                self.env._(
                    "The instalments have to be %(total)s together; %(missing)s is not spread yet."
                    " Propose them anew, or change one.",
                    total=self.currency_id.format(self.amount_total),
                    missing=self.currency_id.format(self.amount_missing),
                )
            )

    def _next_number(self):
        Sequence = self.env['ir.sequence'].with_company(self.company_id)
        return Sequence.next_by_code('payment.plan', sequence_date=self.date)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_agreed(self):
        if set(self.mapped('state')) - {'draft', 'cancelled'}:
            raise ValidationError(self.env._("A plan that was agreed is kept: cancel it instead."))

    # === MAIL === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise UserError(self.env._("A mail does not make a payment plan."))
