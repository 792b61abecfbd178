"""The one place that sums what was bought, by whom it counts for.

Whom: every entry of the ledger counts once, for the *holder* of the card that was shown, or without
a card for the customer of the document. The holder of a card is its customer, with the whole firm
that the customer is a contact of: several cards of one customer count together, and so do purchases
without a card. An anonymous card is its own holder, with all cards that it replaced; once a
customer is entered on it, what it bought before comes along.

A holder is one number here: the id of the commercial partner, or minus the id of the first card of
an anonymous chain. Odoo reads numbers of PostgreSQL as floats: take amounts as text.
"""

from decimal import Decimal

from odoo.tools import SQL

from ...engine import period_window

_FACTS = {
    'discount.card': None,
    'discount.card.entry': None,
    'res.company': ['currency_id', 'parent_path'],
    'res.currency.rate': None,
    'res.partner': ['commercial_partner_id'],
}


def flush_facts(env):
    """Write what the sums are made of."""
    for model, names in _FACTS.items():
        env[model].flush_model(names)


def sum_turnovers(periods, date, currency, company=None, among=None):
    """Common tables of what was bought in some periods, by everybody or by a few.

    - `chain`: card_id (last card of a chain, the one not replaced), root_id (its first), holder
    - `turnover`: holder and, in the order of the periods, amount_0, amount_1, ...; holders who
      bought nothing may be missing

    Amounts are those of the ledger, with taxes and after discounts: each company's are converted
    from its currency as core does, at the rate of `date`, and the sum is rounded once. An opening
    turnover counts in the periods that its date lies in, and over a lifetime in any case.

    :param list periods: as the engine names them, e.g. `rolling_12`
    :param date date: the last day that counts
    :param currency: `res.currency` of the amounts
    :param company: `res.company` whose sales count, None for all
    :param tuple among: ids of first cards and ids of commercial partners, each a list or SQL that
        selects them; None for everybody
    :rtype: SQL
    """
    windows = [period_window(period, date) for period in periods]
    return SQL(
        _TABLES,
        rate=convert(SQL("company.currency_id"), currency.id, date),
        opening_rate=convert(SQL("card.currency_id"), currency.id, date),
        asking_company=(company or currency.env.company).id,
        company_id=_company_id(currency, company, among),
        in_reach=_in_reach(windows),
        in_company=SQL("company_id = %s", company.id) if company else SQL("TRUE"),
        bought=_columns(_sum_bought(window, windows) for window in windows),
        converted=_columns(SQL("%s * rate.rate", name) for name in _names(windows)),
        opened=_columns(map(_sum_opened, windows)),
        rounded=_columns(_round_sum(name, currency) for name in _names(windows)),
        **_narrow(among),
    )


def fetch_turnovers(records, query, periods):
    """Return what is found as exact numbers by period, by id; who bought nothing has zero.

    :param records: cards or partners
    :param SQL query: id and, from `list_amounts`, the amounts
    :rtype: dict[int, dict[str, Decimal]]
    """
    flush_facts(records.env)
    found = dict(records.env.execute_query(query))
    return {
        record.id: dict(zip(periods, map(Decimal, found[record.id]), strict=True))
        for record in records
    }


def list_amounts(periods):
    """Return SQL of the amounts of a `turnover` that may be missing, as an array of texts."""
    names = (SQL("COALESCE(%s, 0)::text", name) for name in _names(periods))
    return SQL("ARRAY[%s]::text[]", SQL(", ").join(names))


# === COLUMNS === #


def _names(windows):
    return [SQL.identifier(f'amount_{number}') for number in range(len(windows))]


def _columns(expressions):
    """Return SQL of columns named amount_0, amount_1, ..."""
    columns = list(expressions)
    named = zip(columns, _names(columns), strict=True)
    return SQL(", ").join(SQL("%s AS %s", column, name) for column, name in named)


def _in_reach(windows):
    """SQL of whether an entry is in any of the windows, which all end on the same day."""
    starts, end = [start for start, _end in windows], windows[0][1]
    after = SQL("TRUE") if None in starts else SQL("effective_date >= %s", min(starts))
    return SQL("effective_date < %s AND %s", end, after)


def _sum_bought(window, windows):
    start, _end = window
    if start is None or len(windows) == 1:  # then nothing else is in reach
        return SQL("SUM(turnover_company)")
    return SQL("COALESCE(SUM(turnover_company) FILTER (WHERE effective_date >= %s), 0)", start)


def _sum_opened(window):
    start, end = window
    if start is None:
        return SQL("SUM(amount)")
    return SQL("COALESCE(SUM(amount) FILTER (WHERE date >= %s AND date < %s), 0)", start, end)


def _round_sum(name, currency):
    unit = Decimal(str(currency.rounding))
    return SQL("ROUND(SUM(%s) / %s) * %s", name, unit, unit)  # half away from zero, as the engine


def _company_id(currency, company, among):
    """SQL of the company that a sum of the ledger is of.

    Sums of several companies are kept apart until they are converted, which takes time over a whole
    ledger: where there is nothing to convert, one company stands for all.
    """
    if company:
        return SQL("%s::int", company.id)
    env = currency.env
    if among is None and not _has_foreign_companies(env, currency):
        return SQL("%s::int", env.company.id)
    return SQL("company_id")


def _has_foreign_companies(env, currency):
    return env['res.company'].sudo().search_count([('currency_id', '!=', currency.id)], limit=1)


