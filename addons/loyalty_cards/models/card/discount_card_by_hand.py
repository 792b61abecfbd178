from odoo import api, fields, models


class DiscountCard(models.Model):
    """A category that a person gives: it fits the customer's others, and it is noted who gave it.

    What runs as superuser (the tier run, a merge, a replacement) cares for many customers, of whom
    one must not stop it, and notes its own reason. No constraint: those always run as superuser.
    """

    _inherit = 'discount.card'

    @api.model_create_multi
    def create(self, vals_list):
        cards = super().create(vals_list)
        if not self.env.su:
            cards.partner_id._check_discount_categories()
        return cards

    def write(self, vals):
        if self.env.su or not {'category_id', 'partner_id', 'state'} & vals.keys():
            return super().write(vals)
        before = {card: card.category_id for card in self}
        result = super().write(vals)
        self.partner_id._check_discount_categories()
        self._log_category_changes(before, 'manual')
        return result

    def _log_category_changes(self, before, reason):
        """
        :param dict before: the category of each card as it was
        :param str reason: of `discount.card.tier.log`
        :return: the lines for cards whose category is another one now
        :rtype: discount.card.tier.log
        """
        today = fields.Date.context_today(self)
        return self.env['discount.card.tier.log']._append([
            {
                'card_id': card.id,
                'date': today,
                'old_category_id': category.id,
                'new_category_id': card.category_id.id,
                'reason': reason,
                'user_id': self.env.uid,
            }
            for card, category in before.items()
            if card.category_id != category
        ])
