from odoo import fields, models


class BarcodeRule(models.Model):
    _inherit = 'barcode.rule'

    type = fields.Selection(
        selection_add=[('discount_card', "Discount Card")],
        ondelete={'discount_card': 'set default'},
    )
