from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    card_combination = fields.Selection(
        related='company_id.card_combination', readonly=False, required=True
    )
    card_meets_pricelist = fields.Selection(
        related='company_id.card_meets_pricelist', readonly=False, required=True
    )
    card_meets_manual = fields.Selection(
        related='company_id.card_meets_manual', readonly=False, required=True
    )
    card_max_percent = fields.Float(related='company_id.card_max_percent', readonly=False)
    card_uses_margin_floor = fields.Boolean(
        related='company_id.card_uses_margin_floor', readonly=False
    )
    card_min_margin = fields.Float(related='company_id.card_min_margin', readonly=False)
