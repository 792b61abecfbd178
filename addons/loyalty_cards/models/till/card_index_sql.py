"""SQL of the compact index: cards and customers as rows, not as records.

A hundred thousand records take a till minutes and a gigabyte; rows take it seconds.
"""

from odoo.tools import SQL

from ..ledger.turnover_sql import list_amounts, sum_turnovers


def fetch_cards(till, periods, after_id, limit, changed=None):
    """Return rows of cards in the order of their ids: see `pos.config.get_card_index`.

    :param till: `pos.config`, of whose company or of none the cards are
    :param list periods: of which the turnovers are asked for
    :param list changed: ids of the only cards that are asked for, None for all
    """
    among = SQL("TRUE") if changed is None else SQL("card.id = ANY(%s)", changed)
    return _fetch(till, periods, _CARDS, after_id=after_id, limit=limit, among=among)


def fetch_customers(till, periods, first_id, limit, changed=None):
    """Return rows of customers with discounts that need no card; of the changed ones, all."""
    asked = (
        _list_customers(till) if changed is None else SQL("SELECT unnest(%s::int[]) AS id", changed)
    )
    values = {'asked': asked, 'counts': _counts_here(till)}
    return _fetch(till, periods, _CUSTOMERS, first_id=first_id, limit=limit, **values)


def _list_customers(till):
    return SQL(_WITH_DISCOUNTS, counts=_counts_here(till))


def _counts_here(till):
    return SQL(
        "partner.active AND (partner.company_id IS NULL OR partner.company_id = %s)",
        till.company_id.id,
    )


def _fetch(till, periods, query, **values):
    """Return rows with turnovers, which are summed for the holders of these rows alone."""
    company = till.company_id
    holders = SQL("SELECT root_id FROM named"), SQL("SELECT customer_id FROM named")
    env = till.with_company(company).env
    query = SQL(
        query,
        companies=company.ids,
        turnover=sum_turnovers(
            periods, company._get_card_today(), env.company.currency_id, None, holders
        )
        if periods
        else SQL("turnover AS (SELECT 0 AS holder WHERE FALSE)"),
        amounts=list_amounts(periods),
        **values,
    )
    rows = env.execute_query(query)
    return [[False if value is None else value for value in row] for row in rows]


def count_index(till):
    """Return how many cards and customers a whole index has."""
    query = SQL(_COUNT, companies=till.company_id.ids, customers=_list_customers(till))
    [(count,)] = till.env.execute_query(query)
    return count


def find_changed(env, since):
    """Return ids of cards, and of customers, that tills do not know as they are since then."""
    [(cards, customers)] = env.execute_query(SQL(_CHANGED, since=since))
    return cards or [], customers or []


def find_removed(till, since):
    """Return ids of cards that are no more, or have gone to a company of others."""
    query = SQL(_REMOVED, since=since, ours=till.company_id.ids)
    return [card_id for (card_id,) in till.env.execute_query(query)]


