"""SQL about how late customers pay: which debts are settled, when, and by what."""

from odoo.tools import SQL

from ..collection.collection_sql import undone_counterpart

LAST_OF_CUSTOMER = 10
LAST_OF_COMPANY = 500

# A credit note or a write-off takes a debt away and is no payment; nor is what a till books in its
# own journal: an invoice that is paid at once tells nothing about credit. Aliases: payment (of the
# counterpart, or NULL), journal (of the counterpart).
IS_PAYMENT = "(payment.id IS NOT NULL OR journal.type IN ('bank', 'cash', 'credit'))"
# Of a settled receivable line, alias aml. A debt that only an undone payment has settled is owed.
_SETTLEMENT = f"""
       SELECT MAX(partial.max_date) AS closed_on,
              MAX(partial.max_date) FILTER (WHERE {IS_PAYMENT}) AS paid_on,
              COALESCE(BOOL_OR(%(undone)s), FALSE) AS is_undone
         FROM account_partial_reconcile partial
         JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
         JOIN account_move move ON move.id = counterpart.move_id
         JOIN account_journal journal ON journal.id = move.journal_id
    LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
        WHERE partial.debit_move_id = aml.id
"""
# The index of `account.move.line` has the same condition.
_SETTLED = """
       aml.reconciled AND aml.parent_state = 'posted' AND aml.balance > 0
       AND aml.date_maturity IS NOT NULL AND aml.account_id = ANY(%(accounts)s)
"""
_PAID_BEFORE = """
       settlement.closed_on < %(day)s AND settlement.paid_on IS NOT NULL
       AND NOT settlement.is_undone
"""
_OF_CUSTOMERS = f"""
SELECT asked.partner_id, asked.company_id, COUNT(*) AS settled_count,
       PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY last.days_late) AS median_days
  FROM (%(asked)s) asked
  JOIN LATERAL (
       SELECT settlement.paid_on - aml.date_maturity AS days_late
         FROM res_partner contact
         JOIN account_move_line aml ON aml.partner_id = contact.id
         JOIN LATERAL ({_SETTLEMENT}) settlement ON TRUE
        WHERE contact.commercial_partner_id = asked.partner_id
          AND aml.company_id = asked.company_id AND {_SETTLED} AND {_PAID_BEFORE}
     ORDER BY settlement.paid_on DESC, aml.id DESC
        LIMIT %(last)s) last ON TRUE
 GROUP BY asked.partner_id, asked.company_id
"""
# The last settled debts are found by their last matchings alone, newest first: only for those it is
# asked what settled them, however many there are.
_OF_COMPANIES = f"""
SELECT NULL::int AS partner_id, company.id AS company_id,
       COUNT(settlement.paid_on) AS settled_count,
       COALESCE(PERCENTILE_CONT(0.5) WITHIN GROUP (
           ORDER BY settlement.paid_on - aml.date_maturity), 0) AS median_days
  FROM unnest(%(companies)s) AS company (id)
  LEFT JOIN LATERAL (
       SELECT aml.id, aml.date_maturity
         FROM account_partial_reconcile latest
         JOIN account_move_line aml ON aml.id = latest.debit_move_id
        WHERE latest.company_id = company.id AND latest.max_date < %(day)s
          AND aml.company_id = company.id AND {_SETTLED}
          AND NOT EXISTS (
              SELECT FROM account_partial_reconcile later
               WHERE later.debit_move_id = latest.debit_move_id
                 AND (later.max_date, later.id) > (latest.max_date, latest.id))
     ORDER BY latest.max_date DESC, latest.id DESC
        LIMIT %(last)s) aml ON TRUE
  LEFT JOIN LATERAL ({_SETTLEMENT}) settlement ON {_PAID_BEFORE}
 GROUP BY company.id
"""
ALL_CUSTOMERS = f"""
SELECT DISTINCT contact.commercial_partner_id AS partner_id, aml.company_id
  FROM account_move_line aml
  JOIN res_partner contact ON contact.id = aml.partner_id
 WHERE aml.company_id = ANY(%(companies)s) AND {_SETTLED}
"""


def habits_of_customers(env, asked, day, accounts):
    """Query how late customers paid their last debts that were settled before a day.

    :param SQL asked: rows of partner_id (commercial) and company_id
    :param datetime.date day: nothing that was settled on or after it counts
    :param list accounts: ids of the receivable accounts
    :return: rows of partner_id, company_id, settled_count and median_days; none without history
    :rtype: SQL
    """
    return SQL(
        _OF_CUSTOMERS,
        asked=asked,
        day=day,
        accounts=accounts,
        undone=undone_counterpart(env),
        last=LAST_OF_CUSTOMER,
    )


def habits_of_companies(env, companies, day, accounts):
    """Query the same for all customers of each company together: one row, always.

    :param list companies: ids
    :rtype: SQL
    """
    return SQL(
        _OF_COMPANIES,
        companies=companies,
        day=day,
        accounts=accounts,
        undone=undone_counterpart(env),
        last=LAST_OF_COMPANY,
    )
