from odoo import models


class AccountMove(models.Model):
    _inherit = 'account.move'

    def action_open_payment_plan(self):
        """Open the payment plan of what is owed on this invoice, or propose one."""
        self.ensure_one()
        return self.env['account.payment.plan']._open_for(self.line_ids)
