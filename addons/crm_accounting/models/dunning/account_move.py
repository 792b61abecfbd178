from odoo import fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    is_collection_charge = fields.Boolean(
        string="Collection Charge",
        copy=False,
        help="Fees and interest of a collection letter: they bear none themselves unless the"
        " collection policy says so.",
    )
