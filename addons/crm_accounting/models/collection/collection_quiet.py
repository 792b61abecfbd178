"""The quick look: customers about whom a run has nothing to do, counted and left alone.

On most nights that is nearly everybody. A customer is quiet when every due debt has a due date, is
owed by far more than a cent, and has an open item that agrees with its line, to be collected, at
the highest level that its age can give, with a living task; and when nothing else is known about
the customer: no credit, no undone payment, no payment plan, no promise, no invoice that is blocked,
disputed or kept out of follow-up. Whoever is not surely quiet is looked at in full
(`collection_due_lines`), which costs twice as much for each debt. What is quiet here must have
nothing to do there: who adds a reason there has to add it here.
"""

from itertools import pairwise

from odoo.tools import SQL

from .collection_sql import EXEMPT, ON_KEPT_PLAN, PROMISED, UNSETTLED, VOID

# Of all customers with due debts. Where fewer are quiet, one look at all costs less than a list.
WORTH_SHARE = 0.5


def count_quiet(env, scope):
    """Return the debts of quiet customers as an outcome, and who else has to be looked at.

    :param dict scope: of `collection_due_lines.read_scope`
    :return: a row as of `COUNT_BY_OUTCOME`, or None; and ids of commercial partners, with None for
        debts of nobody, or None for everybody
    :rtype: tuple[dict | None, list | None]
    """
    query = SQL(_COUNT_QUIET, **scope, has_its_level=_has_its_level(scope['levels']))
    [row] = env.execute_query_dict(query)
    if row.pop('quiet_count') <= WORTH_SHARE * row.pop('customer_count'):
        return None, None
    others = row.pop('other_ids') or []
    return {**row, 'outcome': 'open', 'sound_count': row['count'], 'partner_ids': None}, others


def _has_its_level(levels):
    """Return SQL of whether the item of a debt has the highest level that its age can give.

    :param list levels: tuples of id, days, latest due date and minimum amount, lowest first
    """
    whens = [
        SQL("WHEN %s THEN aml.date_maturity > %s", level_id, next_cutoff)
        for (level_id, *_), (_id, _days, next_cutoff, _min) in pairwise(levels)
    ]
    whens += [SQL("WHEN %s THEN TRUE", level_id) for level_id, *_ in levels[-1:]]
    return SQL("CASE item.level_id %s END", SQL(" ").join(whens)) if whens else SQL("FALSE")


_COUNT_QUIET = f"""
WITH undone AS MATERIALIZED (%(undone)s),
exception AS ({VOID} UNION ALL SELECT move_id FROM ({EXEMPT}) exempt
              UNION ALL SELECT move_id FROM ({ON_KEPT_PLAN}) planned
              UNION ALL SELECT move_id FROM ({PROMISED}) promised),
-- By contact first: there are fewer of them to be joined with their companies than debts.
contact AS (
    SELECT aml.partner_id, COUNT(*) FILTER (WHERE aml.balance > 0) AS count,
           SUM(aml.amount_residual) AS amount,
           MIN(item.partner_id) AS first_customer_id, MAX(item.partner_id) AS last_customer_id,
           BOOL_AND(COALESCE(
               item.state = 'open' AND item.next_step = 'collect' AND task.id IS NOT NULL
               AND item.hold_reason IS NULL AND item.close_reason IS NULL
               AND item.date_due = aml.date_maturity AND item.currency_id = aml.currency_id
               AND %(has_its_level)s AND aml.no_followup IS NOT TRUE
               AND aml.balance > 0 AND aml.amount_residual > 0
               AND aml.amount_residual_currency
                   >= (SELECT MAX(rounding) FROM res_currency WHERE active),
               FALSE)) AS is_quiet
      FROM account_move_line aml
 LEFT JOIN collection_item item ON item.move_line_id = aml.id
 LEFT JOIN mail_activity task ON task.id = item.activity_id AND task.active
     WHERE {UNSETTLED}
       AND (aml.date_maturity <= %(cutoff)s OR aml.date_maturity IS NULL OR aml.balance <= 0)
  GROUP BY aml.partner_id
 UNION ALL
    SELECT aml.partner_id, 0, 0, NULL, NULL, FALSE
      FROM exception
      JOIN account_move_line aml ON aml.move_id = exception.move_id
     WHERE {UNSETTLED}
 UNION ALL
    SELECT aml.partner_id, 1, 0, NULL, NULL, FALSE
      FROM undone
      JOIN account_move_line aml ON aml.id = undone.line_id
),
customer AS (
    SELECT partner.commercial_partner_id AS id, SUM(contact.count) AS count,
           SUM(contact.amount) AS amount,
           BOOL_AND(COALESCE(is_quiet AND first_customer_id = partner.commercial_partner_id
                             AND last_customer_id = partner.commercial_partner_id, FALSE))
           AS is_quiet
      FROM contact
 LEFT JOIN res_partner partner ON partner.id = contact.partner_id
  GROUP BY 1
)
SELECT COUNT(*) AS customer_count, COUNT(*) FILTER (WHERE is_quiet) AS quiet_count,
       COALESCE(SUM(count) FILTER (WHERE is_quiet), 0)::int AS count,
       COALESCE(SUM(amount) FILTER (WHERE is_quiet), 0) AS amount,
       ARRAY_AGG(id) FILTER (WHERE NOT is_quiet) AS other_ids
  FROM customer
 WHERE count > 0  -- others have a credit and no debt
"""
