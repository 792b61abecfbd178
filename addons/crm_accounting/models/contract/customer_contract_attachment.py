from odoo import api, models


class CustomerContract(models.Model):
    """What is uploaded to a contract is for all who see the contract."""

    _inherit = 'customer.contract'

    @api.model_create_multi
    def create(self, vals_list):
        contracts = super().create(vals_list)
        contracts._adopt_documents()
        return contracts

    def write(self, vals):
        result = super().write(vals)
        if 'document_ids' in vals:
            self._adopt_documents()
        return result

    def _adopt_documents(self):
        """Tie documents to their contract that came before it was saved, when it had no id."""
        for contract in self.sudo():
            contract.document_ids.filtered(
                lambda document: document.res_model == self._name and not document.res_id
            ).res_id = contract.id
