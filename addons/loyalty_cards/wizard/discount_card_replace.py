from odoo import fields, models


class DiscountCardReplace(models.TransientModel):
    """The question by which card another one is replaced."""

    _name = 'discount.card.replace'
    _description = "Replace a Discount Card"

    card_id = fields.Many2one(comodel_name='discount.card', required=True, ondelete='cascade')
    partner_id = fields.Many2one(related='card_id.partner_id')
    category_id = fields.Many2one(related='card_id.category_id')
    code = fields.Char(
        string="New Code", required=True, help="Of a new card, or of a pre-printed one."
    )

    def action_apply(self):
        """Let the new card stand in for the old one, and open it."""
        self.ensure_one()
        return self.card_id._replace(self.code)._get_records_action()
