from odoo import fields, models
from odoo.tools import SQL

from ...models.collection.collection_sql import MATCHED_AMOUNT, undone_counterpart
from ...models.forecast.habit_sql import IS_PAYMENT
from ..no_jit import without_jit


class CollectionCollected(models.Model):
    """What collection brought in: each payment of a debt that was dated after its item was opened.

    Person and level are those of the item: while it is open as they are now, once it is closed as
    they were then. Credit notes and write-offs bring nothing, also those that a payment makes in
    its own entry, and undone payments do not count.
    """

    _name = 'collection.collected'
    _description = "Collected by Person and Level"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'move_id'

    item_id = fields.Many2one(comodel_name='collection.item', readonly=True)
    move_id = fields.Many2one(comodel_name='account.move', string="Invoice", readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    level_id = fields.Many2one(comodel_name='collection.level', readonly=True)
    user_id = fields.Many2one(comodel_name='res.users', string="Worked By", readonly=True)
    team_id = fields.Many2one(comodel_name='crm.team', readonly=True)
    date = fields.Date(string="Paid On", readonly=True)
    days_overdue = fields.Integer(
        readonly=True, aggregator='avg', help="Days from the due date to this payment."
    )
    amount = fields.Monetary(string="Collected", readonly=True)
    closed_count = fields.Integer(
        string="Items Closed", readonly=True, help="1 on the payment that settled the item."
    )

    @property
    def _table_query(self):
        without_jit(self.env)
        return SQL(_COLLECTED, amount=MATCHED_AMOUNT, undone=undone_counterpart(self.env))

    def action_open_invoice(self):
        """Open the invoice or entry that was paid."""
        self.ensure_one()
        return self.move_id._get_records_action()


# How much of what an entry takes off debts is money: the rest is a discount or written off. An
# entry that books no money of its journal is taken as it is. Aliases: move, journal, payment.
_MONEY_SHARE = """(
SELECT COALESCE(LEAST(GREATEST(
           SUM(line.balance) FILTER (WHERE line.account_id IN (
               journal.default_account_id, payment.outstanding_account_id))
           / NULLIF(-SUM(line.balance) FILTER (WHERE account.account_type = 'asset_receivable'), 0),
       0), 1), 1)
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
 WHERE line.move_id = move.id)
"""
_COUNTERPART = """
  JOIN account_move_line counterpart ON counterpart.id = {0}.credit_move_id
  JOIN account_move move ON move.id = counterpart.move_id
  JOIN account_journal journal ON journal.id = move.journal_id
  LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
"""
# Aliases: partial (of the payment), item. The aliases of the later payment hide those outside.
_IS_LAST = f"""NOT EXISTS (
SELECT FROM account_partial_reconcile later {_COUNTERPART.format('later')}
 WHERE later.debit_move_id = partial.debit_move_id
   AND (later.max_date, later.id) > (partial.max_date, partial.id)
   AND {IS_PAYMENT} AND %(undone)s IS NOT TRUE)
"""
# Values of single rows only, no window: who asks for few rows pays for few.
_COLLECTED = f"""
SELECT partial.id, item.id AS item_id, item.move_id, item.partner_id, item.company_id,
       item.level_id, task.user_id, kase.team_id, partial.max_date AS date,
       partial.max_date - item.date_due AS days_overdue, %(amount)s * {_MONEY_SHARE} AS amount,
       CASE WHEN item.close_reason = 'paid' AND {_IS_LAST} THEN 1 ELSE 0 END AS closed_count
  FROM collection_item item
  JOIN collection_case kase ON kase.id = item.case_id
  JOIN account_partial_reconcile partial
    ON partial.debit_move_id = item.move_line_id AND partial.max_date > item.opened_on
       {_COUNTERPART.format('partial')}
  LEFT JOIN mail_activity task ON task.id = item.activity_id
 WHERE {IS_PAYMENT} AND %(undone)s IS NOT TRUE
"""
