"""SQL of the compact index: cards and customers as rows, not as records.

A hundred thousand records take a till minutes and a gigabyte; rows take it seconds.
"""

from odoo.tools import SQL

from ..ledger.turnover_sql import list_amounts, sum_turnovers


def fetch_cards(env, companies, after_id, limit, changed=None):
    """Return rows of cards in the order of their ids, without turnovers.

    :param list companies: ids of companies whose cards count, besides cards of none
    :param list changed: ids of the only cards that are asked for, None for all
    """
    among = SQL("TRUE") if changed is None else SQL("card.id = ANY(%s)", changed)
    query = SQL(_CARDS, companies=companies, after_id=after_id, limit=limit, among=among)
    return [list(row) for row in env.execute_query(query)]


def fetch_customers(env, companies, first_id, limit, changed=None):
    """Return rows of customers with discounts that need no card; of the changed ones, all."""
    among = SQL(_WITH_DISCOUNTS) if changed is None else SQL("partner.id = ANY(%s)", changed)
    query = SQL(_CUSTOMERS, companies=companies, first_id=first_id, limit=limit, among=among)
    return [list(row) for row in env.execute_query(query)]


def fetch_turnovers_of(env, periods, date, *, root_ids=(), customer_ids=()):
    """Return lists of amounts as texts by holder, who is a number as in `turnover_sql`."""
    if not periods:
        return {}
    query = SQL(
        "WITH %s SELECT holder, %s FROM turnover",
        sum_turnovers(
            periods, date, env.company.currency_id, None, (list(root_ids), list(customer_ids))
        ),
        list_amounts(periods),
    )
    return dict(env.execute_query(query))


def count_index(env, companies):
    """Return how many cards and customers a whole index has."""
    [(count,)] = env.execute_query(SQL(_COUNT, companies=companies, few=SQL(_WITH_DISCOUNTS)))
    return count


def find_changed(env, since):
    """Return ids of cards, and of customers, that tills do not know as they are since then."""
    [(cards, customers)] = env.execute_query(SQL(_CHANGED, since=since))
    return cards or [], customers or []


def find_removed(env, since, companies):
    """Return ids of cards that are no more, or have gone to a company of others."""
    return [card_id for (card_id,) in env.execute_query(SQL(_REMOVED, since=since, ours=companies))]


_CARDS = """
SELECT card.id, card.code, card.state, card.partner_id, card.category_id,
       COALESCE(card.personal_percent, 0)::float, card.date_from::text, card.date_to::text,
       card.proof_date_to::text,
       card.proof_date_to IS NOT NULL OR COALESCE(card.proof_reference, '') <> '',
       CASE WHEN card.is_primary THEN 1 ELSE 0 END,
       COALESCE(card.root_id, card.id), partner.commercial_partner_id
  FROM (SELECT * FROM discount_card card
         WHERE (card.company_id IS NULL OR card.company_id = ANY(%(companies)s))
           AND card.id > %(after_id)s AND %(among)s
      ORDER BY card.id
         LIMIT %(limit)s) card
  LEFT JOIN res_partner partner ON partner.id = card.partner_id
 ORDER BY card.id
"""
_CUSTOMERS = """
SELECT partner.id, partner.commercial_partner_id,
       COALESCE(array_agg(member.category_id ORDER BY member.category_id)
                FILTER (WHERE category.id IS NOT NULL), '{}'),
       COALESCE(jsonb_object_agg(member.category_id, member.proof_date_to)
                FILTER (WHERE category.id IS NOT NULL
                          AND (member.proof_date_to IS NOT NULL
                               OR COALESCE(member.proof_reference, '') <> '')), '{}'),
       COALESCE(partner.personal_discount, 0)::float
  FROM res_partner partner
  LEFT JOIN discount_card_membership member ON member.partner_id = partner.id
  LEFT JOIN discount_card_category category
         ON category.id = member.category_id
        AND (category.company_id IS NULL OR category.company_id = ANY(%(companies)s))
 WHERE (partner.company_id IS NULL OR partner.company_id = ANY(%(companies)s))
   AND partner.id >= %(first_id)s AND %(among)s
 GROUP BY partner.id
 ORDER BY partner.id
 LIMIT %(limit)s
"""
_WITH_DISCOUNTS = """
partner.active AND partner.id IN (
    SELECT partner_id FROM discount_card_membership
     UNION
    SELECT id FROM res_partner WHERE personal_discount > 0)
"""
_COUNT = """
SELECT (SELECT COUNT(*) FROM discount_card card
         WHERE card.company_id IS NULL OR card.company_id = ANY(%(companies)s))
     + (SELECT COUNT(*) FROM res_partner partner
         WHERE (partner.company_id IS NULL OR partner.company_id = ANY(%(companies)s)) AND %(few)s)
"""
# Whoever has bought, and whose card was written, with the whole firm: they count together.
_CHANGED = """
WITH bought AS (
    SELECT DISTINCT root_id, partner_id FROM discount_card_entry WHERE write_date >= %(since)s
),
touched AS (
    SELECT card.id, card.partner_id FROM discount_card card WHERE card.write_date >= %(since)s
     UNION
    SELECT card.id, card.partner_id FROM discount_card card JOIN bought ON card.id = bought.root_id
     UNION
    SELECT card.id, card.partner_id FROM discount_card card
      JOIN bought ON card.root_id = bought.root_id
),
firm AS (
    SELECT DISTINCT partner.commercial_partner_id AS id
      FROM (SELECT partner_id FROM bought UNION SELECT partner_id FROM touched) holder
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
    SELECT partner_id FROM discount_card_tombstone
     WHERE partner_id IS NOT NULL AND create_date >= %(since)s
)
SELECT (SELECT array_agg(id) FROM (
            SELECT id FROM touched
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