def convert(source, target, date):
    """SQL of what an amount has to be multiplied with. Alias: company, whose rates count.

    :param source: id of the currency of the amount, or SQL of it
    :param target: the same of the currency that is wanted
    :param date: the day of the rates, or SQL of it
    """
    return SQL(
        "CASE WHEN %(source)s = %(target)s THEN 1 ELSE %(target_units)s / %(source_units)s END",
        source=source,
        target=target,
        target_units=SQL(_UNITS, currency=target, date=date),
        source_units=SQL(_UNITS, currency=source, date=date),
    )


# === A FEW OF ALL === #


def _narrow(among):
    """Return SQL of chains, and conditions on entries of those chains."""
    if among is None:
        everything = SQL("TRUE")
        return {'chains': SQL(_CHAINS), 'of_chains': everything, 'of_partners': everything}
    roots, customers = among
    return {
        'chains': SQL(
            _CHAINS_OF_FEW,
            of_firm=_is_among(SQL("partner.commercial_partner_id"), customers),
            is_root=_is_among(SQL("card.id"), roots),
            has_root=_is_among(SQL("card.root_id"), roots),
        ),
        'of_chains': SQL("root_id IN (SELECT root_id FROM chain)"),
        'of_partners': SQL(
            "partner_id IN (SELECT id FROM res_partner partner WHERE %s)",
            _is_among(SQL("partner.commercial_partner_id"), customers),
        ),
    }


def _is_among(column, ids):
    return SQL("%s IN (%s)" if isinstance(ids, SQL) else "%s = ANY(%s)", column, ids)


_CHAINS = """
SELECT card.id AS card_id, COALESCE(card.root_id, card.id) AS root_id,
       COALESCE(partner.commercial_partner_id, -COALESCE(card.root_id, card.id)) AS holder
  FROM discount_card card
  LEFT JOIN res_partner partner ON partner.id = card.partner_id
 WHERE card.replaced_by_id IS NULL
"""
_CHAINS_OF_FEW = """
SELECT card.id AS card_id, COALESCE(card.root_id, card.id) AS root_id,
       partner.commercial_partner_id AS holder
  FROM res_partner partner
  JOIN discount_card card ON card.partner_id = partner.id
 WHERE card.replaced_by_id IS NULL AND %(of_firm)s
 UNION ALL
SELECT card.id, card.id, -card.id
  FROM discount_card card
 WHERE card.replaced_by_id IS NULL AND card.partner_id IS NULL AND card.root_id IS NULL
   AND %(is_root)s
 UNION ALL
SELECT card.id, card.root_id, -card.root_id
  FROM discount_card card
 WHERE card.replaced_by_id IS NULL AND card.partner_id IS NULL AND %(has_root)s
"""
# Units of a currency for one of the reference: what `res.currency._get_rates` asks for.
_UNITS = """
COALESCE((
    SELECT rate.rate FROM res_currency_rate rate
     WHERE rate.currency_id = %(currency)s AND rate.name <= %(date)s
       AND COALESCE(rate.company_id = split_part(company.parent_path, '/', 1)::int, TRUE)
  ORDER BY rate.company_id, rate.name DESC LIMIT 1), (
    SELECT rate.rate FROM res_currency_rate rate
     WHERE rate.currency_id = %(currency)s
       AND COALESCE(rate.company_id = split_part(company.parent_path, '/', 1)::int, TRUE)
  ORDER BY rate.company_id, rate.name LIMIT 1), 1)
"""
_TABLES = """
rate AS MATERIALIZED (
    SELECT company.id AS company_id, %(rate)s AS rate FROM res_company company
),
chain AS MATERIALIZED (
%(chains)s
),
by_card AS (
    SELECT root_id, %(company_id)s AS company_id, %(bought)s
      FROM discount_card_entry
     WHERE root_id IS NOT NULL AND %(in_reach)s AND %(in_company)s AND %(of_chains)s
  GROUP BY root_id, %(company_id)s
),
without_card AS (
    SELECT partner_id, %(company_id)s AS company_id, %(bought)s
      FROM discount_card_entry
     WHERE root_id IS NULL AND %(in_reach)s AND %(in_company)s AND %(of_partners)s
  GROUP BY partner_id, %(company_id)s
),
opening AS (
    SELECT chain.holder, card.turnover_opening_date AS date,
           card.turnover_opening * %(opening_rate)s AS amount
      FROM chain
      JOIN (SELECT id AS first_id, turnover_opening, turnover_opening_date, currency_id, company_id
              FROM discount_card
             UNION ALL
            SELECT root_id, turnover_opening, turnover_opening_date, currency_id, company_id
              FROM discount_card WHERE root_id IS NOT NULL) card
        ON card.first_id = chain.root_id AND card.turnover_opening <> 0 AND %(in_company)s
      JOIN res_company company ON company.id = COALESCE(card.company_id, %(asking_company)s)
),
counted AS (
    SELECT chain.holder, %(converted)s
      FROM by_card
      JOIN chain ON chain.root_id = by_card.root_id
      JOIN rate ON rate.company_id = by_card.company_id
 UNION ALL
    SELECT partner.commercial_partner_id, %(converted)s
      FROM without_card
      JOIN res_partner partner ON partner.id = without_card.partner_id
      JOIN rate ON rate.company_id = without_card.company_id
 UNION ALL
    SELECT holder, %(opened)s FROM opening GROUP BY holder
),
turnover AS (
    SELECT holder, %(rounded)s FROM counted GROUP BY holder
)
"""
