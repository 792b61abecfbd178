"""SQL about what is owed that runs, synchronisation and lists share."""

from odoo.tools import SQL

# A matching does not count when its counterpart is no longer posted or the payment did not arrive:
# core keeps it then, with a residual of zero (odoo/addons/account/models/account_move.py,
# `button_draft`; account_payment.py, `action_reject`). Aliases: move, payment.
UNDONE_PAYMENT_STATES = ('draft', 'canceled', 'rejected')
UNDONE_COUNTERPART = SQL("(move.state <> 'posted' OR payment.state IN %s)", UNDONE_PAYMENT_STATES)

# A payment that is registered and has not arrived: nothing of the bank is matched with it, nor was
# it booked on cash or bank at once (account/models/account_payment.py, `is_matched`).
NOT_ARRIVED = """payment.is_matched IS NOT TRUE AND payment.partner_type = 'customer'
                 AND payment.company_id = ANY(%s)"""

# Of `account.move.payment_state`: core keeps such invoices out of payment and follow-up.
BLOCKED_STATES = ('blocked', 'invoicing_legacy')

# A posted line of a customer that is not settled. Core has an index of the lines that are not.
# Alias: aml. Arguments, as of `collection_due_lines.read_scope`: companies, accounts.
UNSETTLED = """
       aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
       AND aml.reconciled IS NOT TRUE AND aml.parent_state = 'posted'
"""
# Entries that are no debts although their lines look like some: payments that were undone.
VOID = """
    SELECT payment.move_id FROM account_payment payment
     WHERE payment.company_id = ANY(%(companies)s) AND payment.state IN %(undone_states)s
"""
# Invoices that are not chased for the time being, and why.
EXEMPT = """
    SELECT move.id AS move_id,
           CASE WHEN move.payment_state IN %(blocked_states)s THEN 'blocked' ELSE 'disputed'
            END AS reason
      FROM account_move move
     WHERE move.company_id = ANY(%(companies)s)
       AND (move.payment_state IN %(blocked_states)s OR move.is_collection_disputed)
"""

# Debts that customers pay by instalments as they agreed to. Argument: kept_plans.
ON_KEPT_PLAN = """
    SELECT debt.move_line_id AS line_id, line.move_id
      FROM payment_plan_debt debt
      JOIN account_move_line line ON line.id = debt.move_line_id
     WHERE debt.plan_id = ANY(%(kept_plans)s)
"""

# Debts that customers have promised to pay. Argument: promises.
PROMISED = """
    SELECT promised.move_line_id AS line_id, line.move_id, promise.date
      FROM collection_promise promise
      JOIN collection_promise_line promised ON promised.promise_id = promise.id
      JOIN account_move_line line ON line.id = promised.move_line_id
     WHERE promise.id = ANY(%(promises)s)
"""

# Customers who are not chased for the time being. Argument: date.
SPARED = """
    SELECT partner_id, company_id, no_chase_until AS date
      FROM collection_case
     WHERE company_id = ANY(%(companies)s) AND no_chase_until > %(date)s
"""


def to_array(values):
    """Return numbers, dates and names as one array literal, of which the query says the type.

    psycopg2 writes a list as ARRAY[1, 2, ...], and PostgreSQL then parses each element as an
    expression: with ten thousand rows that costs more than to insert them.

    :param values: iterable of int, float, date, None, or str without quotes and commas
    """
    elements = ','.join('NULL' if value is None else str(value) for value in values)
    return f'{{{elements}}}'


# What a matching took off its debt in company currency, with the exchange difference that core
# booked for it on the same line and takes back with it. Alias: partial.
MATCHED_AMOUNT = SQL(
    """(partial.amount + COALESCE((
        SELECT SUM(difference.amount)
          FROM account_partial_reconcile difference
          JOIN account_move_line exchange ON exchange.id = difference.credit_move_id
         WHERE difference.debit_move_id = partial.debit_move_id
           AND exchange.move_id = partial.exchange_move_id), 0))"""
)


def undone_counterpart(env):
    """SQL condition that a matching does not count, by the policies of all companies.

    Aliases: move (counterpart), payment (its payment, or NULL).
    """
    companies = env['collection.policy']._get_bank_companies().ids
    if not companies:
        return UNDONE_COUNTERPART
    return SQL("(%s OR (%s))", UNDONE_COUNTERPART, SQL(NOT_ARRIVED, companies))


def owed_on_line(env, residual, date=None):
    """SQL of what is owed on a line: its residual, and what undone payments seem to have paid.

    :param str residual: `amount_residual_currency`, or `amount_residual` (company currency)
    :param SQL date: what was paid after this day does not count either; None for all that was paid
    :return: a value for the line with the alias debt
    :rtype: SQL
    """
    in_company_currency = residual == 'amount_residual'
    undone = undone_counterpart(env)
    return SQL(
        """CASE WHEN debt.parent_state = 'posted' THEN %(residual)s + COALESCE((
                SELECT SUM(%(matched)s)
                  FROM account_partial_reconcile partial
                  JOIN account_move_line counterpart ON counterpart.id = partial.credit_move_id
                  JOIN account_move move ON move.id = counterpart.move_id
             LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                 WHERE partial.debit_move_id = debt.id AND %(undone)s), 0)
                ELSE 0 END""",
        residual=SQL.identifier('debt', residual),
        matched=MATCHED_AMOUNT if in_company_currency else SQL("partial.debit_amount_currency"),
        undone=SQL("(%s OR counterpart.date > %s)", undone, date) if date else undone,
    )


def undone_matchings(env, company_ids):
    """Query of what undone payments and credit notes seem to have paid, by debit line.

    It starts from the few undone entries, so that its cost does not follow the paid invoices. A
    head company may pay the invoices of a branch and the other way round.

    :param odoo.api.Environment env: its policies say whether a payment has to arrive
    :param list company_ids: companies whose debts are looked at
    :return: rows of line_id, amount_currency (in the currency of the line) and amount (in that of
        the company)
    :rtype: SQL
    """
    return SQL(
        """
        SELECT partial.debit_move_id AS line_id,
               SUM(partial.debit_amount_currency) AS amount_currency,
               SUM(%(amount)s) AS amount
          FROM account_partial_reconcile partial
         WHERE partial.credit_move_id IN (
                WITH family AS (
                     SELECT member.id FROM res_company member
                       JOIN res_company own ON own.id = ANY(%(companies)s)
                      WHERE split_part(member.parent_path, '/', 1)
                            = split_part(own.parent_path, '/', 1))
                SELECT aml.id FROM account_move_line aml
                 WHERE aml.company_id IN (SELECT id FROM family) AND aml.parent_state <> 'posted'
                   AND aml.matching_number IS NOT NULL
                 UNION
                SELECT aml.id FROM account_payment payment
                  JOIN account_move_line aml ON aml.move_id = payment.move_id
                 WHERE payment.company_id IN (SELECT id FROM family)
                   AND payment.state IN %(undone)s
                 UNION
                SELECT aml.id FROM account_payment payment
                  JOIN account_move_line aml ON aml.move_id = payment.move_id
                 WHERE %(not_arrived)s)
      GROUP BY partial.debit_move_id
        """,
        amount=MATCHED_AMOUNT,
        companies=company_ids,
        undone=UNDONE_PAYMENT_STATES,
        not_arrived=SQL(NOT_ARRIVED, env['collection.policy']._get_bank_companies().ids),
    )
