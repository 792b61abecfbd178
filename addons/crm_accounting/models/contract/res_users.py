from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _hand_over_collection(self):
        """Give reminders of contracts away too: it is asked before a person is archived."""
        self.env['customer.contract']._hand_over_reminders(self)
        return super()._hand_over_collection()
