from odoo import api, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    @api.model
    def _load_pos_data_fields(self, config):
        # For a till without network; with one it asks again (`pos.session.get_credit_hold`).
        return [*super()._load_pos_data_fields(config), 'credit_hold']
