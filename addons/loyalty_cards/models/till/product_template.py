from odoo import api, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    @api.model
    def _load_pos_data_fields(self, config):
        limits = ['is_card_discounted', 'card_max_percent', 'card_min_price']
        return [*super()._load_pos_data_fields(config), *limits]
