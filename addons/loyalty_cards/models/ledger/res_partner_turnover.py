from odoo import models
from odoo.tools import SQL

from .turnover_of_one import fetch_turnover
from .turnover_sql import fetch_turnovers, list_amounts, sum_turnovers


class ResPartner(models.Model):
    """Turnover of customers, with whatever card or without one. What counts: `turnover_sql`."""

    _inherit = 'res.partner'

    def action_open_discount_correction(self):
        """Open the question by how much the turnover is corrected that no card has brought."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Correct Turnover"),
            'res_model': 'discount.card.correction',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_partner_id': self.id},
        }

    def _get_card_turnovers(self, periods, date, *, currency=None, company=None):
        """Return what customers bought in some periods, by one query.

        Parameters and result are those of `discount.card._get_turnovers`, by id of the partner.
        """
        if not self or not periods:
            return {partner.id: {} for partner in self}
        currency = currency or self.env.company.currency_id
        customers = self.sudo().commercial_partner_id
        if len(self) == 1 and not company:
            found = fetch_turnover(currency, periods, date, customer_id=customers.id)
            if found is not None:
                return {self.id: found}
        query = SQL(
            _TURNOVERS_OF_PARTNERS,
            tables=sum_turnovers(periods, date, currency, company, ([], customers.ids)),
            amounts=list_amounts(periods),
            partners=self.ids,
        )
        return fetch_turnovers(self, query, periods)


_TURNOVERS_OF_PARTNERS = """
WITH %(tables)s
SELECT partner.id, %(amounts)s
  FROM res_partner partner
  LEFT JOIN turnover ON turnover.holder = partner.commercial_partner_id
 WHERE partner.id = ANY(%(partners)s)
"""
