from odoo import fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    # What we note about customers is not for them, and a portal user reads their own contact.
    properties = fields.Properties(groups='base.group_user')
