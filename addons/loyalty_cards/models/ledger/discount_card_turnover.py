from odoo import models
from odoo.tools import SQL

from .discount_card_ledger_mixin import TURNOVERS
from .turnover_of_one import fetch_turnover
from .turnover_sql import fetch_turnovers, list_amounts, sum_turnovers


class DiscountCard(models.Model):
    """Turnover of cards. Whose purchases count: `turnover_sql`."""

    _inherit = 'discount.card'

    def write(self, vals):
        """Holders and openings may change: what has been summed counts no longer."""
        self.env.cr.cache.pop(TURNOVERS, None)
        return super().write(vals)

    def action_open_correction(self):
        """Open the question by how much the turnover is corrected."""
        self.ensure_one()
        return self._open_question('discount.card.correction', self.env._("Correct Turnover"))

    def action_view_entries(self):
        """Open the entries of the card, and of those that it has replaced or was replaced by."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'loyalty_cards.discount_card_entry_action'
        )
        return action | {'domain': [('root_id', '=', self._get_root().id)]}

    def _get_turnovers(self, periods, date, *, currency=None, company=None):
        """Return what the holders of cards bought in some periods, by one query.

        :param list periods: as the engine names them, e.g. `rolling_12`
        :param date date: the last day that counts
        :param currency: `res.currency` of the amounts; without one, that of the current company
        :param company: `res.company` whose sales count; without one, those of all companies
        :return: exact amounts by period, by id of the card
        :rtype: dict[int, dict[str, Decimal]]
        """
        if not self or not periods:
            return {card.id: {} for card in self}
        currency = currency or self.env.company.currency_id
        if len(self) == 1 and not company and not self.replaced_by_id:
            found = self._get_turnover(periods, date, currency)
            if found is not None:
                return {self.id: found}
        # Purchases in other companies count; they are added up and shown to nobody.
        among = self.sudo()._get_holders()
        query = SQL(
            _TURNOVERS_OF_CARDS,
            tables=sum_turnovers(periods, date, currency, company, among),
            amounts=list_amounts(periods),
            cards=self.ids,
        )
        return fetch_turnovers(self, query, periods)

    def _get_turnover(self, periods, date, currency):
        """Return amounts by period of the holder of one card, None if it takes an exchange rate."""
        customer_id = self.sudo().partner_id.commercial_partner_id.id
        root_id = self.root_id.id or self.id
        return fetch_turnover(currency, periods, date, root_id=root_id, customer_id=customer_id)

    def _get_holders(self):
        """Return the ids of the first cards, and of the commercial partners, behind cards."""
        roots = {card.root_id.id or card.id for card in self}
        return list(roots), self._get_last_cards().partner_id.commercial_partner_id.ids

    def _get_last_cards(self):
        """Return the cards that these were replaced by in the end, and those that were not."""
        last, replaced = self, self.filtered('replaced_by_id')
        while replaced:
            last = (last - replaced) | replaced.replaced_by_id
            replaced = last.filtered('replaced_by_id')
        return last


_TURNOVERS_OF_CARDS = """
WITH %(tables)s
SELECT card.id, %(amounts)s
  FROM discount_card card
  JOIN chain ON chain.root_id = COALESCE(card.root_id, card.id)
  LEFT JOIN turnover ON turnover.holder = chain.holder
 WHERE card.id = ANY(%(cards)s)
"""
