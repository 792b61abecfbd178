from odoo import models


class PosSession(models.Model):
    _inherit = 'pos.session'

    def get_credit_hold(self, partner_id):
        """Return whether a customer may buy on account: 'warn', 'block' or False.

        :param int partner_id: the customer, or a contact of it
        :rtype: str | bool
        """
        till_sudo = self._enter_till()
        customer_sudo = till_sudo._find_customer_sudo(partner_id)
        return customer_sudo.with_company(till_sudo.company_id).credit_hold
