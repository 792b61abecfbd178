"""SQL about what is owed that runs, synchronisation and lists share."""

from odoo.tools import SQL

# A matching does not count when its counterpart is no longer posted or the payment did not arrive:
# core keeps it then, with a residual of zero (odoo/addons/account/models/account_move.py,
# `button_draft`; account_payment.py, `action_reject`). Aliases: move, payment.
UNDONE_PAYMENT_STATES = ('draft', 'canceled', 'rejected')
UNDONE_COUNTERPART = SQL("(move.state <> 'posted' OR payment.state IN %s)", UNDONE_PAYMENT_STATES)


def to_array(values):
    """Return numbers, dates and names as one array literal, of which the query says the type.

    psycopg2 writes a list as ARRAY[1, 2, ...], and PostgreSQL then parses each element as an
    expression: with ten thousand rows that costs more than to insert them.

    :param values: iterable of int, float, date, None, or str without quotes and commas
    """
    elements = ','.join('NULL' if value is None else str(value) for value in values)
    return f'{{{elements}}}'


def undone_matchings(company_ids):
    """Query of what undone payments and credit notes seem to have paid, by debit line.

    It starts from the few undone entries, so that its cost does not follow the paid invoices.

    :param list company_ids: companies of the undone entries
    :return: rows of line_id and amount_currency, in the currency of the line
    :rtype: SQL
    """
    return SQL(
        """
        SELECT partial.debit_move_id AS line_id,
               SUM(partial.debit_amount_currency) AS amount_currency
          FROM account_partial_reconcile partial
         WHERE partial.credit_move_id IN (
                SELECT aml.id FROM account_move_line aml
                 WHERE aml.company_id = ANY(%(companies)s) AND aml.parent_state <> 'posted'
                   AND aml.matching_number IS NOT NULL
                 UNION
                SELECT aml.id FROM account_payment payment
                  JOIN account_move_line aml ON aml.move_id = payment.move_id
                 WHERE payment.company_id = ANY(%(companies)s) AND payment.state IN %(undone)s)
      GROUP BY partial.debit_move_id
        """,
        companies=company_ids,
        undone=UNDONE_PAYMENT_STATES,
    )


def owed_in_company_currency(line, owed):
    """SQL of what is owed of a journal item in company currency; needs `company_currency` joined.

    With an undone payment the share that is owed in the item's currency counts, for the exchange
    difference that core booked for that payment is as void as the payment.

    :param SQL line: alias of the journal item
    :param SQL owed: what is owed in the item's currency
    """
    return SQL(
        """CASE WHEN %(owed)s = %(line)s.amount_residual_currency THEN %(line)s.amount_residual
                ELSE ROUND(%(line)s.balance * %(owed)s / NULLIF(%(line)s.amount_currency, 0),
                           company_currency.decimal_places) END""",
        line=line,
        owed=owed,
    )
