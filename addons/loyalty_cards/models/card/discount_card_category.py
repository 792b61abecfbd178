from odoo import fields, models


class DiscountCardCategory(models.Model):
    """The customers who have a category without a card."""

    _inherit = 'discount.card.category'

    membership_count = fields.Integer(compute='_compute_membership_count', string="Without a Card")

    def _compute_membership_count(self):
        counts = dict(
            self.env['discount.card.membership']._read_group(
                [('category_id', 'in', self.ids)], ['category_id'], ['__count']
            )
        )
        for category in self:
            category.membership_count = counts.get(category, 0)

    def action_view_memberships(self):
        """Open them."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'loyalty_cards.discount_card_membership_action'
        )
        return action | {
            'domain': [('category_id', '=', self.id)],
            'context': {'default_category_id': self.id},
        }
