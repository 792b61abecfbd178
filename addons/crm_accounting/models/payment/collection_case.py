from odoo import models


class CollectionCase(models.Model):
    _inherit = 'collection.case'

    def action_open_payment_plan(self):
        """Open the payment plan of what the customer owes in this case, or propose one."""
        self.ensure_one()
        live = self.item_ids.filtered(lambda item: item.state != 'closed')
        return self.env['payment.plan']._open_for(live.move_line_id)

    def action_take_payment(self):
        """Open the question what the customer pays."""
        self.ensure_one()
        return self.env['account.payment.take']._open(self.partner_id, self.company_id)
