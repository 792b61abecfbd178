from odoo import api, models
from odoo.tools import SQL

from .discount_card_state import USABLE_STATES


class DiscountCard(models.Model):
    """Which of a customer's cards counts when none is shown: one in each company, never two."""

    _inherit = 'discount.card'

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create([{**vals, 'is_primary': False} for vals in vals_list])
        claims = [bool(vals.get('is_primary')) for vals in vals_list]
        chosen = cards.browse(
            card.id for card, claim in zip(cards, claims, strict=True) if claim and card.partner_id
        )
        cards._settle_primaries(cards.partner_id, chosen)
        return cards

    def write(self, vals):
        if not {'company_id', 'is_primary', 'partner_id', 'state'} & vals.keys():
            return super().write(vals)
        holders = self.partner_id
        if {'company_id', 'partner_id'} & vals.keys():
            self._step_down()  # a customer to whom a card comes may have a primary one
        plain = {name: value for name, value in vals.items() if name != 'is_primary'}
        result = super().write(plain)
        if 'is_primary' in vals and not vals['is_primary']:
            self._step_down()
        chosen = self.filtered('partner_id') if vals.get('is_primary') else self.browse()
        self._settle_primaries(holders | self.partner_id, chosen)
        return result

    def action_make_primary(self):
        """Let this card count when its customer is chosen."""
        self.ensure_one()
        return self.write({'is_primary': True})

    def _settle_primaries(self, holders, chosen):
        """
        :param res.partner holders: customers whose cards have changed
        :param discount.card chosen: cards that somebody wants to be primary
        """
        if not holders:
            return
        self._lock_holders(holders)
        # Of cards that the user does not see, too, one is the primary one of its company.
        cards = self.sudo().search([('partner_id', 'in', holders.ids)], order='id desc')
        for group in cards.grouped(lambda card: (card.partner_id, card.company_id)).values():
            elected = (group & chosen)[:1] or group._elect()
            (group - elected)._step_down()
            if elected and not elected.is_primary:
                elected._set_primary(True)

    def _elect(self):
        """Return the primary one among the cards of one customer in one company."""
        usable = self.filtered(lambda card: card.state in USABLE_STATES)
        standing = self.filtered('is_primary')
        return (standing & usable or usable or standing)[:1]

    def _step_down(self):
        """Make room first: the index allows one primary at every moment."""
        self.filtered('is_primary')._set_primary(False)
        self.flush_recordset(['is_primary'])

    def _set_primary(self, is_primary):
        # pylint: disable=super-method-mismatch,missing-return
        super().write({'is_primary': is_primary})  # without the election in `write` above

    @api.model
    def _lock_holders(self, holders):
        """Let users who give cards to the same customer wait for each other.

        The row is written, not only locked: who waited then fails on an outdated snapshot, is
        repeated by the server, and sees the card of the first one.
        """
        self.env.cr.execute(
            SQL("UPDATE res_partner SET active = active WHERE id = ANY(%s)", sorted(holders.ids))
        )
