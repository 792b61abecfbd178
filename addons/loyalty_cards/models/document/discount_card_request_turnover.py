from odoo import models
from odoo.tools import SQL

from ..ledger.discount_card_ledger_mixin import TURNOVERS
from ..ledger.turnover_of_one import add_up, select_turnover
from ..ledger.turnover_sql import flush_facts

OF_CARD = """
SELECT COALESCE(card.root_id, card.id) AS root_id, partner.commercial_partner_id AS customer_id
  FROM discount_card card
  LEFT JOIN res_partner partner ON partner.id = card.partner_id
 WHERE card.id = %s
"""
OF_CUSTOMER = """
SELECT NULL::int AS root_id, commercial_partner_id AS customer_id FROM res_partner WHERE id = %s
"""


class DiscountCardRequestMixin(models.AbstractModel):
    """What the holder has bought. An order asks again at every edited line: once in a transaction,
    and as a rule by the query that reads the holder.
    """

    _inherit = 'discount.card.request.mixin'

    def _fetch_card_holder(self, day):
        """Read card and customer, with the turnover that they needed when last asked.

        :param date day: the last day that counts
        """
        card, partner = self.discount_card_id._origin, self.partner_id._origin
        # The row of the customer is what the rest comes with.
        periods = self._guess_card_periods() if partner else ()
        holder = SQL(OF_CARD, card.id) if card else SQL(OF_CUSTOMER, partner.id)
        query = select_turnover(periods, day, holder) if periods else None
        if query:
            flush_facts(self.env)
        rows = partner._fetch_card_facts(card, query)
        if rows is None or not query or card.replaced_by_id:
            return
        amounts = add_up(rows, self.company_id.currency_id, periods)
        if amounts is not None:
            key = self._get_card_turnover_key(self.discount_card_id, periods, day)
            self._get_known_card_turnovers()[key] = _as_texts(amounts)

    def _guess_card_periods(self):
        """Return the periods by which the category counts that the document has had so far."""
        category = self._origin.discount_category_id
        if not category:
            return ()
        programme = category.with_company(self.company_id._origin)._get_programme((category.id,))
        return _list_periods(programme[1])

    def _get_card_turnovers(self, card, customer, rules, day):
        """Return what the holder has bought, by period: of periods that rules ask for.

        With a card it is the turnover of its holder, whoever it is that buys with it.
        """
        periods = _list_periods(rules)
        known = self._get_known_card_turnovers()
        key = self._get_card_turnover_key(card, periods, day)
        if key not in known:
            known[key] = self._sum_card_turnovers(card, customer, periods, day)
        return known[key]

    def _get_known_card_turnovers(self):
        """Return sums of this transaction: dropped when ledger or cards change in it."""
        return self.env.cr.cache.setdefault(TURNOVERS, {})

    def _get_card_turnover_key(self, card, periods, day):
        return card.id, self.partner_id._origin.id, periods, day, self.company_id._origin.id

    def _sum_card_turnovers(self, card, customer, periods, day):
        currency = self.company_id.currency_id
        if card:
            sums = card._get_turnovers(periods, day, currency=currency)[card.id]
        else:
            found = customer._get_card_turnovers(periods, day, currency=currency)
            sums = found.get(customer.id, {})
        return _as_texts(sums)


def _list_periods(rules):
    return tuple(sorted({rule['period'] for rule in rules if rule['kind'] == 'turnover'}))


def _as_texts(amounts):
    return {period: str(amount) for period, amount in amounts.items()}
