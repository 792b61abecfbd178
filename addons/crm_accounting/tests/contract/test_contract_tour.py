from datetime import date
from unittest.mock import patch

from odoo.tests import HttpCase, tagged

from .trade_common import TradeCommon

REPORT = 'odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf'


@tagged('post_install', '-at_install')
class TestContractTour(TradeCommon, HttpCase):
    """The life of a contract in a real browser, by a salesperson who also invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.salesman.group_ids |= cls.env.ref('account.group_account_invoice')

    def test_a_contract_is_drafted_printed_signed_used_up_and_renewed(self):
        printed = self._tour()
        contract = self.env['customer.contract'].search([('partner_id', '=', self.customer.id)])
        self.assertRecordValues(
            contract,
            [
                {
                    'state': 'running',
                    'date_end': date(2025, 12, 31),
                    'user_id': self.salesman.id,
                    'breach_policy': 'block',
                    'amount_limit': 100.0,
                    'amount_used': 100.0,
                    'amount_left': 0.0,
                }
            ],
        )
        self.assertEqual(printed, [('crm_accounting.report_contract', contract.ids)])
        self._check_versions(contract)
        self._check_documents(contract)

    def _tour(self):
        """Return what was printed in the tour: form and records."""
        render, printed = self.env.registry['ir.actions.report']._render_qweb_pdf, []

        def spy(report, report_ref, res_ids=None, data=None):
            printed.append((report._get_report(report_ref).report_name, res_ids))
            return render(report, report_ref, res_ids, data)

        with patch(REPORT, spy), self.assertLogs('odoo.http', 'WARNING') as refused:
            self.start_tour('/odoo', 'crm_accounting_contract', login='salesman', timeout=180)
        self.assertEqual(len(refused.output), 1, refused.output)
        self.assertIn("raise the limit by renewing the contract", refused.output[0])
        return printed

    def _check_versions(self, contract):
        """What was signed first knows nothing of what was agreed later."""
        first, second = contract.version_ids.sorted('number')
        self.assertRecordValues(
            first + second,
            [
                {'number': 0, 'kind': 'contract', 'amount_limit': 60.0, 'lang': 'en_US'},
                {'number': 1, 'kind': 'addendum', 'amount_limit': 100.0, 'lang': 'en_US'},
            ],
        )
        self.assertIn("12/31/2024", first.body)
        self.assertNotIn("12/31/2025", first.body)
        self.assertIn("12/31/2025", second.body)

    def _check_documents(self, contract):
        orders = contract.sale_order_ids
        self.assertEqual(orders.mapped('state'), ['sale', 'sale'])
        self.assertEqual(orders.mapped('amount_total'), [50.0, 50.0])
        invoice = orders.invoice_ids
        self.assertEqual((invoice.contract_id, invoice.state), (contract, 'posted'))
        self.assertEqual(invoice.amount_total, 50.0)
