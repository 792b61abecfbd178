from odoo import models

REPORT = 'crm_accounting.action_report_addendum'


class CustomerContractRenew(models.TransientModel):
    _inherit = 'customer.contract.renew'

    def action_print_addendum(self):
        """Print the addendum for the parties to sign: nothing is renewed by it."""
        self.ensure_one()
        self._get_pages()
        return self.env.ref(REPORT).report_action(self, config=False)

    def _get_pages(self):
        """Return body, lang and title of the addendum that a renewal would keep.

        :raise UserError: for what the renewal would refuse
        """
        self.ensure_one()
        with self.env.cr.savepoint() as savepoint:
            self.action_renew()
            pages = self.contract_id.version_ids.sorted('number')[-1:]._get_pages()
            savepoint.rollback()
        return pages
