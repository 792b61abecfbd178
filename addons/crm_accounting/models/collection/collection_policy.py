from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

# How far back a stretch of days without work is looked for: no calendar closes for longer.
LONGEST_CLOSURE_DAYS = 31


class CollectionPolicy(models.Model):
    """How one company chases its customers: from when, at which levels, and who does it.

    A branch without a policy of its own follows the policy of its nearest parent.
    """

    _name = 'collection.policy'
    _description = "Collection Policy"
    _inherit = ['mail.thread']
    _check_company_auto = True
    _check_company_domain = models.check_company_domain_parent_of

    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        comodel_name='res.company',
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete='cascade',
    )
    is_started = fields.Boolean(
        string="Every Night",
        tracking=True,
        help="Look for overdue invoices every night by itself. Preview a run before you start.",
    )
    go_live_date = fields.Date(
        tracking=True,
        help="Debts that fell due before this day are not chased. Leave it empty to chase all.",
    )
    grouping = fields.Selection(
        selection=[('customer', "One task per customer"), ('invoice', "One task per invoice")],
        required=True,
        default='customer',
        tracking=True,
        help="Applies to tasks opened from now on.",
    )
    proof = fields.Selection(
        selection=[
            ('registered', "When a payment is registered"),
            ('bank', "When the money has arrived at the bank"),
        ],
        string="Paid",
        required=True,
        default='registered',
        tracking=True,
        help="At the bank: a payment counts when a bank transaction is matched with it, or when it"
        " was booked on a bank or cash account at once.",
    )
    use_working_days = fields.Boolean(
        string="Working Days Only",
        help="A due date on a weekend or holiday of the company's working hours moves to the"
        " next working day.",
    )
    level_ids = fields.One2many(
        comodel_name='collection.level', inverse_name='policy_id', copy=True
    )
    allocation_activity_type_id = fields.Many2one(
        comodel_name='mail.activity.type',
        string="Allocation Task",
        required=True,
        ondelete='restrict',
        default=lambda self: self.env.ref(
            'crm_accounting.mail_activity_type_allocate_credit', raise_if_not_found=False
        ),
        help="Task for a debt that the customer's own unallocated credit covers.",
    )
    team_id = fields.Many2one(
        comodel_name='crm.team',
        string="Collection Team",
        domain="[('is_collection_team', '=', True)]",
        check_company=True,
        ondelete='set null',
        help="Works what has neither a collector nor a salesperson.",
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Fallback",
        check_company=True,
        ondelete='set null',
        help="Works what nobody else is responsible for.",
    )
    last_scheduled_date = fields.Date(readonly=True, copy=False)
    last_run_at = fields.Datetime(readonly=True, copy=False)
    run_ids = fields.One2many(comodel_name='collection.run', inverse_name='policy_id')

    _company_unique = models.Constraint(
        'UNIQUE (company_id)', "This company has a collection policy already: change that one."
    )

    def write(self, vals):
        self._check_bookkeeping(vals)
        result = super().write(vals)
        if 'company_id' in vals:
            # Core asks for the company that the policy had, not for the one that it comes to.
            self.check_access('write')
        return result

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_bookkeeping(vals)
        return super().create(vals_list)

    def _check_bookkeeping(self, vals):
        if not self.env.su and {'last_scheduled_date', 'last_run_at'} & vals.keys():
            raise AccessError(self.env._("What has run is recorded by the runs themselves."))

    def _lock_runs(self):
        """Let runs of these policies wait for each other.

        The row is written, not only locked: who waited then fails on an outdated snapshot, is
        repeated by the server, and sees what the first one did.
        """
        self.env.cr.execute(
            SQL(
                "UPDATE collection_policy SET last_run_at = last_run_at WHERE id = ANY(%s)",
                self.ids,
            )
        )

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise AccessError(self.env._("A mail does not make a collection policy."))

    # === WHO FOLLOWS THE POLICY === #

    @api.model
    def _get_for_company(self, company):
        """Return the policy that `company` follows.

        :param res.company company: one company or branch
        :rtype: collection.policy
        :raise UserError: when neither the company nor a parent of it has a policy
        """
        policies = self.sudo().search([('company_id', 'in', company.parent_ids.ids)])
        nearest_first = policies.sorted(lambda p: len(p.company_id.parent_ids), reverse=True)
        if not nearest_first:
            raise UserError(
                self.env._(
                    "%(company)s has no collection policy. Create one under Collection >"
                    " Configuration > Policies.",
                    company=company.display_name,
                )
            )
        return nearest_first[0]

    def _get_companies(self):
        """Return the policy's company and the branches that follow it."""
        self.ensure_one()
        Company = self.env['res.company'].sudo()  # the whole tree, whatever the user has selected
        tree = Company.search([('id', 'child_of', self.company_id.id)])
        others = self.sudo().search([('company_id', 'in', (tree - self.company_id).ids)])
        return tree - Company.search([('id', 'child_of', others.company_id.ids)])

    @api.model
    def _get_bank_companies(self):
        """Return the companies where a payment counts only when the money has arrived.

        :rtype: res.company
        """
        policies = self.sudo().search([('proof', '=', 'bank')])
        return self.env['res.company'].union(*(policy._get_companies() for policy in policies))

    # === DATES === #

    def _get_today(self):
        """Return today's date in the company's time zone."""
        self.ensure_one()
        return self.company_id._get_collection_today()

    def _get_cutoff_date(self, date):
        """Return the latest due date that counts as passed at the end of `date`.

        With working days only, a due date on a closed day moves to the next open one; as moving
        keeps the order of dates, all due dates that have passed by `date` lie on or before one day.

        :param datetime.date date: a day in the company's time zone
        :rtype: datetime.date
        """
        self.ensure_one()
        calendar = self.company_id.resource_calendar_id
        if not self.use_working_days or not calendar:
            return date
        first = date - timedelta(days=LONGEST_CLOSURE_DAYS)
        closed = calendar._get_unusual_days(
            datetime.combine(first, time.min),
            datetime.combine(date, time.max),
            company_id=self.company_id,
        )
        while date > first and closed.get(fields.Date.to_string(date)):
            date -= timedelta(days=1)
        return date

    def _get_chasing_levels(self):
        """Return the levels that open tasks, lowest first: those from the due date on."""
        return self.level_ids.filtered(lambda level: level.days >= 0).sorted('days')

    def _get_level_cutoffs(self, date, levels=None):
        """Return `(level id, days, latest due date, minimum amount)` of the levels, lowest first.

        :param datetime.date date: end of the day of the run
        :param collection.level levels: which; without them, those that open tasks
        """
        self.ensure_one()
        levels = self._get_chasing_levels() if levels is None else levels.sorted('days')
        return [
            (
                level.id,
                level.days,
                self._get_cutoff_date(date - timedelta(days=level.days)),
                level.minimum_amount,
            )
            for level in levels
        ]

    def _get_pending_date(self):
        """Return the last day that has ended, if the nightly run has not covered it; else None."""
        yesterday = self._get_today() - timedelta(days=1)
        covered = self.last_scheduled_date and self.last_scheduled_date >= yesterday
        return None if covered else yesterday

    # === ACTIONS === #

    def action_preview(self):
        """Open a new run, dated yesterday, that shows what it would do and has not done yet."""
        self.ensure_one()
        run = self.env['collection.run'].create({'company_id': self.company_id.id})
        run.action_preview()
        return run._get_records_action()

    def action_start(self):
        """Look every night from now on."""
        self.is_started = True
        return True

    def action_stop(self):
        """Stop looking every night; tasks that are open stay open."""
        self.is_started = False
        return True

    # === HAND-OVER === #

    def _get_successor(self, team, company, leaving_users):
        """Return who takes over when `leaving_users` go: the team's leader, else the fallback.

        :param crm.team team: team of the case, may be empty
        :param res.company company: company of the tasks
        :param res.users leaving_users: users that may not be chosen
        :rtype: res.users
        """
        candidates = ((team or self.team_id).user_id | self.user_id) - leaving_users
        return candidates.filtered(lambda user: user._can_collect_in(company))[:1]

    @api.model
    def _get_receivable_domain(self, companies):
        """Domain of posted debts of customers, settled or not."""
        return Domain([
            ('company_id', 'in', companies.ids),
            ('parent_state', '=', 'posted'),
            ('account_id.account_type', '=', 'asset_receivable'),
            ('balance', '>', 0),
        ])
