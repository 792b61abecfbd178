from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .prepayment_common import PrepaymentCommon


@tagged('post_install', '-at_install')
class TestPreorderPrepayment(PrepaymentCommon):
    def test_it_is_asked_once_by_somebody_who_does_not_invoice(self):
        order = self._preorder(10, require_payment=True, prepayment_percent=0.3)
        self.assertAmounts(order, 30, 0, 30)
        invoice = self.env['account.move'].browse(order.action_ask_prepayment()['res_id'])
        self.assertEqual((invoice.state, invoice.amount_total), ('draft', 30))
        self.assertEqual(order.action_ask_prepayment()['res_id'], invoice.id)
        self.assertEqual(order.order_line.invoice_lines.move_id, invoice)
        with self.assertRaises(AccessError):
            invoice.with_user(self.salesman).action_post()

    def test_what_asks_for_nothing_is_refused(self):
        plain = self._preorder(1)
        draft = self._preorder(1, confirm=False, require_payment=True, prepayment_percent=0.3)
        ordinary = self._preorder(1, confirm=False, require_payment=True, prepayment_percent=0.3)
        ordinary.is_preorder = False
        ordinary.action_confirm()
        for order in (plain, draft, ordinary):
            with self.assertRefused("asks for a prepayment"):
                order.action_ask_prepayment()
        self.assertAmounts(plain, 0, 0, 0)
        self.assertAmounts(ordinary, 0, 0, 0)

    def test_what_is_paid_is_read_from_the_books(self):
        order, invoice = self._ask()
        unpaid = [('preorder_is_unpaid', '=', True)]
        Order = self.env['sale.order'].with_user(self.salesman)
        self.assertIn(order, Order.search(unpaid))
        self._collect(invoice, 10)
        self.assertAmounts(order, 30, 10, 20)
        [payment] = self._collect(invoice, 20)
        self.assertAmounts(order, 30, 30, 0)
        self.assertNotIn(order, Order.search(unpaid))
        free = self._preorder(1)
        self.assertEqual(Order.search([('preorder_is_unpaid', '=', False)]), order | free)
        self.env['account.payment'].browse(payment).action_draft()
        self.assertAmounts(order, 30, 10, 20)

    def test_a_credit_note_of_the_accountant_pays_nothing(self):
        order, invoice = self._ask()
        self._collect(invoice, 10)
        self._refund(invoice)
        self.env.invalidate_all()
        invoice.reversal_move_ids.action_post()
        lines = self._receivable(invoice | invoice.reversal_move_ids)
        lines.filtered(lambda line: not line.reconciled).reconcile()
        self.assertAmounts(order, 30, 10, 20)
        self.assertFalse(order.preorder_has_invoice)

    def test_instalments_are_offered_as_long_as_it_is_owed(self):
        order, invoice = self._ask()
        self.assertTrue(order.preorder_has_debt)
        action = order.action_prepay_by_instalments()
        plan = self.env['payment.plan'].with_user(self.salesman)
        plan = plan.with_context(**action['context']).create({})
        plan.action_confirm()
        self.assertEqual((plan.move_ids, plan.amount_total), (invoice, 30))
        self.assertEqual(order.action_prepay_by_instalments()['res_id'], plan.id)
        self._collect(invoice, 30)
        order.invalidate_recordset()
        self.assertFalse(order.preorder_has_debt)

    def test_money_that_came_online_without_an_invoice_counts(self):
        order = self._preorder(10, require_payment=True, prepayment_percent=0.3)
        provider = self.env['payment.provider'].sudo().search([], limit=1)
        self.env['payment.transaction'].sudo().create({
            'provider_id': provider.id,
            'payment_method_id': self.env['payment.method'].sudo().search([], limit=1).id,
            'amount': 12.0,
            'currency_id': order.currency_id.id,
            'partner_id': self.customer.id,
            'sale_order_ids': [Command.set(order.ids)],
            'state': 'done',
        })
        self.assertAmounts(order, 30, 12, 18)

    def test_what_is_invoiced_to_the_end_is_prepaid_no_more(self):
        order = self._preorder(10, require_payment=True, prepayment_percent=0.3)
        final = order.sudo()._create_invoices(final=True)
        final.action_post()
        self._collect(final, 100)
        self.assertAmounts(order, 30, 0, 0)
        unpaid = self.env['sale.order'].with_user(self.salesman)
        self.assertNotIn(order, unpaid.search([('preorder_is_unpaid', '=', True)]))

    def test_a_foreigner_is_not_shown_what_is_owed(self):
        order = self._ask()[0]
        stranger = self._new_user('stranger', 'sales_team.group_sale_salesman')
        with self.assertRaises(AccessError):
            order.with_user(stranger).action_prepay_by_instalments()
