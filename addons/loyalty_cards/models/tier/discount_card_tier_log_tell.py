from odoo import models


class DiscountCardTierLog(models.Model):
    """Telling customers of a new tier, or of one that is gone, where the tier has a message for it.

    Messages are queued and never sent at once; one that cannot be made is logged, and stops neither
    the run nor the others. A change is told when it is made and at no other time.
    """

    _inherit = 'discount.card.tier.log'

    def _tell(self):
        """Queue the messages of these changes, each customer's once."""
        for (category, reason), logs in self.grouped(lambda log: log._get_occasion()).items():
            mail, sms = category._get_tier_messages(reason)
            cards = logs._get_cards_to_tell() if mail or sms else None
            if mail:
                cards._queue_safely(cards._queue_mail, mail)
            if sms:
                cards._queue_safely(cards._queue_sms, sms)

    def _get_occasion(self):
        """Return the tier whose messages speak of a change: the new one, or the lost one."""
        is_promotion = self.reason == 'promoted'
        return self.new_category_id if is_promotion else self.old_category_id, self.reason

    def _get_cards_to_tell(self):
        """Return one card of each customer, the primary one if it is among them."""
        cards = self.card_id.filtered('partner_id').sorted(
            lambda card: (not card.is_primary, card.id)
        )
        return cards.browse([of_one[:1].id for of_one in cards.grouped('partner_id').values()])
