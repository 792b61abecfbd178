from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PlanCommon

REPORT = 'odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf'


@tagged('post_install', '-at_install')
class TestPaymentTour(PlanCommon, HttpCase):
    """Plans are agreed and payments are taken in a real browser."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.clerk = new_test_user(cls.env, 'clerk', 'account.group_account_invoice', **company)

    def test_a_collector_agrees_a_plan_from_an_invoice(self):
        invoice, item = self._overdue(90.0)
        url = f'/odoo/account.move/{invoice.id}'
        self.start_tour(url, 'crm_accounting_plan', login='collector')
        plan = self.env['payment.plan'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual((plan.state, plan.user_id), ('running', self.collector))
        self.assertEqual(plan.debt_ids.move_id, invoice)
        self.assertInstalments(
            plan, [('2024-07-14', 50, 0), ('2024-08-14', 10, 0), ('2024-09-14', 30, 0)]
        )
        self.assertEqual((item.state, invoice.amount_residual), ('held', 90))

    def _take(self, find_record):
        """Take a payment in two clicks from a record, and check the books and the receipt."""
        invoice, _item = self._overdue(150.0)
        record = find_record(invoice)
        render, printed = self.env.registry['ir.actions.report']._render_qweb_pdf, []

        def spy(report, report_ref, res_ids=None, data=None):
            printed.append((report._get_report(report_ref).report_name, res_ids))
            return render(report, report_ref, res_ids, data)

        url = f'/odoo/{record._name}/{record.id}'
        with patch(REPORT, spy):
            self.start_tour(url, 'crm_accounting_take', login='clerk')
        payment = self.env['account.payment'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual((payment.amount, payment.create_uid), (150, self.clerk))
        self.assertEqual(invoice.amount_residual, 0)
        self.assertSettled(invoice, 'paid')
        self.assertEqual(printed, [('crm_accounting.report_payment_taken', payment.ids)])

    def test_a_payment_is_taken_in_two_clicks_from_a_customer(self):
        self._take(lambda invoice: invoice.partner_id)

    def test_a_payment_is_taken_in_two_clicks_from_a_case(self):
        self.clerk.group_ids |= self.env.ref('crm_accounting.crm_accounting_group_user')
        self._take(lambda invoice: self._items(invoice).case_id)

    def test_a_payment_is_taken_in_two_clicks_from_an_invoice(self):
        self._take(lambda invoice: invoice)
