from odoo import api, models


class PosSession(models.Model):
    _inherit = 'pos.session'

    @api.model
    def _load_pos_data_models(self, config):
        ours = ['pos.hardware.proxy', 'pos.hardware.device']
        return [*super()._load_pos_data_models(config), *ours]
