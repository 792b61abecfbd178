from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    replenish_category_ids = fields.Many2many(
        comodel_name='product.category',
        relation='res_company_replenish_category_rel',
        string="Replenished Categories",
        help="What a delivery or a till takes of these categories, and of those below them, is"
        " ordered again from the supplier.",
    )
    replenish_user_id = fields.Many2one(
        comodel_name='res.users',
        string="Buyer",
        ondelete='set null',
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets a task for each sold product that cannot be ordered, e.g. because it has no"
        " vendor. Without a buyer it goes to the responsible person of the product.",
    )

    def _replenishes(self, product):
        """Return whether this company orders again what it sells of the product."""
        # Sellers and cashiers read neither the settings nor, sometimes, categories.
        chosen = set(self.sudo().replenish_category_ids.ids)
        path = product.sudo().categ_id.parent_path or ''
        return any(int(category_id) in chosen for category_id in path.split('/') if category_id)
