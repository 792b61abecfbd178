from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .prepayment_common import PrepaymentCommon


@tagged('post_install', '-at_install')
class TestPreorderGiveBack(PrepaymentCommon):
    """A cancelled pre-order gives back as credit what was prepaid."""

    def test_what_was_paid_is_given_back_as_credit_to_the_cent(self):
        order, invoice = self._ask()
        self._collect(invoice, 12.34)
        order.action_cancel()
        refund = invoice.reversal_move_ids
        self.assertEqual((refund.state, refund.amount_residual), ('posted', 12.34))
        self.assertEqual(invoice.amount_residual, 0)
        lines, credit = self._credits()
        self.assertEqual((lines.move_id, credit), (refund, 12.34))
        self.assertIn(refund.name, order.message_ids[0].body + order.message_ids[1].body)

    def test_it_is_cancelled_by_somebody_who_sees_neither_purchases_nor_books(self):
        order, invoice = self._ask()
        self._receive(10)
        self.env.invalidate_all()
        self.assertFalse(
            self.env['purchase.order.line'].with_user(self.salesman).has_access('read')
        )
        order.action_cancel()
        self.assertEqual(invoice.reversal_move_ids.state, 'posted')

    def test_a_rejected_payment_is_not_given_back(self):
        order, invoice = self._ask()
        self._collect(invoice, 10)
        [payment] = self._collect(invoice, 20)
        self.env['account.payment'].browse(payment).action_reject()
        order.action_cancel()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.reversal_move_ids.amount_residual, 10)
        self.assertEqual(self._credits()[1], 10)

    def test_the_credit_pays_the_next_invoice(self):
        order, invoice = self._ask()
        self._collect(invoice, 30)
        order.action_cancel()
        debt = self._invoice(50.0)
        take = self.env['account.payment.take'].with_user(self.invoicer)
        take = take.create({
            'partner_id': self.customer.id,
            'company_id': self.company.id,
            'invoice_id': debt.id,
            'journal_id': self.bank.id,
            'proposal': 'all',
            'use_credit': True,
        })
        self.assertEqual((take.amount_credit, take.amount), (30, 20))
        take._take()
        self.assertEqual(debt.amount_residual, 0)
        self.assertEqual(self._credits()[1], 0)

    def test_nothing_is_given_back_twice(self):
        order, invoice = self._ask()
        self._collect(invoice, 30)
        order.action_cancel()
        order.action_draft()
        order.action_confirm()
        order.action_cancel()
        self.assertEqual(len(invoice.reversal_move_ids), 1)
        self.assertEqual(self._credits()[1], 30)
        order.action_draft()
        order.action_confirm()
        self.assertFalse(order.preorder_has_invoice)
        order, again = self._ask(order)
        self.assertEqual(again.amount_total, 30)
        order.action_cancel()
        self.assertEqual(len(again.reversal_move_ids), 1)
        self.assertEqual(self._credits()[1], 30, "nothing was paid on the second one")

    def test_a_draft_is_cancelled_and_what_was_not_paid_gives_no_credit(self):
        order = self._preorder(10, require_payment=True, prepayment_percent=0.3)
        draft = self.env['account.move'].browse(order.action_ask_prepayment()['res_id'])
        order.with_user(self.invoicer.browse(self.env.uid)).action_cancel()
        self.assertEqual(draft.state, 'cancel')
        order, invoice = self._ask()
        order.action_cancel()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.reversal_move_ids.amount_residual, 0)
        self.assertEqual(self._credits()[1], 0)

    def test_taxes_are_given_back_too(self):
        order = self._preorder(10, confirm=False, require_payment=True, prepayment_percent=0.3)
        order.order_line.tax_ids = self.company_data['default_tax_sale']
        order.action_confirm()
        order, invoice = self._ask(order)
        self.assertEqual(invoice.amount_total, 34.5)
        self._collect(invoice, 34.5)
        order.action_cancel()
        refund = invoice.reversal_move_ids
        self.assertEqual((refund.amount_total, refund.amount_tax), (34.5, 4.5))
        self.assertEqual(self._credits()[1], 34.5)
        accounts = (invoice | refund).line_ids.grouped('account_id')
        for account, lines in accounts.items():
            if account.account_type != 'asset_receivable':
                self.assertEqual(sum(lines.mapped('balance')), 0, account.name)

    def test_another_currency_gives_back_the_same_amount(self):
        pricelist = self.env['product.pricelist'].create({
            'name': "Abroad",
            'currency_id': self.other_currency.id,
            'company_id': self.company.id,
        })
        order, invoice = self._ask(pricelist_id=pricelist.id)
        self.assertEqual(invoice.currency_id, self.other_currency)
        self._pay(invoice, 12.0, currency_id=self.other_currency.id)
        self.assertAmounts(order, 30, 12, 18)
        self.env['res.currency.rate'].create({
            'name': '2024-06-14',
            'currency_id': self.other_currency.id,
            'company_id': self.company.id,
            'rate': 4.0,
        })
        order.action_cancel()
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(invoice.reversal_move_ids.amount_residual, 12)

    def test_a_running_plan_ends(self):
        order, invoice = self._ask()
        action = order.action_prepay_by_instalments()
        plan = self.env['payment.plan'].with_user(self.salesman)
        plan = plan.with_context(**action['context']).create({})
        plan.action_confirm()
        self._collect(invoice, 10)
        order.action_cancel()
        self._commit()
        self.env.invalidate_all()
        self.assertEqual((plan.state, plan.amount_residual), ('kept', 0))
        self.assertEqual(self._credits()[1], 10)

    def test_what_a_final_invoice_has_used_up_stays_there(self):
        order, invoice = self._ask()
        self._receive(4)
        self._deliver(order)
        self.product_a.invoice_policy = 'delivery'
        final = order.sudo()._create_invoices(final=True)
        final.action_post()
        self.assertEqual(final.amount_total, 10, "40 delivered less 30")
        order.action_cancel()
        self.assertFalse(invoice.reversal_move_ids)

    def test_ordinary_orders_are_cancelled_as_before(self):
        order, invoice = self._ask()
        order.action_serve_as_ordinary()
        order.action_cancel()
        self.assertFalse(invoice.reversal_move_ids)

    def test_what_an_accountant_has_credited_in_part_is_not_given_back_again(self):
        tax = self.company_data['default_tax_sale']
        for values in ({'quantity': 0.5}, {'price_unit': 10.0}):
            with self.subTest(values):
                order = self._preorder(
                    10, confirm=False, require_payment=True, prepayment_percent=0.3
                )
                order.order_line.tax_ids = tax
                order.action_confirm()
                order, invoice = self._ask(order)
                self._collect(invoice, 34.5)
                before = self._credits()[1]
                self._refund(invoice)
                credited = invoice.reversal_move_ids
                lines = credited.invoice_line_ids
                lines.filtered(lambda line: line.display_type == 'product').write(values)
                credited.action_post()
                self.env.invalidate_all()
                order.action_cancel()
                self.assertEqual(round(self._credits()[1] - before, 2), 34.5)

    def test_a_customer_who_reads_it_online_does_not_cancel_it(self):
        order = self._ask()[0]
        portal = new_test_user(self.env, 'portal', 'base.group_portal')
        portal.partner_id.parent_id = self.customer
        order.sudo().message_subscribe(portal.partner_id.ids)
        order = order.with_user(portal)
        self.assertTrue(order.has_access('read'))
        with self.assertRaises(AccessError):
            order.action_cancel()
