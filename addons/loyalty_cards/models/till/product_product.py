from odoo import api, models


class ProductProduct(models.Model):
    _inherit = 'product.product'

    @api.model
    def _load_pos_data_fields(self, config):
        """Rules may speak of tags: of those of the variant too."""
        return [*super()._load_pos_data_fields(config), 'additional_product_tag_ids']
