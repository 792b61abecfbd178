"""SQL of what a statement says: the entries of customers, and what is still open of them."""

from ..collection.collection_sql import UNDONE_COUNTERPART, UNDONE_PAYMENT_STATES

# The receivable lines of customers that count. A payment that was rejected stays posted and counts
# no more than one that was set back to draft. Arguments: partners (commercial), companies, undone.
# A matching is looked at from both of its lines. Between lines of one statement and currency it
# moves nothing. Otherwise each side is settled by what stands elsewhere: in another currency, with
# another company of the group, paid by another customer.
_LINES = """
WITH line AS MATERIALIZED (
    SELECT aml.id, aml.move_id, aml.company_id, aml.date, aml.date_maturity, aml.currency_id,
           aml.amount_currency, aml.amount_residual_currency,
           partner.commercial_partner_id AS partner_id
      FROM account_move_line aml
      JOIN res_partner partner ON partner.id = aml.partner_id
      JOIN account_account account ON account.id = aml.account_id
     WHERE aml.partner_id IN (SELECT id FROM res_partner
                               WHERE commercial_partner_id = ANY(%(partners)s))
       AND aml.company_id = ANY(%(companies)s)
       AND account.account_type = 'asset_receivable' AND aml.parent_state = 'posted'
       AND NOT EXISTS (SELECT 1 FROM account_payment payment
                        WHERE payment.move_id = aml.move_id AND payment.state IN %(undone)s)
),
side AS (
    SELECT line.id AS line_id, partial.credit_move_id AS other_id, partial.max_date AS date,
           -partial.debit_amount_currency AS amount
      FROM line JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
 UNION ALL
    SELECT line.id, partial.debit_move_id, partial.max_date, partial.credit_amount_currency
      FROM line JOIN account_partial_reconcile partial ON partial.credit_move_id = line.id
),
matching AS (
    SELECT side.*, other.move_id AS other_move_id, COALESCE(%(is_undone)s, FALSE) AS is_undone
      FROM side
      JOIN account_move_line other ON other.id = side.other_id
      JOIN account_move move ON move.id = other.move_id
 LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
)
"""

# What moved the balance, whatever came before the first day as one row without a date.
# More arguments: date_from, date_to.
MOVEMENTS = f"""{_LINES},
movement AS (
    SELECT currency_id, date, move_id, amount_currency AS amount, FALSE AS is_settlement
      FROM line
 UNION ALL
    SELECT line.currency_id, matching.date, matching.other_move_id, matching.amount, TRUE
      FROM line
      JOIN matching ON matching.line_id = line.id AND NOT matching.is_undone
 LEFT JOIN line same ON same.id = matching.other_id AND same.currency_id = line.currency_id
                    AND same.partner_id = line.partner_id
     WHERE same.id IS NULL
),
dated AS (
    SELECT currency_id, amount, CASE WHEN date >= %(date_from)s THEN date END AS date,
           CASE WHEN date >= %(date_from)s THEN move_id END AS move_id,
           date >= %(date_from)s AND is_settlement AS is_settlement
      FROM movement
     WHERE date <= %(date_to)s
)
SELECT currency_id, date, move_id, is_settlement, SUM(amount) AS amount
  FROM dated
 GROUP BY currency_id, date, move_id, is_settlement
 ORDER BY date NULLS FIRST, move_id, is_settlement
"""

# What is still owed on each line, below zero for a credit; oldest due date first.
OPEN_ITEMS = f"""{_LINES},
undone AS (
    SELECT line_id, SUM(amount) AS amount FROM matching WHERE is_undone GROUP BY line_id
),
open AS (
    SELECT line.*, line.amount_residual_currency - COALESCE(undone.amount, 0) AS open
      FROM line LEFT JOIN undone ON undone.line_id = line.id
)
SELECT open.currency_id, open.date, open.move_id, open.amount_currency AS amount, open.open,
       COALESCE(open.date_maturity, item.date_due, open.date) AS date_due
  FROM open
  JOIN res_currency currency ON currency.id = open.currency_id
  LEFT JOIN collection_item item ON item.move_line_id = open.id
 WHERE ABS(open.open) >= currency.rounding / 2
 ORDER BY date_due, open.date, open.id
"""

SHARED = {'is_undone': UNDONE_COUNTERPART, 'undone': UNDONE_PAYMENT_STATES}
