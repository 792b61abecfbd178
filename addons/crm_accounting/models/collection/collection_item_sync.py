import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.sql_db import PoolError
from odoo.tools import SQL, groupby

from .collection_sql import UNDONE_PAYMENT_STATES, undone_counterpart

_logger = logging.getLogger(__name__)

# Somewhere it is tomorrow already: whether a moved due date has passed must not close a debt that
# a run of a company further east has opened today.
EARLIEST_MIDNIGHT = timedelta(hours=14)
PRECOMMIT_KEY = 'crm_accounting.collection_moves'


class CollectionItem(models.Model):
    """Closing and reopening: the only code that moves an item to and from *closed* by the money.

    Whatever changes what is owed enqueues its journal entries. Once, before the transaction ends,
    the facts of their items are read and the items follow. Only runs open items.
    """

    _inherit = 'collection.item'

    # === ENQUEUE === #

    @api.model
    def _enqueue_moves(self, move_ids):
        """Remember journal entries whose debts, or debts matched with them, may have changed.

        :param move_ids: iterable of `account.move` ids
        """
        move_ids = {move_id for move_id in move_ids if isinstance(move_id, int)}
        precommit = self.env.cr.precommit
        if not move_ids:
            return
        if PRECOMMIT_KEY not in precommit.data:
            precommit.data[PRECOMMIT_KEY] = set()
            precommit.add(self.sudo()._sync_enqueued)
        precommit.data[PRECOMMIT_KEY] |= move_ids

    @api.model
    def _sync_enqueued(self):
        move_ids = self.env.cr.precommit.data.pop(PRECOMMIT_KEY, set())
        if move_ids:
            # Whoever pays may have set any default_ or language in the context: not for tasks.
            self.env(context={})[self._name]._sync_moves(list(move_ids))

    # === SYNC === #

    @api.model
    def _sync_moves(self, move_ids):
        """Close the items that are settled and reopen those that are owed again.

        :param list move_ids: `account.move` ids; items of lines matched with them follow too
        :raise ConcurrencyError: when a run opened an item that this transaction cannot see; the
            server then repeats the transaction
        """
        if not move_ids:
            return
        self._flush_facts()
        facts = self._read_facts(move_ids)
        self._refuse_unseen_items(facts)
        line_ids = [fact['line_id'] for fact in facts]
        self.env['collection.habit.change']._note(line_ids)
        facts = [fact for fact in facts if fact['item_id']]
        left_tasks = self._follow_lines(facts)
        for outcome, group in groupby(facts, lambda fact: fact['outcome']):
            items = self.browse([fact['item_id'] for fact in group])
            if outcome == 'reopen':
                items._reopen()
            elif outcome:
                items._close(outcome)
        changed = self.browse([
            fact['item_id'] for fact in facts if fact['outcome'] or fact['has_changed']
        ])
        changed._finish_tasks()
        left_tasks._end_without_items()
        self.env['payment.plan']._follow_lines(line_ids)
        self.env['collection.promise']._follow_lines(line_ids)
        changed._follow_facts()

    def _read_facts(self, move_ids):
        """Read from the books what has to happen with each debt of these entries.

        :return: rows of line_id; is_due; item_id, is_live; outcome: a close reason, 'reopen' or
            None; has_changed, and date_due, currency_id, partner_id as the line has them now
        :rtype: list[dict]
        """
        return self.env.execute_query_dict(
            SQL(
                _FACTS,
                moves=move_ids,
                undone=undone_counterpart(self.env),
                undone_states=UNDONE_PAYMENT_STATES,
                today=(fields.Datetime.now() + EARLIEST_MIDNIGHT).date(),
            )
        )

    @api.model
    def _follow_lines(self, facts):
        """Let items follow a due date, currency or customer that changed on their journal item.

        :return: tasks that items have left
        :rtype: mail.activity
        """
        left_tasks = self.env['mail.activity']
        for fact in facts:
            if not fact['has_changed']:
                continue
            item = self.browse(fact['item_id'])
            if fact['partner_id'] and fact['partner_id'] != item.partner_id.id:
                left_tasks |= item.activity_id
                item._move_to_customer(fact['partner_id'])
            if fact['date_due'] != item.date_due:
                item.write({'date_due': fact['date_due'], 'level_id': item._get_level_at(fact)})
            item.currency_id = fact['currency_id']
        return left_tasks

    def _move_to_customer(self, partner_id):
        """Put the item into the case of another customer; its task stays behind."""
        left_case = self.case_id
        case = left_case._get_or_create(partner_id, self.company_id)
        self.write({'partner_id': partner_id, 'case_id': case.id, 'activity_id': False})
        left_case._update_level()

    def _get_level_at(self, fact):
        """Return the level that the new due date has reached; the first one at least."""
        days = (fields.Date.today() - fact['date_due']).days
        levels = self.level_id.policy_id._get_chasing_levels()
        return levels.filtered(lambda level: level.days < max(days, 1))[-1:] or levels[:1]

    @api.model
    def _refuse_unseen_items(self, facts):
        """Refuse to settle a due line for which a run has just opened or reopened the item.

        PostgreSQL shows a transaction the rows that were there when it began. A payment that began
        before a run ended does not see what the run did and would leave the item open.
        """
        suspects = [fact['line_id'] for fact in facts if fact['is_due'] and not fact['is_live']]
        if not suspects:
            return
        seen_elsewhere = SQL(
            "SELECT 1 FROM collection_item"
            " WHERE move_line_id = ANY(%s) AND state <> 'closed' LIMIT 1",
            suspects,
        )
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(seen_elsewhere)
                found = cr.fetchone()
        except PoolError:
            # No connection is free. A payment must not fail for that: the next run heals.
            _logger.warning("Collection could not look for items of lines %s", suspects)
            return
        if found:
            raise ConcurrencyError("A collection run opened an item meanwhile")

    # === STATE CHANGES === #

    def _close(self, reason):
        for company, items in self.grouped('company_id').items():
            items.write({
                'state': 'closed',
                'close_reason': reason,
                'closed_on': company._get_collection_today(),
                'closed_run_id': False,
                'hold_reason': False,
                'hold_until': False,
            })

    def _reopen(self):
        for count, items in self.grouped('reopen_count').items():
            items.write({
                'state': 'open',
                'close_reason': False,
                'closed_on': False,
                'closed_run_id': False,
                'reopen_count': count + 1,
                'reopened_run_id': False,
            })


