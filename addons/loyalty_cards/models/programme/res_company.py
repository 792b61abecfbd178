from odoo import api, fields, models, tools

MEETINGS = [
    ('keep', "It stays"),
    ('larger', "The larger of the two counts"),
    ('compound', "Both, one after the other"),
    ('replace', "The card's counts"),
]


class ResCompany(models.Model):
    _inherit = 'res.company'

    card_combination = fields.Selection(
        selection=[
            ('largest', "The largest counts"),
            ('sum', "They are added"),
            ('first', "The first counts"),
        ],
        string="Several Discounts",
        required=True,
        default='largest',
    )
    card_meets_pricelist = fields.Selection(
        selection=MEETINGS,
        string="Discount of a Pricelist",
        required=True,
        default='larger',
    )
    card_meets_manual = fields.Selection(
        selection=MEETINGS,
        string="Discount Given by Hand",
        required=True,
        default='keep',
    )
    card_max_percent = fields.Float(
        string="Most by Card",
        digits='Discount',
        default=100.0,
        help="No card gives more than this, in percent.",
    )
    card_uses_margin_floor = fields.Boolean(
        string="Never Below Cost", help="A card does not lower a price below cost and margin."
    )
    card_min_margin = fields.Float(string="Margin", digits='Discount', help="On cost, in percent.")

    _card_max_percent_in_range = models.Constraint(
        'CHECK (card_max_percent >= 0 AND card_max_percent <= 100)',
        "The most that a card gives is between 0 and 100 %.",
    )

    def write(self, vals):
        if 'sale_discount_product_id' in vals:
            self.env.registry.clear_cache()  # `pos.config._get_card_special_ids`
        return super().write(vals)

    @api.model
    def _get_card_default(self):
        """Return the company of what is created for a shop: none where there is one only.

        Nobody sees the field there: cards belong to no company, and what they need must fit them.
        """
        is_alone = self.sudo().search_count([], limit=2) == 1
        return self.browse() if is_alone else self.env.company

    def _get_card_today(self):
        """Return the day that it is in the shop."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._get_card_zone()))

    def _get_card_zone(self):
        """Return the time zone of the shop: its own, wherever the person is who types, if set."""
        tz_of_user = self.env['res.users'].context_get().get('tz')  # kept in memory by core
        return self._get_card_tz() or tz_of_user or 'UTC'

    @tools.ormcache('self.id')
    def _get_card_tz(self):
        """Return the time zone that is set for the shop, asked at every edit of a line."""
        return self.sudo().partner_id.tz
