from odoo import api, models
from odoo.exceptions import AccessError

MANAGER = 'loyalty_cards.loyalty_cards_group_manager'
MANAGER_FIELDS = (
    'block_reason',
    'personal_percent',
    'tier_lock_reason',
    'tier_locked_until',
    'turnover_opening',
    'turnover_opening_date',
)
# Nobody's to write: what they say is made by replacing a card or by a batch.
CHAIN_FIELDS = ('batch_id', 'replaced_by_id', 'root_id')


class DiscountCard(models.Model):
    """What only a manager may give, and what nobody may: judged by what stands there afterwards."""

    _inherit = 'discount.card'

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        if not self.env.su:
            cards._check_hand_made()
        return cards

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        judged = (*MANAGER_FIELDS, *CHAIN_FIELDS, 'category_id', 'currency_id')
        names = [name for name in judged if name in vals]
        before = {card: {name: card[name] for name in names} for card in self}
        result = super().write(vals)
        for card, values in before.items():
            changed = [name for name, value in values.items() if card[name] != value]
            if 'category_id' in changed:
                changed.remove('category_id')
                card._check_hand_may_move(values['category_id'])
            if 'currency_id' in changed and not card.turnover_opening:
                changed.remove('currency_id')  # then it says nothing about an amount
            card._check_hand_may_change(changed)
        return result

    @api.model
    def _is_manager(self):
        return self.env.su or self.env.user.has_group(MANAGER)

    def _check_hand_made(self):
        """A new card: whatever is filled in was filled in by the user, be it as a default."""
        for card in self:
            card._check_hand_may_change([
                name for name in (*MANAGER_FIELDS, *CHAIN_FIELDS) if card[name]
            ])
            card._check_hand_may_move(card.category_id.browse())

    def _check_hand_may_change(self, names):
        """
        :param list names: fields that have changed
        :raise AccessError: one of them is not for this user
        """
        for name in names:
            if name in CHAIN_FIELDS or not self._is_manager():
                raise AccessError(
                    self.env._(
                        "You may not change %(field)s of card %(code)s. Ask a manager of discount"
                        " cards.",
                        field=self._fields[name]._description_string(self.env),
                        code=self.code,
                    )
                )

    def _check_hand_may_move(self, old):
        """Tiers are earned: a user may begin a ladder with its lowest tier, and no more.

        :param discount.card.category old: the category before
        """
        categories = (old | self.category_id).sudo()
        if not self._is_manager() and any(category._is_earned() for category in categories):
            raise AccessError(
                self.env._(
                    "Tiers are reached by purchases. A manager of discount cards may change the"
                    " tier of card %s.",
                    self.code,
                )
            )
