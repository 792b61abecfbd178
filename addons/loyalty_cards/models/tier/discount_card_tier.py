from collections import defaultdict
from decimal import Decimal

from odoo import api, fields, models


class DiscountCard(models.Model):
    """Where a card stands on its ladder today, and what is missing to the next tier."""

    _inherit = 'discount.card'

    tier_short_since = fields.Date(
        string="Short Since",
        readonly=True,
        copy=False,
        help="Since this day the purchases no longer give the tier.",
    )
    ladder_id = fields.Many2one(
        comodel_name='discount.card.ladder', compute='_compute_tier', compute_sudo=True
    )
    ladder_currency_id = fields.Many2one(
        comodel_name='res.currency', compute='_compute_tier', compute_sudo=True
    )
    tier_turnover = fields.Monetary(
        string="Purchases",
        compute='_compute_tier',
        compute_sudo=True,
        currency_field='ladder_currency_id',
        help="Of the ladder's period, up to today.",
    )
    next_category_id = fields.Many2one(
        comodel_name='discount.card.category',
        string="Next Tier",
        compute='_compute_tier',
        compute_sudo=True,
    )
    amount_to_next = fields.Monetary(
        string="Missing to Next Tier",
        compute='_compute_tier',
        compute_sudo=True,
        currency_field='ladder_currency_id',
    )

    def write(self, vals):
        # The grace belongs to the tier that is being lost.
        if 'category_id' in vals:
            vals = {'tier_short_since': False, **vals}
        return super().write(vals)

    # Not stored: the ledger, the calendar and the rates of currencies change it.
    @api.depends('category_id.ladder_id', 'company_id', 'partner_id', 'entry_ids')
    def _compute_tier(self):
        self.update({
            'ladder_id': False,
            'ladder_currency_id': False,
            'tier_turnover': 0,
            'next_category_id': False,
            'amount_to_next': 0,
        })
        for ladder, cards in self.filtered(lambda card: card._origin)._group_by_ladder().items():
            cards._set_next_tiers(ladder)

    def _group_by_ladder(self):
        """Return cards by the ladder that they are on, without those that are on none."""
        by_company = self.env['discount.card.ladder']._get_for_new_cards()
        anywhere = by_company.get(False)
        cards = defaultdict(self.browse)
        for card in self:
            ladder = card.category_id.ladder_id
            if not card.category_id:
                ladder = by_company.get(card.company_id.id, anywhere)
            if ladder:
                cards[ladder] |= card
        return cards

    def _set_next_tiers(self, ladder):
        """Set what cards of a ladder have bought up to today, and what the next tier is."""
        period, today = ladder._get_period(), ladder._get_today()
        tiers = ladder._prepare_ladder(today)
        turnovers = self._origin._get_turnovers(
            [period], today, currency=ladder.currency_id, company=ladder.company_id
        )
        for card in self:
            turnover = turnovers[card._origin.id][period]
            following = tiers.find_next(card.category_id.id)
            missing = following.threshold - max(turnover, Decimal(0)) if following else Decimal(0)
            card.update({
                'ladder_id': ladder.id,
                'ladder_currency_id': ladder.currency_id.id,
                'tier_turnover': float(turnover),
                'next_category_id': following.key if following else False,
                'amount_to_next': float(max(missing, Decimal(0))),
            })
