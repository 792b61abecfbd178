"""What one holder has bought, in the ordinary case: all of it in the currency that is asked for.

The sums are those of `turnover_sql`. Its query serves everybody at once and converts; to plan it
takes PostgreSQL ten times as long as to run it, and an order asks again at every edited line.
"""

from decimal import ROUND_HALF_UP, Decimal

from odoo.tools import SQL

from ...engine import period_window
from .turnover_sql import flush_facts

OF_HOLDER = "SELECT %s::int AS root_id, %s::int AS customer_id"


def fetch_turnover(currency, periods, date, *, root_id=None, customer_id=None):
    """Return what was bought in some periods, in all companies; None if it takes an exchange rate.

    :param currency: `res.currency` of the amounts
    :param list periods: as the engine names them, e.g. `rolling_12`
    :param date date: the last day that counts
    :param int root_id: first card of an anonymous holder
    :param int customer_id: the commercial partner of any other holder
    :return: exact amounts by period
    :rtype: dict[str, Decimal] or None
    """
    flush_facts(currency.env)
    holder = SQL(OF_HOLDER, root_id, customer_id or None)
    query = select_turnover(periods, date, holder)
    return add_up(currency.env.execute_query(query), currency, periods)


def select_turnover(periods, date, holder):
    """Return SQL of what was bought: ids of a company and a currency, of which there is one, for
    entries are in the currency of their company; and amounts as texts by period.

    :param SQL holder: one row of `root_id` and, unless he is anonymous, `customer_id`
    """
    windows = [period_window(period, date) for period in periods]
    starts, end = [start for start, _end in windows], windows[0][1]
    after = SQL("TRUE") if None in starts else SQL("effective_date >= %s", min(starts))
    return SQL(
        _TURNOVER,
        holder=holder,
        in_reach=SQL("effective_date < %s AND %s", end, after),
        bought=_sum(SQL("turnover_company"), SQL("effective_date"), windows),
        opened=_sum(SQL("turnover_opening"), SQL("turnover_opening_date"), windows),
    )


def add_up(rows, currency, periods):
    """Return amounts by period, None if a currency of `select_turnover` is not the one asked for.

    :rtype: dict[str, Decimal] or None
    """
    sums = [Decimal(0)] * len(periods)
    companies_sudo = currency.env['res.company'].sudo()
    for company_id, currency_id, amounts in rows:
        if (currency_id or companies_sudo.browse(company_id).currency_id.id) != currency.id:
            return None
        sums = [total + Decimal(amount) for total, amount in zip(sums, amounts, strict=True)]
    rounded = (_round(total, Decimal(str(currency.rounding))) for total in sums)
    return dict(zip(periods, rounded, strict=True))


def _round(amount, unit):
    return (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def _sum(amount, day, windows):
    columns = [
        SQL(
            "COALESCE(SUM(%s) FILTER (WHERE %s >= %s AND %s < %s), 0)::text",
            amount,
            day,
            start,
            day,
            end,
        )
        if start
        else SQL("COALESCE(SUM(%s), 0)::text", amount)
        for start, end in windows
    ]
    return SQL("ARRAY[%s]", SQL(", ").join(columns))


_TURNOVER = """
WITH holder AS (%(holder)s),
firm AS (
    SELECT id
      FROM res_partner
     WHERE commercial_partner_id = (SELECT customer_id FROM holder)
),
root AS (
    SELECT root_id AS id FROM holder WHERE customer_id IS NULL
 UNION ALL
    SELECT COALESCE(root_id, id)
      FROM discount_card
     WHERE replaced_by_id IS NULL AND partner_id = ANY(ARRAY(SELECT id FROM firm))
)
SELECT company_id, NULL::int AS currency_id, %(bought)s AS amounts
  FROM discount_card_entry
 WHERE %(in_reach)s
   AND (root_id = ANY(ARRAY(SELECT id FROM root))
    OR (root_id IS NULL AND partner_id = ANY(ARRAY(SELECT id FROM firm))))
GROUP BY company_id
 UNION ALL
SELECT NULL, currency_id, %(opened)s
  FROM discount_card
 WHERE turnover_opening <> 0
   AND (id = ANY(ARRAY(SELECT id FROM root)) OR root_id = ANY(ARRAY(SELECT id FROM root)))
GROUP BY currency_id
"""
