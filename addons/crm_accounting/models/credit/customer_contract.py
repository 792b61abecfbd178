from odoo import models


class CustomerContract(models.Model):
    _inherit = 'customer.contract'

    def _make_next_document(self):
        """Make no order for a customer on credit hold; the schedule waits, and tells once."""
        customer = self.partner_id.with_company(self.company_id)
        customer.invalidate_recordset(['credit_hold'])
        if self.schedule_document != 'order' or customer.credit_hold != 'block':
            return super()._make_next_document()
        self._remind(
            self.env._(
                "%(customer)s is on credit hold: the order of %(date)s waits until that ends.",
                customer=customer.display_name,
                date=self.schedule_date,
            )
        )
        return False
