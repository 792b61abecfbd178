from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestLimit(TradeCommon):
    """Ten loaves at 5.00, of which no more than 30.00 may be bought."""

    def _limited(self, **values):
        return self._live(**{'amount_limit': 30.0, 'breach_policy': 'block', **values})

    def test_an_order_within_the_limit_goes_on_silently(self):
        contract = self._limited()
        self.assertFalse(self._order(contract, 6).contract_warning)
        self.assertFalse(contract.sudo().activity_ids)

    def test_an_order_past_the_limit_is_warned_of_before_and_blocked(self):
        order = self._order(self._limited(), 8, confirm=False)
        self.assertIn("would be past its limit", order.contract_warning)
        self.assertIn("cannot be confirmed", order.contract_warning)
        with self.assertRefused(r"(?s)would be past its limit.*10\.00.* too much.* renew"):
            order.action_confirm()

    def test_an_order_without_a_contract_warns_of_nothing(self):
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        self.assertFalse(order.contract_warning)

    def test_the_form_warns_while_it_is_filled_in(self):
        contract = self._limited(breach_policy='warn')
        with Form(self.env['sale.order'].with_user(self.salesman)) as form:
            form.partner_id = self.customer
            form.contract_id = contract
            with form.order_line.new() as line:
                line.product_id = self.product_a
                line.product_uom_qty = 8
            self.assertIn("past its limit", form.contract_warning)

    def test_where_it_only_warns_the_order_goes_on_and_somebody_is_told(self):
        contract = self._limited(breach_policy='warn')
        order = self._order(contract, 8)
        self.assertEqual(order.state, 'sale')
        self.assertEqual(len(contract.sudo().activity_ids), 1)
        self.assertIn(order.name, contract.message_ids[0].body)
        reminder = contract.sudo().activity_ids
        self.assertIn("is past its limit", reminder.note)
        self.assertRecordValues(
            reminder,
            [{'user_id': self.salesman.id, 'date_deadline': self._date('2024-06-14')}],
        )
        self._order(contract, 1)
        self.assertEqual(len(contract.sudo().activity_ids), 1, "one is enough")

    def test_a_confirmed_order_does_not_grow_past_the_limit(self):
        contract = self._limited()
        order = self._order(contract, 6)
        line = order.order_line
        other = self._order(self._live(lines=[(1, 1.0)]), 1, confirm=False)
        other.contract_id = False
        more = Command.create({'product_id': self.product_b.id, 'price_unit': 1.0})
        grow = [
            lambda: line.write({'product_uom_qty': 7}),
            lambda: line.write({'price_unit': 5.01}),
            lambda: order.write({'order_line': [more]}),
            lambda: line.with_context(default_order_id=order.id).create([more[2]]),
            lambda: other.order_line.write({'order_id': order.id}),
            lambda: order.write({'order_line': [Command.update(line.id, {'price_unit': 6})]}),
        ]
        for change in grow:
            with self.assertRefused("past its limit"):
                change()
        line.product_uom_qty = 5
        self.assertEqual(contract.amount_left, 5.0)

    def test_a_confirmed_order_does_not_come_to_a_contract_past_its_limit(self):
        order = self._order(self._live(), 8)
        with self.assertRefused("past its limit"):
            order.contract_id = self._limited()

    def test_an_order_that_shrinks_is_not_blocked(self):
        contract = self._limited()
        order = self._order(contract, 6)
        contract.sudo().amount_limit = 10.0
        order.order_line.product_uom_qty = 4
        self.assertEqual(order.order_line.product_uom_qty, 4)

    def test_no_context_and_no_other_way_confirms_it(self):
        order = self._order(self._limited(), 8, confirm=False)
        for context in ({'skip': True}, {'install_mode': True}, {'tracking_disable': True}):
            with self.assertRaises(UserError):
                order.with_context(**context).action_confirm()
        with self.assertRaises(UserError):
            order.write({'state': 'sale'})

    def test_an_invoice_past_the_limit_is_warned_of_before_and_blocked(self):
        contract = self._limited()
        invoice = self._direct_invoice(contract, 8, post=False)
        alert = invoice.alerts['crm_accounting_contract']
        self.assertIn("past its limit", alert['message'])
        with self.assertRefused("past its limit"):
            invoice.action_post()
        invoice.invoice_line_ids.quantity = 6
        invoice.action_post()
        self.assertEqual(contract.amount_left, 0.0)

    def test_what_was_ordered_within_time_and_limit_may_be_invoiced_after_them(self):
        contract = self._limited()
        invoice = self._order(contract, 6)._create_invoices()
        contract.sudo().write({'state': 'ended', 'date_end': '2024-06-01', 'amount_limit': 10.0})
        self.assertNotIn('crm_accounting_contract', invoice.alerts or {})
        invoice.with_user(self.invoicer).action_post()
        self.assertEqual(invoice.state, 'posted')

    def test_what_is_added_to_the_invoice_of_an_order_is_blocked(self):
        invoice = self._order(self._limited(), 6)._create_invoices().with_user(self.invoicer)
        invoice.invoice_line_ids = [
            Command.create({'name': "Basket", 'quantity': 1, 'price_unit': 0.01, 'tax_ids': []})
        ]
        with self.assertRefused("past its limit"):
            invoice.action_post()

    def test_an_order_is_not_invoiced_with_more_than_the_limit_leaves(self):
        contract = self._limited()
        invoice = self._order(contract, 4)._create_invoices().with_user(self.invoicer)
        invoice.invoice_line_ids.quantity = 7
        self.assertIn("past its limit", invoice.alerts['crm_accounting_contract']['message'])
        with self.assertRefused("past its limit"):
            invoice.action_post()
        invoice.invoice_line_ids.quantity = 6
        invoice.action_post()
        self.assertEqual(contract.amount_left, 0.0)
        invoice._reverse_moves(cancel=True)
        self.assertEqual(contract.amount_left, 10.0)

    def test_parts_of_an_order_may_round_up_to_more_than_it(self):
        contract = self._limited(lines=[(10, 0.05)])
        order = self._order(contract, 3)
        for part in (0.5, 0.5, 0.5, 1.5):
            invoice = order._create_invoices().with_user(self.invoicer)
            invoice.invoice_line_ids.quantity = part
            invoice.action_post()
        self.assertGreater(sum(order.sudo().invoice_ids.mapped('amount_total')), 0.15)
        self.assertEqual(contract.amount_used, 0.15)

    def test_the_link_to_an_order_that_is_not_of_the_contract_hides_nothing(self):
        contract = self._limited()
        elsewhere = self._order(self._live(), 1)
        cancelled = self._order(contract, 1)
        cancelled._action_cancel()
        for order in (elsewhere, cancelled):
            invoice = self._direct_invoice(contract, 8, post=False)
            invoice.invoice_line_ids.sudo().sale_line_ids = order.order_line
            with self.assertRefused("past its limit"):
                invoice.action_post()
            self.assertEqual(contract.line_ids.qty_left, 2)
            invoice.unlink()
        invoice = self._direct_invoice(contract, 6)
        invoice.invoice_line_ids.sudo().sale_line_ids = elsewhere.order_line
        self.assertEqual(contract.amount_left, 0.0)
        report = self.env['customer.contract.report'].with_user(self.seller)
        rows = report.search([('contract_id', '=', contract.id)])
        self.assertEqual(sum(rows.mapped('qty_left')), 4)

    def test_a_posted_invoice_does_not_come_to_a_contract_past_its_limit(self):
        invoice = self._direct_invoice(self._live(), 8)
        with self.assertRefused("past its limit"):
            invoice.contract_id = self._limited()

    def test_a_credit_note_is_never_blocked(self):
        contract = self._limited()
        invoice = self._direct_invoice(contract, 6)
        contract.sudo().write({'state': 'ended', 'date_end': '2024-06-01'})
        refund = invoice._reverse_moves(cancel=True)
        self.assertEqual(refund.state, 'posted')

    def test_a_contract_past_its_date_blocks_or_warns(self):
        contract = self._limited()
        order = self._order(contract, 1, confirm=False)
        contract.sudo().write({'state': 'ended', 'date_end': '2024-06-01'})
        self.assertIn("ended", order.contract_warning)
        with self.assertRefused("ended"):
            order.action_confirm()
        contract.sudo().breach_policy = 'warn'
        order.action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_who_may_not_read_the_contract_learns_no_amount(self):
        contract = self._limited()
        order = self._order(contract, 8, confirm=False)
        contract.sudo().user_id = self.seller
        self.env.invalidate_all()
        self.assertNotIn("40.00", order.contract_warning)
        with self.assertRaises(UserError) as caught:
            order.action_confirm()
        self.assertNotIn("40.00", str(caught.exception))
        self.assertIn(self.seller.name, str(caught.exception))

    def test_each_reason_why_no_more_may_be_ordered_is_said(self):
        contract = self._live()
        for values, sentence in (
            ({'state': 'draft'}, "is not signed yet"),
            ({'date_start': '2024-06-15'}, "is not in force before 06/15/2024"),
            ({'date_end': '2024-06-13'}, "ended on 06/13/2024"),
            ({'date_terminated': '2024-06-13'}, "was terminated as of 06/13/2024"),
        ):
            with self.subTest(sentence), self.env.cr.savepoint() as undo:
                contract.sudo().write(values)
                self.assertEqual(len(contract._get_breach()), 1)
                self.assertIn(sentence, contract._get_breach()[0])
                undo.rollback()
                contract.invalidate_recordset()
        for values in ({'date_end': '2024-06-14'}, {'date_terminated': '2024-06-14'}):
            contract.sudo().write(values)
            self.assertFalse(contract._get_breach(), "the last day is a day of the contract")

    def test_the_reminder_is_over_once_the_limit_is_raised(self):
        contract = self._limited(breach_policy='warn')
        self._order(contract, 8)
        for limit, left in ((35.0, 1), (40.0, 0)):
            terms = {'date_end': contract.date_end, 'amount_limit': limit}
            contract._renew(contract.date, terms, [])
            self.assertEqual(len(contract.sudo().activity_ids), left)
