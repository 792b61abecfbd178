from odoo import models


class AccountMove(models.Model):
    _inherit = 'account.move'

    def action_open_payment_plan(self):
        """Open the payment plan of what is owed on this invoice, or propose one."""
        self.ensure_one()
        return self.env['account.payment.plan']._open_for(self.line_ids)

    def action_take_payment(self):
        """Open the question what the customer pays, with this invoice ticked."""
        self.ensure_one()
        return self.env['account.payment.take']._open(
            self.commercial_partner_id, self.company_id, self
        )
