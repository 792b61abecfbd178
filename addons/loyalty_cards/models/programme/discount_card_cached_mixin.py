from odoo import api, models


class DiscountCardCachedMixin(models.AbstractModel):
    """What the shop sets up is read by every edited line and seldom changed: it stays in memory.

    See `discount.card.category._get_programme`.
    """

    _name = 'discount.card.cached.mixin'
    _description = "Part of a Programme that Stays in Memory"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
