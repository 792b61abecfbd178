import time
from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL
from odoo.tools.misc import clean_context

from .collection_due_lines import COUNT_BY_OUTCOME, due_lines

# What a run finds out by itself: nobody writes it, not even by RPC.
OWN_FIELDS = {
    'checked_count',
    'closed_count',
    'duration_seconds',
    'error',
    'is_scheduled',
    'item_ids',
    'line_ids',
    'open_count',
    'opened_count',
    'policy_id',
    'reopened_count',
    'state',
}
FIRST_YEAR = 1970

# Debts per transaction: more take more memory and are not treated any faster.
CHUNK_SIZE = 5000


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
    is_scheduled = fields.Boolean(string="By Night", readonly=True)
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
        if not self.env.su and {'company_id', 'date'} & vals.keys():
            for run in self:
                run._check_draft()
        return super().write(vals)

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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        if any(run.state != 'draft' for run in self):
            raise UserError(self.env._("Runs are the history of collection and stay."))

    # === ACTIONS === #

    def action_preview(self):
        """Show what the run would do: counts and amounts by outcome. Nothing is opened."""
        self.check_access('write')
        for run in self.sudo():
            run._check_draft()
            run._plan()
        return True

    def action_run(self):
        """Run: open, raise and heal items and tasks.

        :return: True
        :raise UserError: when the run has run before
        """
        self.check_access('write')
        for run in self.sudo():
            run._check_draft()
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

    # === STEPS, ONE TRANSACTION EACH WHEN SCHEDULED === #

    def _start(self):
        """Heal, look, and return the customers to be treated, in portions.

        :rtype: list[list[int]]
        """
        self.state = 'running'
        self._lock_policy()
        self.env['collection.item']._flush_facts()
        self._heal()
        return list(self._split(self._plan()))

    @staticmethod
    def _split(changes):
        """Yield portions of customers with at least CHUNK_SIZE debts to be changed.

        :param Counter changes: number of debts by commercial partner
        """
        chunk, size = [], 0
        for partner_id, count in sorted(changes.items()):
            chunk.append(partner_id)
            size += count
            if size >= CHUNK_SIZE:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def _lock_policy(self):
        """Let runs of one policy wait for each other.

        The row is written, not only locked: a run that waited then fails on its outdated snapshot,
        is repeated by the server, and sees what the first one did.
        """
        self.env.execute_query(
            SQL(
                "UPDATE collection_policy SET last_run_at = %s WHERE id = %s RETURNING id",
                fields.Datetime.now(),
                self.policy_id.id,
            )
        )
        self.policy_id.invalidate_recordset(['last_run_at'])

    def _plan(self):
        """Count the due debts by outcome, and return how many have to be changed.

        :return: number of debts by commercial partner
        :rtype: collections.Counter
        """
        self.env['collection.item']._flush_facts()
        outcomes = self.env.execute_query_dict(
            SQL(COUNT_BY_OUTCOME, due_lines=due_lines(self), **self._get_grace())
        )
        if self.checked_count:
            self.line_ids.unlink()  # of the preview
        self.checked_count = sum(row['count'] for row in outcomes)
        self.env['collection.run.line'].create([
            {'run_id': self.id, **{key: row[key] for key in ('outcome', 'count', 'amount')}}
            for row in sorted(outcomes, key=self._get_outcome_rank)
        ])
        return Counter(partner for row in outcomes for partner in row['partner_ids'] or ())

    def _get_grace(self):
        cutoffs = self.policy_id._get_level_cutoffs(self.date)
        return {'first_cutoff': max((cutoff for _id, _days, cutoff, _min in cutoffs), default=None)}

    def _get_outcome_rank(self, row):
        selection = self.env['collection.run.line']._fields['outcome'].selection
        return [name for name, _label in selection].index(row['outcome'])

    def _finish(self):
        """Count what happened since the run before, and tell the people."""
        self.closed_count, self.reopened_count = self._count_transitions()
        self.open_count = self.env['collection.item'].search_count([
            ('company_id', 'in', self.covered_company_ids.ids),
            ('state', '!=', 'closed'),
        ])
        self.state = 'done'
        if self.opened_count:
            self._send_digests()

    def _count_transitions(self):
        """Mark the transitions that no run has counted yet as counted by this one.

        :return: items closed and items reopened since the run before
        :rtype: tuple[int, int]
        """
        Item = self.env['collection.item']
        Item.flush_model()
        counted = SQL(_COUNT_TRANSITIONS, run=self.id, companies=self.covered_company_ids.ids)
        [counts] = self.env.execute_query(counted)
        Item.invalidate_model(['closed_run_id', 'reopened_run_id'])
        return counts


_COUNT_TRANSITIONS = """
WITH counted AS (
    UPDATE collection_item
       SET closed_run_id = CASE WHEN state = 'closed' THEN COALESCE(closed_run_id, %(run)s)
                                ELSE closed_run_id END,
           reopened_run_id = CASE WHEN reopen_count > 0 THEN COALESCE(reopened_run_id, %(run)s)
                                  ELSE reopened_run_id END
     WHERE company_id = ANY(%(companies)s)
       AND ((state = 'closed' AND closed_run_id IS NULL)
            OR (reopen_count > 0 AND reopened_run_id IS NULL))
 RETURNING closed_run_id, reopened_run_id
)
SELECT COUNT(*) FILTER (WHERE closed_run_id = %(run)s),
       COUNT(*) FILTER (WHERE reopened_run_id = %(run)s)
  FROM counted
"""
