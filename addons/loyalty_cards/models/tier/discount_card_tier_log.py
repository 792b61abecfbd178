from odoo import fields, models


class DiscountCardTierLog(models.Model):
    """Why a card has the tier that it has."""

    _name = 'discount.card.tier.log'
    _inherit = ['discount.card.ledger.mixin']
    _description = "Discount Card Tier Change"
    _order = 'id desc'
    _rec_name = 'card_id'

    card_id = fields.Many2one(
        comodel_name='discount.card', required=True, readonly=True, index=True, ondelete='restrict'
    )
    partner_id = fields.Many2one(related='card_id.partner_id')
    ladder_id = fields.Many2one(
        comodel_name='discount.card.ladder', readonly=True, ondelete='restrict'
    )
    date = fields.Date(required=True, readonly=True, help="The day as of which it was looked at.")
    old_category_id = fields.Many2one(
        comodel_name='discount.card.category', readonly=True, ondelete='restrict'
    )
    new_category_id = fields.Many2one(
        comodel_name='discount.card.category', readonly=True, ondelete='restrict'
    )
    turnover = fields.Monetary(readonly=True, help="Purchases of the ladder's period on that day.")
    currency_id = fields.Many2one(comodel_name='res.currency', readonly=True, ondelete='restrict')
    reason = fields.Selection(
        selection=[
            ('promoted', "Purchases reached the tier"),
            ('demoted', "Purchases no longer give the tier"),
            ('manual', "Changed by hand"),
            ('merged', "Customers were merged"),
            ('replaced', "Card was replaced"),
        ],
        required=True,
        readonly=True,
    )
    user_id = fields.Many2one(comodel_name='res.users', readonly=True, ondelete='set null')
