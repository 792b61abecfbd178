from odoo import fields, models


class DiscountCardBlock(models.TransientModel):
    """The question why cards are blocked."""

    _name = 'discount.card.block'
    _description = "Block Discount Cards"

    card_ids = fields.Many2many(comodel_name='discount.card', required=True)
    reason = fields.Char(required=True)

    def action_apply(self):
        """Refuse the cards from now on."""
        self.ensure_one()
        return self.card_ids.write({'state': 'blocked', 'block_reason': self.reason})
