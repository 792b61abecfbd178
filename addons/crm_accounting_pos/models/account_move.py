from odoo import models


class AccountMove(models.Model):
    """In the list of payments of an invoice: what was paid for it at the till, and how."""

    _inherit = 'account.move'

    def _get_payment_kind(self):
        return 'payment' if self.pos_payment_ids else super()._get_payment_kind()

    def _get_payment_method_label(self):
        methods = self.pos_payment_ids.payment_method_id
        return ", ".join(methods.mapped('name')) or super()._get_payment_method_label()
