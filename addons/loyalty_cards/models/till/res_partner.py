from odoo import fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    # Core has none; `birthdate` is free in all of Odoo 19.
    birthdate = fields.Date(string="Birthday", help="Told when a card is given out.")

    def _anonymise_discount_cards(self):
        self.birthdate = False
        return super()._anonymise_discount_cards()