# What is named first is materialized: PostgreSQL then knows how many holders it is asked about.
_CARDS = """
WITH named AS MATERIALIZED (
    SELECT card.*, partner.commercial_partner_id AS customer_id, partner.active
      FROM (SELECT id, code, state, partner_id, category_id, personal_percent, date_from, date_to,
                   proof_date_to, proof_reference, is_primary, company_id,
                   COALESCE(root_id, id) AS root_id
              FROM discount_card card
             WHERE (company_id IS NULL OR company_id = ANY(%(companies)s))
               AND id > %(after_id)s AND %(among)s
          ORDER BY id
             LIMIT %(limit)s) card
      LEFT JOIN res_partner partner ON partner.id = card.partner_id
),
%(turnover)s
SELECT id, code, CASE WHEN state = 'active' AND NOT active THEN 'archived' ELSE state END,
       partner_id, category_id, COALESCE(personal_percent, 0)::float,
       date_from::text, date_to::text, proof_date_to::text,
       proof_date_to IS NOT NULL OR COALESCE(proof_reference, '') <> '',
       CASE WHEN is_primary THEN CASE WHEN company_id IS NULL THEN 1 ELSE 2 END ELSE 0 END,
       %(amounts)s
  FROM named
  LEFT JOIN turnover ON turnover.holder = COALESCE(customer_id, -root_id)
 ORDER BY id
"""
_CUSTOMERS = """
WITH named AS MATERIALIZED (
    SELECT asked.id, COALESCE(partner.commercial_partner_id, asked.id) AS customer_id,
           NULL::int AS root_id, COALESCE(%(counts)s, FALSE) AS counts,
           COALESCE(partner.personal_discount, 0)::float AS personal_percent
      FROM (%(asked)s) asked
      LEFT JOIN res_partner partner ON partner.id = asked.id
     WHERE asked.id >= %(first_id)s
  ORDER BY asked.id
     LIMIT %(limit)s
),
%(turnover)s,
belonging AS (
    SELECT member.partner_id, array_agg(category.id ORDER BY category.id) AS category_ids,
           jsonb_object_agg(category.id, member.proof_date_to)
               FILTER (WHERE member.proof_date_to IS NOT NULL
                          OR COALESCE(member.proof_reference, '') <> '') AS proofs
      FROM named
      JOIN discount_card_membership member ON member.partner_id = named.id
      JOIN discount_card_category category ON category.id = member.category_id
     WHERE named.counts
       AND (category.company_id IS NULL OR category.company_id = ANY(%(companies)s))
  GROUP BY member.partner_id
)
SELECT named.id, customer_id, COALESCE(category_ids, '{}'), COALESCE(proofs, '{}'),
       CASE WHEN counts THEN personal_percent ELSE 0 END, %(amounts)s
  FROM named
  LEFT JOIN belonging ON belonging.partner_id = named.id
  LEFT JOIN turnover ON turnover.holder = customer_id
 ORDER BY named.id
"""
_WITH_DISCOUNTS = """
SELECT partner.id FROM res_partner partner
 WHERE %(counts)s AND partner.id IN (
    SELECT partner_id FROM discount_card_membership
     UNION
    SELECT id FROM res_partner WHERE personal_discount > 0)
"""
_COUNT = """
SELECT (SELECT COUNT(*) FROM discount_card card
         WHERE card.company_id IS NULL OR card.company_id = ANY(%(companies)s))
     + (SELECT COUNT(*) FROM (%(customers)s) customer)
"""
# Whoever has bought, was told of, or whose card was written, with the whole chain of cards and the
# whole firm: they count together.
_CHANGED = """
WITH told AS (
    SELECT DISTINCT customer_id AS id FROM discount_card_tombstone
     WHERE customer_id <> 0 AND create_date >= %(since)s
),
bought AS (
    SELECT DISTINCT root_id, partner_id FROM discount_card_entry WHERE write_date >= %(since)s
),
root AS (
    SELECT root_id AS id FROM bought WHERE root_id IS NOT NULL
     UNION
    SELECT COALESCE(root_id, id) FROM discount_card WHERE write_date >= %(since)s
),
chained AS (
    SELECT card.id, card.partner_id FROM discount_card card JOIN root ON card.id = root.id
     UNION
    SELECT card.id, card.partner_id FROM discount_card card JOIN root ON card.root_id = root.id
),
firm AS (
    SELECT DISTINCT partner.commercial_partner_id AS id
      FROM (SELECT partner_id FROM bought
             UNION
            SELECT partner_id FROM chained
             UNION
            SELECT id FROM told) holder
      JOIN res_partner partner ON partner.id = holder.partner_id
),
member AS (
    SELECT partner.id FROM res_partner partner JOIN firm ON firm.id = partner.commercial_partner_id
),
known AS (
    SELECT member.id FROM member JOIN res_partner partner ON partner.id = member.id
     WHERE partner.personal_discount > 0
        OR EXISTS (SELECT FROM discount_card_membership held WHERE held.partner_id = member.id)
     UNION
    SELECT partner_id FROM discount_card_membership WHERE write_date >= %(since)s
     UNION
    SELECT id FROM told
)
SELECT (SELECT array_agg(id) FROM (
            SELECT id FROM chained
             UNION
            SELECT card.id FROM discount_card card JOIN member ON member.id = card.partner_id
       ) card),
       (SELECT array_agg(id) FROM known)
"""
_REMOVED = """
SELECT card_id FROM discount_card_tombstone WHERE card_id <> 0 AND create_date >= %(since)s
 UNION
SELECT id FROM discount_card
 WHERE write_date >= %(since)s AND company_id <> ALL(%(ours)s)
"""