# Sub-queries where a join would do: to plan a join of eleven tables takes ten times as long as to
# execute it, and every payment pays for that.
_FACTS = """
WITH receivable AS (SELECT id FROM account_account WHERE account_type = 'asset_receivable'),
line AS (
    SELECT id FROM account_move_line WHERE move_id = ANY(%(moves)s)
     UNION
    SELECT partial.debit_move_id FROM account_partial_reconcile partial
      JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
     WHERE counterpart.move_id = ANY(%(moves)s)
),
debt AS (
    SELECT aml.id AS line_id, aml.currency_id,
           (SELECT rounding FROM res_currency WHERE id = aml.currency_id) AS rounding,
           COALESCE(aml.date_maturity, item.date_due, aml.date) AS date_due,
           (SELECT commercial_partner_id FROM res_partner WHERE id = aml.partner_id) AS partner_id,
           item.id AS item_id, item.state, item.close_reason, item.date_due AS item_date_due,
           item.currency_id AS item_currency_id, item.partner_id AS item_partner_id,
           aml.amount_residual_currency + COALESCE(paid.undone, 0) AS owed,
           aml.account_id IN (SELECT id FROM receivable) AND aml.balance > 0
           AND aml.parent_state = 'posted'
           AND NOT EXISTS (SELECT 1 FROM account_move move
                             JOIN account_payment own ON own.id = move.origin_payment_id
                            WHERE move.id = aml.move_id AND own.state IN %(undone_states)s)
           AS is_debt,
           paid.by_credit_note_only
      FROM line
      JOIN account_move_line aml ON aml.id = line.id
 LEFT JOIN collection_item item ON item.move_line_id = aml.id
 LEFT JOIN LATERAL (
           SELECT SUM(partial.debit_amount_currency) FILTER (WHERE %(undone)s) AS undone,
                  BOOL_OR(move.move_type = 'out_refund')
                  AND BOOL_AND(move.move_type = 'out_refund' OR partial.debit_amount_currency = 0)
                  AS by_credit_note_only
             FROM account_partial_reconcile partial
             JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
             JOIN account_move move ON move.id = counterpart.move_id
        LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
            WHERE partial.debit_move_id = aml.id) paid ON TRUE
     WHERE item.id IS NOT NULL
        OR (aml.account_id IN (SELECT id FROM receivable) AND aml.balance > 0)
),
fact AS (
    SELECT debt.*, owed >= rounding / 2 AS is_owed,
           date_due <= %(today)s OR (date_due = item_date_due AND state <> 'closed') AS is_due,
           date_due <> item_date_due OR currency_id <> item_currency_id
           OR partner_id IS DISTINCT FROM item_partner_id AS has_changed
      FROM debt
)
SELECT line_id, item_id, is_due, date_due, currency_id, partner_id,
       COALESCE(state <> 'closed', FALSE) AS is_live,
       item_id IS NOT NULL AND has_changed AS has_changed,
       CASE WHEN close_reason = 'written_off' THEN NULL
            WHEN state = 'closed' THEN CASE WHEN is_debt AND is_due AND is_owed THEN 'reopen' END
            WHEN NOT is_debt OR NOT is_due THEN 'cancelled'
            WHEN is_owed THEN NULL
            WHEN by_credit_note_only THEN 'credited'
            ELSE 'paid'
       END AS outcome
  FROM fact
"""
