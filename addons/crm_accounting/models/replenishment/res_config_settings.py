from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    replenish_category_ids = fields.Many2many(
        related='company_id.replenish_category_ids', readonly=False
    )
    replenish_user_id = fields.Many2one(related='company_id.replenish_user_id', readonly=False)
