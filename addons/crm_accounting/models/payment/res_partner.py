from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def action_take_payment(self):
        """Open the question what this customer pays, with all that is owed."""
        self.ensure_one()
        return self.env['account.payment.take']._open(self.commercial_partner_id)
