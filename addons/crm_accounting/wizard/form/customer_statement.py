from odoo import models
from odoo.exceptions import UserError


class CustomerStatement(models.TransientModel):
    _inherit = 'customer.statement'

    def action_print_reconciliation(self):
        """Print movements and balances of the period for both parties to sign."""
        self.ensure_one()
        if self.kind != 'period':
            raise UserError(
                self.env._("A reconciliation statement is about a period: choose one first.")
            )
        self._get_form_pages()
        report = self.env.ref('crm_accounting.action_report_reconciliation')
        return report.report_action(self, config=False)

    def _get_form_pages(self):
        """Return body, lang and partner of each customer's reconciliation statement."""
        return [
            {
                **self.env['printed.form']._print(
                    'reconciliation', statement.partner.with_env(self.env), statement
                ),
                'partner': statement.partner,
            }
            for statement in self._get_statements()
        ]
