from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    # Core has none; `birthdate` is free in all of Odoo 19.
    birthdate = fields.Date(string="Birthday", help="Told when a card is given out.")

    @api.model
    def _load_pos_data_fields(self, config):
        """A contact has the discounts and the card of its company."""
        return [*super()._load_pos_data_fields(config), 'commercial_partner_id']

    def _anonymise_discount_cards(self):
        self.birthdate = False
        return super()._anonymise_discount_cards()
