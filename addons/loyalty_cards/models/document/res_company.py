from odoo import models, tools


class ResCompany(models.Model):
    _inherit = 'res.company'

    @tools.ormcache('self.id')
    def _get_card_tz(self):
        """Return the time zone of the shop, asked at every edit of a line."""
        return self.sudo().partner_id.tz
