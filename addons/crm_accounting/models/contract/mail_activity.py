from odoo import models

from .customer_contract_agreement import RENEWABLE_STATES

OFFER_TYPE = 'crm_accounting.mail_activity_type_contract_offer'


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    def action_feedback_schedule_next(self, feedback=False, attachment_ids=None):
        """Go on to the renewal where what is done is the offer of new terms."""
        contract = self._get_contract_to_renew()
        action = super().action_feedback_schedule_next(
            feedback=feedback, attachment_ids=attachment_ids
        )
        return contract.action_renew() if contract else action

    def _get_contract_to_renew(self):
        """Return the contract whose new terms this activity offers: its own, or the one contract
        that its customer has.

        :rtype: customer.contract
        """
        Contract = self.env['customer.contract']
        if len(self) != 1 or self.activity_type_id != self.env.ref(
            OFFER_TYPE, raise_if_not_found=False
        ):
            return Contract
        field = {'customer.contract': 'id', 'res.partner': 'partner_id'}.get(self.res_model)
        if not field or not Contract.has_access('write'):
            return Contract
        contracts = Contract.search(
            [(field, '=', self.res_id), ('state', 'in', RENEWABLE_STATES)], limit=2
        )
        return contracts if len(contracts) == 1 else Contract
