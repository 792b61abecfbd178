import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools.misc import clean_context

# What a run finds out by itself: nobody writes it, not even by RPC.
OWN_FIELDS = {
    'checked_count',
    'closed_count',
    'duration_seconds',
    'error',
    'is_scheduled',
    'item_ids',
    'letter_count',
    'letter_ids',
    'line_ids',
    'open_count',
    'opened_count',
    'policy_id',
    'reopened_count',
    'state',
}
FIRST_YEAR = 1970


class CollectionRun(models.Model):
    """One look at all debts of a company that are due by the end of a day.

    Whatever is due and unpaid when it runs gets an item and a task, once; it can be repeated, run
    beside another one, and taken up again where it stopped.
    """

    _name = 'collection.run'
    _description = "Collection Run"
    _inherit = ['mail.thread']
    _order = 'date desc, id desc'
    _rec_name = 'date'

    company_id = fields.Many2one(
        comodel_name='res.company',
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete='cascade',
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    policy_id = fields.Many2one(
        comodel_name='collection.policy',
        compute='_compute_policy_id',
        store=True,
        index=True,
        ondelete='restrict',
    )
    covered_company_ids = fields.Many2many(
        comodel_name='res.company',
        compute='_compute_covered_company_ids',
        help="The company of the run and those of its branches that follow the same policy.",
    )
    date = fields.Date(
        string="Due Until",
        required=True,
        default=lambda self: self._default_date(),
        help="Everything due by the end of this day and not paid now is chased.",
    )
    is_scheduled = fields.Boolean(string="By Night", readonly=True, copy=False)
    state = fields.Selection(
        selection=[
            ('draft', "Draft"),
            ('running', "Running"),
            ('done', "Done"),
            ('failed', "Failed"),
        ],
        required=True,
        readonly=True,
        default='draft',
        copy=False,
    )
    error = fields.Text(readonly=True, copy=False)
    checked_count = fields.Integer(
        string="Checked",
        readonly=True,
        copy=False,
        help="Debts that were due and not paid, those that were left out too.",
    )
    opened_count = fields.Integer(
        string="Opened", readonly=True, copy=False, help="New items of this run."
    )
    closed_count = fields.Integer(
        string="Closed", readonly=True, copy=False, help="Items closed since the run before."
    )
    reopened_count = fields.Integer(
        string="Reopened", readonly=True, copy=False, help="Items reopened since the run before."
    )
    open_count = fields.Integer(
        string="Open Now", readonly=True, copy=False, help="Items open or held after this run."
    )
    duration_seconds = fields.Float(string="Seconds", readonly=True, copy=False)
    line_ids = fields.One2many(
        comodel_name='collection.run.line', inverse_name='run_id', readonly=True
    )
    item_ids = fields.One2many(comodel_name='collection.item', inverse_name='run_id')

    # === FIELDS === #

    @api.model
    def _default_date(self):
        policy = self.env['collection.policy']
        return fields.Date.context_today(policy) - timedelta(days=1)

    @api.depends('company_id')
    def _compute_policy_id(self):
        for run in self:
            run.policy_id = self.env['collection.policy']._get_for_company(run.company_id)

    @api.depends('company_id', 'policy_id.company_id')
    def _compute_covered_company_ids(self):
        for run in self:
            companies = run.policy_id._get_companies()
            if run.company_id != run.policy_id.company_id:
                companies &= companies.search([('id', 'child_of', run.company_id.id)])
            run.covered_company_ids = companies

    @api.constrains('date', 'company_id')
    def _check_date_not_future(self):
        for run in self:
            if run.date > run.policy_id._get_today():
                raise ValidationError(
                    self.env._("Choose today or an earlier day: what is due later is not overdue.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_vals(vals)
        # Nor may they come in by default_ keys of the context. A run needs no note of its creation.
        context = {**clean_context(self.env.context), 'mail_create_nolog': True}
        runs = self.env(context=context)[self._name]
        return super(CollectionRun, runs).create(vals_list).with_env(self.env)

    def write(self, vals):
        self._check_vals(vals)
        if not {'company_id', 'date'} & vals.keys():
            return super().write(vals)
        for run in self:
            run._check_draft()
        result = super().write(vals)
        # Core asks for the company that the run had, not for the one that it comes to.
        self.check_access('write')
        self.sudo()._forget_preview()  # nobody may delete results by hand
        return result

    def _forget_preview(self):
        self.line_ids.unlink()
        self.checked_count = 0

    def _check_vals(self, vals):
        """Refuse from anybody what a run finds out by itself, and dates that are none."""
        if not self.env.su and OWN_FIELDS & vals.keys():
            raise AccessError(self.env._("Only the company and the day of a run can be chosen."))
        try:
            day = fields.Date.to_date(vals.get('date'))
        except (TypeError, ValueError):
            day = None
        if vals.get('date') and (not day or day.year < FIRST_YEAR):
            raise ValidationError(self.env._("Enter the day of a run as YYYY-MM-DD."))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise AccessError(self.env._("A mail does not make a collection run."))

    # Always: with at_uninstall=False any client could switch it off by the context of an uninstall.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_history(self):
        if any(run.state != 'draft' for run in self):
            raise UserError(self.env._("Runs are the history of collection and stay."))

    # === ACTIONS === #

    def action_preview(self):
        """Show what the run would do: counts and amounts by outcome. Nothing is opened."""
        self.check_access('write')
        for run in self.sudo():
            run._check_draft()
            run._compute_policy_id()  # the company may have got another one meanwhile
            run._note_outcomes(run._look())
        return True

    def action_run(self):
        """Run: open, raise and heal items and tasks.

        :return: True
        :raise UserError: when the run has run before
        """
        self.check_access('write')
        for run in self.sudo():
            run._check_draft()
            run._compute_policy_id()  # the company may have got another one meanwhile
            start = time.monotonic()
            for chunk in run._start():
                run._process_chunk(chunk)
            run._finish()
            run.duration_seconds = time.monotonic() - start
        return True

    def _check_draft(self):
        if self.state != 'draft':
            raise UserError(self.env._("This run is over. Create a new one to run again."))

    def action_view_items(self):
        """Open the items that this run opened."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Opened Items"),
            'res_model': 'collection.item',
            'view_mode': 'list,pivot,graph',
            'domain': [('run_id', '=', self.id)],
        }
