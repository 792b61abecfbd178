from collections import Counter

from odoo import fields, models
from odoo.tools import SQL

from ..payment.payment_plan import LIVE_STATES
from .collection_due_lines import COUNT_BY_OUTCOME, due_lines, read_scope
from .collection_quiet import count_quiet

# Debts per transaction: more take more memory and are not treated any faster.
CHUNK_SIZE = 10000


class CollectionRun(models.Model):
    """The beginning and the end of a run, each a transaction of its own at night."""

    _inherit = 'collection.run'

    def _start(self):
        """Look, heal, and return the customers to be treated, in portions.

        :rtype: list[list[int]]
        """
        is_resumed = self.state != 'draft' and self.checked_count
        self.state = 'running'
        self.policy_id._lock_runs()
        self._judge_plans()
        self.env['collection.promise']._follow_day(self.covered_company_ids)
        self.env['collection.case']._end_no_chase(self.covered_company_ids)
        self.env['collection.dispute']._tell_leaders(self.covered_company_ids)
        outcomes = self._look()
        if self._heal_items(outcomes):
            outcomes = self._look()
        self._heal_tasks()
        if not is_resumed:  # keep what was found before anything was opened
            self._note_outcomes(outcomes)
        return list(self._split(outcomes))

    def _judge_plans(self):
        """Let payment plans break whose instalments did not come by the end of the run's day."""
        plans = self.env['payment.plan'].search([
            ('company_id', 'in', self.covered_company_ids.ids),
            ('state', 'in', LIVE_STATES),
        ])
        plans._follow_money(self.date)

    @staticmethod
    def _split(outcomes):
        """Yield portions of customers with at least CHUNK_SIZE debts to be changed."""
        changed = (partner for row in outcomes for partner in row['partner_ids'] or ())
        chunk, size = [], 0
        for partner_id, count in sorted(Counter(filter(None, changed)).items()):
            chunk.append(partner_id)
            size += count
            if size >= CHUNK_SIZE:
                yield chunk
                chunk, size = [], 0
        if chunk:
            yield chunk

    def _look(self):
        """Return the due debts by outcome: count, amount, sound_count and partner_ids.

        sound_count: live items that agree with their line. partner_ids: the customer of each debt
        that has to be changed.

        :rtype: list[dict]
        """
        self.env['collection.item']._flush_facts()
        scope = read_scope(self)
        quiet, others = count_quiet(self.env, scope)
        outcomes = self._look_in_full(scope, others) if others != [] else []
        return self._add_to_outcomes(outcomes, quiet) if quiet else outcomes

    def _look_in_full(self, scope, partner_ids):
        first_cutoff = max((level[2] for level in scope['levels']), default=None)
        lines = due_lines(self, scope, partner_ids)
        query = SQL(COUNT_BY_OUTCOME, due_lines=lines, first_cutoff=first_cutoff)
        return self.env.execute_query_dict(query)

    def _add_to_outcomes(self, outcomes, quiet):
        """Return the outcomes with the debts of quiet customers."""
        other = next((row for row in outcomes if row['outcome'] == quiet['outcome']), None)
        if not other:
            return [*outcomes, quiet]
        sums = {key: other[key] + quiet[key] for key in ('count', 'sound_count')}
        sums['amount'] = self.currency_id.round(other['amount'] + quiet['amount'])
        return [row for row in outcomes if row is not other] + [{**other, **sums}]

    def _note_outcomes(self, outcomes):
        if self.checked_count:
            self._forget_preview()
        self.checked_count = sum(row['count'] for row in outcomes)
        self.env['collection.run.line'].create([
            {'run_id': self.id, **{key: row[key] for key in ('outcome', 'count', 'amount')}}
            for row in sorted(outcomes, key=self._get_outcome_rank)
        ])

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
        self.policy_id.last_run_at = fields.Datetime.now()
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
