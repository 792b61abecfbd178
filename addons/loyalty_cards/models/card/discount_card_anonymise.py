from odoo import models
from odoo.exceptions import AccessError


class ResPartner(models.Model):
    """A customer who wants to be forgotten: the ledger keeps what was bought, not by whom."""

    _inherit = 'res.partner'

    def action_anonymise_discount_cards(self):
        """Empty the customer of cards and of the ledger; turnover and tier stay with the cards.

        :raise AccessError: the user is no manager of discount cards
        """
        if not self.env['discount.card']._is_manager():
            raise AccessError(
                self.env._("A manager of discount cards makes a customer's cards anonymous.")
            )
        for partner in self:
            partner.check_access('write')
            # The ledger is nobody's to write; rights were asked for above.
            partner.sudo()._anonymise_discount_cards()
        return True

    def _anonymise_discount_cards(self):
        holder = [('partner_id', '=', self.id)]
        cards = self.env['discount.card'].search(holder)
        entries = self.env['discount.card.entry'].search(holder)
        # What is noted on a card must not name the customer: neither the old value nor the proof.
        cards.with_context(tracking_disable=True).write({
            'partner_id': False,
            'proof_reference': False,
        })
        entries._relink({'partner_id': False})
        self.discount_membership_ids.unlink()
        self.personal_discount = 0.0
        words = self.env._("Made anonymous: the customer was taken off this card and the ledger.")
        for card in cards:
            card.message_post(body=words)
        self.message_post(
            body=self.env._(
                "Discount cards made anonymous: %(cards)s cards and %(entries)s lines of the ledger"
                " no longer name the customer.",
                cards=len(cards),
                entries=len(entries),
            )
        )
