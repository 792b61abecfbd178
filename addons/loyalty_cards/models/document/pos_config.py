from odoo import api, models, tools


class PosConfig(models.Model):
    _inherit = 'pos.config'

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()  # `_get_card_special_ids`
        return super().create(vals_list)

    def write(self, vals):
        if any(name.endswith('_product_id') for name in vals):
            self.env.registry.clear_cache()  # `_get_card_special_ids`
        return super().write(vals)

    @api.model
    @tools.ormcache()
    def _get_card_special_ids(self):
        """Return ids of products that are no goods: tips, discounts, what addons of the till add.

        Of all companies, for it is asked at every edit of a line.
        """
        configs_sudo = self.sudo().with_context(active_test=False)
        tips = configs_sudo.search([('tip_product_id', '!=', False)]).tip_product_id
        companies_sudo = self.env['res.company'].sudo()
        companies_sudo = companies_sudo.search([('sale_discount_product_id', '!=', False)])
        discounts = companies_sudo.sale_discount_product_id
        return frozenset((configs_sudo._get_special_products() | tips | discounts).ids)
