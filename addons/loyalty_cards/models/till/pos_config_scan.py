from odoo import fields, models


class PosConfig(models.Model):
    _inherit = 'pos.config'

    card_scan_only = fields.Boolean(
        string="Cards Are Scanned Only",
        help="Nobody types or searches the code of a card, and a customer who is chosen brings"
        " none.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    pos_card_scan_only = fields.Boolean(
        related='pos_config_id.card_scan_only', readonly=False, string="Cards Are Scanned Only"
    )
