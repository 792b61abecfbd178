from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestInvoice(TradeCommon):
    def _new_invoice(self, contract):
        action = contract.with_user(self.invoicer).action_new_invoice()
        return self.env['account.move'].with_user(self.invoicer).browse(action['res_id'])

    def test_an_invoice_from_a_contract_has_its_terms_and_what_is_left(self):
        contract = self._live(
            lines=[(10, 5.0), (2, 12.5)],
            payment_term_id=self.pay_terms_b.id,
            currency_id=self.other_currency.id,
        )
        self._order(contract, 4)
        invoice = self._new_invoice(contract)
        self.assertEqual(invoice.state, 'draft')
        self.assertEqual(invoice.contract_id, contract)
        self.assertEqual(invoice.currency_id, self.other_currency)
        self.assertEqual(invoice.invoice_payment_term_id, self.pay_terms_b)
        lines = invoice.invoice_line_ids
        self.assertEqual(lines.mapped('quantity'), [6.0, 2.0])
        self.assertEqual(lines.mapped('price_unit'), [5.0, 12.5])
        self.assertEqual(lines.contract_line_id, contract.line_ids)
        with self.assertRefused("Nothing is left"):
            self._new_invoice(contract)

    def test_a_contract_chosen_in_the_form_gives_its_prices_and_terms(self):
        contract = self._live(payment_term_id=self.pay_terms_b.id)
        Move = self.env['account.move'].with_user(self.invoicer)
        with Form(Move.with_context(default_move_type='out_invoice')) as form:
            form.partner_id = self.customer
            with form.invoice_line_ids.new() as line:
                line.product_id = self.product_a
            form.contract_id = contract
            with form.invoice_line_ids.edit(0) as line:
                self.assertEqual(line.price_unit, 5.0)
        invoice = form.record
        self.assertEqual(invoice.invoice_payment_term_id, self.pay_terms_b)
        self.assertEqual(invoice.invoice_line_ids.contract_line_id, contract.line_ids)

    def test_the_credit_note_carries_the_contract_and_a_copy_does_not(self):
        contract = self._live()
        invoice = self._direct_invoice(contract)
        contract.sudo().state = 'ended'
        refund = invoice._reverse_moves()
        self.assertEqual(refund.contract_id, contract)
        self.assertEqual(refund.invoice_line_ids.contract_line_id, contract.line_ids)
        copy = invoice.copy()
        self.assertFalse(copy.contract_id)
        self.assertFalse(copy.invoice_line_ids.contract_line_id)

    def test_prices_of_a_posted_invoice_stay_when_its_contract_is_chosen_late(self):
        contract = self._live()
        invoice = self._invoice(amount=7.0)
        invoice.contract_id = contract
        self.assertEqual(invoice.invoice_line_ids.price_unit, 7.0)
        self.assertEqual(invoice.invoice_line_ids.contract_line_id, contract.line_ids)

    def test_contracts_of_others_and_bills_are_refused(self):
        contract, draft = self._live(), self._contract()
        with self.assertRefused("another customer", ValidationError):
            self._direct_invoice(contract, partner_id=self.other_customer.id)
        with self.assertRefused("nothing else", ValidationError):
            self._direct_invoice(contract, post=False, move_type='in_invoice')
        with self.assertRefused("not in force"):
            self._direct_invoice(draft)

    def test_a_salesperson_makes_no_invoice_and_an_invoicer_no_order(self):
        contract = self._live()
        with self.assertRaises(AccessError):
            contract.action_new_invoice()
        with self.assertRaises(AccessError):
            contract.with_user(self.invoicer).action_new_order()

    def test_buttons_count_what_the_user_may_see(self):
        contract = self._live()
        self._order(contract)
        self._direct_invoice(contract)
        self.assertEqual(contract.sale_order_count, 1)
        as_collector = contract.with_user(self.collector)
        self.assertEqual((as_collector.sale_order_count, as_collector.invoice_count), (0, 1))
        self.assertEqual(self.customer.with_user(self.salesman).contract_count, 1)
        self.assertEqual(self.customer.with_user(self.collector).contract_count, 1)
