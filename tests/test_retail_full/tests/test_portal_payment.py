from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.crm_accounting.tests.payment.common import PlanCommon


@tagged('post_install', '-at_install')
class TestPortalPayment(PlanCommon, HttpCase):
    """In a real browser a customer pays in the portal, with the provider that plays a bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        buyer = new_test_user(
            cls.env,
            'buyer',
            'base.group_portal',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.customer = buyer.partner_id
        provider = cls.env.ref('payment.payment_provider_demo').sudo()
        provider.copy({
            'company_id': cls.company.id,
            'state': 'test',
            'is_published': True,
            'journal_id': cls.company_data['default_journal_bank'].id,
        })

    def _find_transaction(self, invoices):
        [transaction] = invoices.transaction_ids.sudo()
        self.assertEqual((transaction.provider_code, transaction.state), ('demo', 'done'))
        self.assertEqual(transaction.payment_id.amount, transaction.amount)
        return transaction

    def test_the_next_instalment_is_paid(self):
        invoice, item = self._overdue(90.0)
        plan = self._plan(invoice)
        self.start_tour('/my/invoices', 'crm_accounting_portal_instalment', login='buyer')
        self.assertEqual(self._find_transaction(invoice).amount, 30)
        self.assertEqual(invoice.amount_residual, 60)
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )
        self.assertEqual((item.state, item.amount_residual), ('held', 60))

    def test_what_is_left_of_overdue_invoices_is_paid(self):
        first, _item = self._overdue(100.0)
        self._pay(first, 70)
        second, _item = self._overdue(50.0)
        self.start_tour('/my/invoices/overdue', 'crm_accounting_portal_overdue', login='buyer')
        both = first | second
        self.assertEqual(self._find_transaction(both).amount, 80)
        self.assertEqual(both.mapped('amount_residual'), [0, 0])
        self.assertSettled(both, 'paid')
