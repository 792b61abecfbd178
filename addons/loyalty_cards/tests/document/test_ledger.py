from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestLedger(DocumentCase):
    def test_posted_invoice_of_an_order_is_in_the_ledger(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 2))
        order.order_line[1].discount = 50
        order.action_confirm()
        invoice = order._create_invoices()
        self.assertEqual(invoice.discount_card_id, self.card)
        invoice.action_post()
        self.assertRecordValues(
            self._entries(invoice),
            [
                {
                    'product_id': self.coffee.id,
                    'kind': 'sale',
                    'card_id': self.card.id,
                    'root_id': self.card.id,
                    'partner_id': self.ann.id,
                    'category_id': self.gold.id,
                    'rule_names': "Gold",
                    'percent': 5,
                    'card_percent': 5,
                    'gross': 120,
                    'discount_amount': 6,
                    'card_discount_amount': 6,
                    'turnover': 114,
                    'turnover_company': 114,
                },
                {
                    'product_id': self.tea.id,
                    'kind': 'sale',
                    'card_id': self.card.id,
                    'root_id': self.card.id,
                    'partner_id': self.ann.id,
                    'category_id': self.gold.id,
                    'rule_names': "Gold",
                    'percent': 50,
                    'card_percent': 5,
                    'gross': 12,
                    'discount_amount': 6,
                    'card_discount_amount': 0,
                    'turnover': 6,
                    'turnover_company': 6,
                },
            ],
        )

    def test_invoice_of_nobody_with_discounts_is_not_in_the_ledger(self):
        self.assertFalse(self._entries(self._invoice(self.bob, (self.coffee, 1))))

    def test_discount_that_is_typed_on_a_confirmed_order_is_not_the_cards(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 2))
        order.action_confirm()
        order.order_line[0].discount = 50
        invoice = order._create_invoices()
        invoice.invoice_line_ids[1].discount = 20
        self.assertEqual(invoice.card_discount_total, 0)
        invoice.action_post()
        entries = self._entries(invoice)
        self.assertEqual(entries.mapped('discount_amount'), [60, 2.4])
        self.assertEqual(entries.mapped('card_percent'), [5, 5])
        self.assertFalse(any(entries.mapped('card_discount_amount')))

    def test_purchase_and_return_without_the_card_count_for_its_holder(self):
        contact = self.env['res.partner'].create({'name': "Al", 'parent_id': self.ann.id})
        values = self._prepare_invoice(contact, (self.coffee, 10))
        bought, returned = self.env['account.move'].create([
            values,
            {**values, 'move_type': 'out_refund'},
        ])
        for document, turnover in ((bought, 120), (returned, 0)):
            document.action_post()
            amounts = self.card._get_turnovers(['lifetime'], bought.invoice_date)
            self.assertEqual(amounts[self.card.id], {'lifetime': turnover})

    def test_posted_again_nets_to_one(self):
        invoice = self._invoice(self.ann, (self.coffee, 10))
        for _time in range(2):
            invoice.button_draft()
            invoice.action_post()
        entries = self._entries(invoice)
        self.assertEqual(
            [(entry.kind, entry.posting, entry.turnover) for entry in entries],
            [
                ('sale', 0, 114),
                ('reversal', 0, -114),
                ('sale', 1, 114),
                ('reversal', 1, -114),
                ('sale', 2, 114),
            ],
        )
        invoice.button_cancel()
        self.assertEqual(sum(self._entries(invoice).mapped('turnover_company')), 0)

    def test_posted_invoice_that_is_deleted_is_taken_back(self):
        invoice = self._invoice(self.ann, (self.coffee, 10))
        entries = self._entries(invoice)
        invoice.with_context(force_delete=True).unlink()
        left = self.env['discount.card.entry'].search([('res_id', '=', entries.res_id)], order='id')
        self.assertEqual(left.mapped('turnover'), [114, -114])

    def test_of_two_users_at_once_the_second_fails_on_the_state(self):
        """Then the server repeats it; on the ledger it would fail for good."""
        invoice = self._invoice(self.ann, (self.coffee, 10))
        states = []

        def look(entries, values_list):
            self.env.cr.execute("SELECT state FROM account_move WHERE id = %s", [invoice.id])
            states.extend(self.env.cr.fetchone())
            return entries

        with patch.object(self.env.registry['discount.card.entry'], '_record', look):
            invoice.button_draft()
        self.assertEqual(states, ['draft'])

    def test_refund_lowers_the_window_of_the_sale(self):
        with freeze_time('2026-01-15 09:00:00'):
            invoice = self._invoice(self.ann, (self.coffee, 10))
        refund = invoice._reverse_moves([{'invoice_date': '2026-03-02'}])
        refund.invoice_line_ids.quantity = 4
        refund.action_post()
        self.assertRecordValues(
            self._entries(refund),
            [
                {
                    'kind': 'refund',
                    'date': refund.invoice_date,
                    'effective_date': invoice.invoice_date,
                    'percent': 5,
                    'quantity': -4,
                    'turnover': -45.6,
                    'card_id': self.card.id,
                }
            ],
        )

    def test_refund_takes_back_at_the_rate_of_the_sale(self):
        foreign = self.env['res.currency'].create({'name': 'XCC', 'symbol': 'x', 'rounding': 0.01})
        for day, rate in (('2026-01-01', 2), ('2026-03-01', 4)):
            self.env['res.currency.rate'].create({
                'currency_id': foreign.id,
                'company_id': self.company.id,
                'name': day,
                'rate': rate,
            })
        with freeze_time('2026-01-15 09:00:00'):
            invoice = self._invoice(self.ann, (self.coffee, 10), currency_id=foreign.id)
        refund = invoice._reverse_moves([{'invoice_date': '2026-03-02'}])
        refund.action_post()
        sold, returned = (self._entries(move).turnover_company for move in (invoice, refund))
        self.assertTrue(sold)
        self.assertEqual(returned, -sold)

    def test_refund_that_is_taken_back_counts_on_the_day_of_the_sale(self):
        with freeze_time('2026-01-15 09:00:00'):
            invoice = self._invoice(self.ann, (self.coffee, 10))
        refund = invoice._reverse_moves([{'invoice_date': '2026-03-02'}])
        refund.action_post()
        again = refund._reverse_moves([{'invoice_date': '2026-03-02'}])
        again.action_post()
        self.assertRecordValues(
            self._entries(again),
            [{'kind': 'sale', 'effective_date': invoice.invoice_date, 'turnover': 114}],
        )

    def test_recorded_twice_is_written_once(self):
        invoice = self._invoice(self.ann, (self.coffee, 10))
        entries = self._entries(invoice)
        values = invoice._prepare_card_entries(invoice._get_card_entry_lines(), 0, {})
        self.env['discount.card.entry']._record(values)
        self.assertEqual(self._entries(invoice), entries)

    def test_amounts_of_the_order_are_computed_anew_for_a_changed_line_only(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 2))
        order.action_confirm()
        invoice = order._create_invoices()
        coffee, tea = invoice.invoice_line_ids
        coffee.quantity = 5
        self.assertNotEqual(coffee.card_gross_basis, coffee._describe_card_gross())
        self.assertEqual(tea.card_gross_basis, tea._describe_card_gross())
        self.assertEqual(tea._get_card_gross(), tea._compute_card_gross())
        invoice.action_post()
        self.assertRecordValues(
            self._entries(invoice),
            [{'gross': 60, 'turnover': 57}, {'gross': 12, 'turnover': 11.4}],
        )

    def test_vendor_bill_is_never_in_the_ledger(self):
        bill = self._invoice(self.ann, (self.coffee, 1), move_type='in_invoice')
        self.assertFalse(self._entries(bill))

    def _invoice(self, partner, *lines, **values):
        """Create a direct invoice of (product, quantity), apply the card and post it."""
        invoice = self.env['account.move'].create(self._prepare_invoice(partner, *lines, **values))
        if invoice.move_type == 'out_invoice':
            invoice.discount_card_id = partner._get_primary_card(self.company)
            invoice.action_apply_discount_card()
        invoice.action_post()
        return invoice

    def _entries(self, document):
        return self.env['discount.card.entry'].search(
            [('res_model', '=', document._name), ('res_id', '=', document.id)], order='id'
        )
