from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    is_card_discounted = fields.Boolean(
        string="Discount Cards Apply",
        default=True,
        help="Not ticked: no card gives a discount on this product.",
    )
    card_max_percent = fields.Float(
        string="Most by Card", digits='Discount', help="In percent. 0: no limit of its own."
    )
    card_min_price = fields.Float(
        string="Not Below",
        digits='Product Price',
        help="A card does not lower the unit price below this, in the currency of the product."
        " 0: no floor.",
    )

    _card_max_percent_in_range = models.Constraint(
        'CHECK (card_max_percent >= 0 AND card_max_percent <= 100)',
        "The most that a card gives on a product is between 0 and 100 %.",
    )
