from odoo import models


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _create_payment(self, **extra_create_values):
        """Pay what has no plan first: on a plan only its next instalment was asked for."""
        planned = self.invoice_ids.filtered(lambda invoice: invoice._get_due_by_plan())
        others = self.invoice_ids - planned
        if not planned or not others:
            return super()._create_payment(**extra_create_values)
        self.invoice_ids = others
        payment = super()._create_payment(**extra_create_values)
        self.invoice_ids |= planned
        payment.invoice_ids |= planned
        open_lines = (payment.move_id | planned).line_ids.filtered(
            lambda line: line.account_id == payment.destination_account_id and not line.reconciled
        )
        open_lines.reconcile()
        return payment
