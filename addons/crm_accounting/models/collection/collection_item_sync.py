from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL

from .collection_sql import UNDONE_COUNTERPART

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
        self._flush_facts()
        facts = self._read_facts(move_ids)
        self._refuse_unseen_items(facts)
        by_outcome = {}
        for fact in facts:
            if fact['item_id'] and fact['outcome']:
                by_outcome.setdefault(fact['outcome'], []).append(fact['item_id'])
        for outcome, item_ids in by_outcome.items():
            items = self.browse(item_ids)
            items._reopen() if outcome == 'reopen' else items._close(outcome)
        changed = self.browse([item_id for ids in by_outcome.values() for item_id in ids])
        changed._finish_tasks()

    def _read_facts(self, move_ids):
        """Read from the books what has to happen with each debt of these entries.

        :return: rows of line_id, item_id and outcome: a close reason, 'reopen' or None
        :rtype: list[dict]
        """
        return self.env.execute_query_dict(
            SQL(_FACTS, moves=move_ids, undone=UNDONE_COUNTERPART, today=fields.Date.today())
        )

    @api.model
    def _refuse_unseen_items(self, facts):
        """Refuse to settle a due line for which a run has just committed an item.

        PostgreSQL shows a transaction the rows that were there when it began. A payment that began
        before a run ended does not see the run's item and would leave it open for ever.
        """
        suspects = [fact['line_id'] for fact in facts if fact['is_due'] and not fact['item_id']]
        if not suspects:
            return
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL("SELECT 1 FROM collection_item WHERE move_line_id = ANY(%s) LIMIT 1", suspects)
            )
            if cr.fetchone():
                raise ConcurrencyError("A collection run opened an item meanwhile")

    # === STATE CHANGES === #

    def _close(self, reason):
        self.write({
            'state': 'closed',
            'close_reason': reason,
            'closed_on': fields.Date.today(),
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


_FACTS = """
WITH line AS (
    SELECT id FROM account_move_line WHERE move_id = ANY(%(moves)s)
     UNION
    SELECT partial.debit_move_id FROM account_partial_reconcile partial
      JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
     WHERE counterpart.move_id = ANY(%(moves)s)
),
debt AS (
    SELECT aml.id AS line_id, item.id AS item_id, item.state, item.close_reason,
           aml.parent_state, currency.rounding,
           aml.amount_residual_currency + COALESCE(paid.undone, 0) AS owed,
           COALESCE(aml.date_maturity, item.date_due, aml.date) <= %(today)s AS is_due,
           paid.by_credit_note_only
      FROM line
      JOIN account_move_line aml ON aml.id = line.id
      JOIN account_account account ON account.id = aml.account_id
      JOIN res_currency currency ON currency.id = aml.currency_id
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
     WHERE account.account_type = 'asset_receivable' AND aml.balance > 0
)
SELECT line_id, item_id, is_due,
       CASE WHEN close_reason = 'written_off' THEN NULL
            WHEN state = 'closed' AND parent_state = 'posted' AND is_due AND owed >= rounding / 2
            THEN 'reopen'
            WHEN state = 'closed' THEN NULL
            WHEN parent_state <> 'posted' OR NOT is_due THEN 'cancelled'
            WHEN owed >= rounding / 2 THEN NULL
            WHEN by_credit_note_only THEN 'credited'
            ELSE 'paid'
       END AS outcome
  FROM debt
"""
