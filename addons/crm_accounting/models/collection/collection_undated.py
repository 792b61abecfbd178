"""When debts without a due date fall due: by the payment term that their customer has.

Such debts are made by the till's customer account and by manual entries. There may be a month's
worth of them, so that they are read as rows; core says when a term falls due, once for each day.
"""

from odoo.tools import SQL


def find_undated(env, scope, partners):
    """Return when debts without a due date and without an item fall due.

    :param odoo.api.Environment env: of a superuser: who runs collection need not read payment terms
    :param dict scope: companies, accounts, undone and cutoff (latest day of the debts), as of
        `collection_due_lines.read_scope`
    :param SQL partners: condition on the journal items, alias aml
    :return: due date by journal item id, only for customers with a payment term
    :rtype: dict[int, datetime.date]
    """
    term = _get_term(env, env['res.company'].browse(scope['companies']))
    rows = env.execute_query(SQL(_UNDATED, **scope, term=term, partners=partners))
    terms = env['account.payment.term'].browse({term_id for _line, term_id, _date in rows})
    instalments = {term.id: term.line_ids for term in terms if term.line_ids}
    dates = {
        (term_id, date): max(line._get_due_date(date) for line in instalments[term_id])
        for term_id, date in {row[1:] for row in rows}
        if term_id in instalments
    }
    return {line: dates[term, date] for line, term, date in rows if (term, date) in dates}


def _get_term(env, companies):
    """Return SQL of the id of the customer's payment term: each company has its own."""
    if not companies:
        return SQL("NULL::int")
    whens = [
        SQL(
            "WHEN %s THEN %s",
            company.id,
            env['res.partner']
            .with_company(company)
            ._field_to_sql('customer', 'property_payment_term_id'),
        )
        for company in companies
    ]
    return SQL("CASE aml.company_id %s END", SQL(" ").join(whens))


_UNDATED = """
SELECT *
  FROM (SELECT aml.id, %(term)s AS term_id, aml.date
          FROM account_move_line aml
          JOIN res_partner partner ON partner.id = aml.partner_id
          JOIN res_partner customer ON customer.id = partner.commercial_partner_id
         WHERE aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
           AND (aml.reconciled IS NOT TRUE
                OR aml.id IN (SELECT undone.line_id FROM (%(undone)s) undone))
           AND aml.date_maturity IS NULL AND aml.date <= %(cutoff)s
           AND aml.parent_state = 'posted' AND aml.balance > 0 AND aml.no_followup IS NOT TRUE
           AND %(partners)s
           AND NOT EXISTS (SELECT 1 FROM collection_item item WHERE item.move_line_id = aml.id)
       ) debt
 WHERE term_id IS NOT NULL
"""
