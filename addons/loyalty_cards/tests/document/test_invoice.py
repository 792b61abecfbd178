from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 09:00:00')
class TestInvoice(DocumentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._hire_clerk()

    # === DIRECT INVOICES === #

    def test_customer_that_is_chosen_brings_the_discount(self):
        moves = self.env['account.move'].with_user(self.clerk)
        with Form(moves.with_context(default_move_type='out_invoice')) as form:
            with form.invoice_line_ids.new() as line:
                line.product_id = self.coffee
                line.quantity = 10
            form.partner_id = self.ann
            self.assertEqual(form.discount_card_id, self.card)
            with form.invoice_line_ids.edit(0) as line:
                self.assertEqual(line.discount, 5)
        invoice = form.record
        self.assertEqual(invoice.card_discount_total, 5)
        self.assertEqual(invoice.discount_category_id, self.gold)
        self.assertRecordValues(
            invoice.invoice_line_ids,
            [
                {
                    'discount': 5,
                    'card_given': 5,
                    'card_origin': 'card',
                    'card_percent': 5,
                    'card_rule_names': "Gold",
                }
            ],
        )

    def test_nothing_changes_until_somebody_asks(self):
        invoice = self._invoice(self.ann, (self.coffee, 100), discount_card_id=self.card.id)
        self.assertEqual(invoice.invoice_line_ids.discount, 0)
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 10)
        invoice.invoice_line_ids.quantity = 10
        self.assertEqual(invoice.invoice_line_ids.discount, 10)
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 5)

    def test_the_day_is_that_of_the_invoice_wherever_the_shop_is(self):
        """Late in the evening and early in the morning UTC is at another day."""
        self.card.write({'date_from': '2026-03-02', 'date_to': '2026-03-02'})
        for tz in ('Pacific/Kiritimati', 'Etc/GMT+12'):
            with self.subTest(tz=tz):
                self.company.partner_id.tz = tz
                invoice = self._invoice(
                    self.ann,
                    (self.coffee, 10),
                    discount_card_id=self.card.id,
                    invoice_date='2026-03-02',
                )
                for hour in range(0, 24, 3):
                    with freeze_time(f'2026-03-02 {hour:02}:30:00'):
                        self.assertEqual(invoice._get_card_moment().date(), invoice.invoice_date)
                with freeze_time('2026-03-02 11:30:00'):
                    invoice.action_apply_discount_card()
                self.assertEqual(invoice.invoice_line_ids.discount, 5)

    def test_program_that_names_no_card_keeps_its_amounts(self):
        invoice = self._invoice(self.ann, (self.coffee, 10))
        self.assertFalse(invoice.discount_card_id)
        self.assertEqual(invoice.amount_total, 120)

    def test_program_gets_the_discounts_by_asking_for_them(self):
        """As README says: find the card, write it, press the button."""
        invoice = self._invoice(self.ann, (self.coffee, 10))
        cards = self.env['discount.card'].with_user(self.clerk)
        invoice.write({
            'discount_card_id': cards.search([
                ('partner_id', '=', self.ann.id),
                ('is_primary', '=', True),
                ('state', '=', 'active'),
            ]).id
        })
        self.assertTrue(invoice.action_apply_discount_card())
        self.assertEqual(invoice.amount_total, 114)
        self.assertEqual(invoice.invoice_line_ids.card_rule_names, "Gold")

    def test_program_asks_for_a_customer_who_needs_no_card(self):
        self.bob.discount_membership_ids = [Command.create({'category_id': self.pensioner.id})]
        invoice = self._invoice(self.bob, (self.coffee, 10))
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 3)

    def test_typed_discount_stays(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.invoice_line_ids.discount = 15
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 15)

    def test_without_the_card_nothing_is_left(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_apply_discount_card()
        invoice.discount_card_id = False
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 0)
        self.assertEqual(invoice.card_discount_total, 0)

    def test_posted_invoice_and_refund_are_not_discounted_again(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_post()
        with self.assertRaises(UserError):
            invoice.action_apply_discount_card()
        with self.assertRaises(UserError):
            invoice._reverse_moves().action_apply_discount_card()

    def test_invoice_in_another_currency(self):
        foreign = self.env['res.currency'].create({'name': 'XCC', 'symbol': 'x', 'rounding': 0.01})
        self.env['res.currency.rate'].create({
            'currency_id': foreign.id,
            'company_id': self.company.id,
            'name': '2026-01-01',
            'rate': 2,
        })
        invoice = self._invoice(
            self.ann, (self.coffee, 100), currency_id=foreign.id, discount_card_id=self.card.id
        )
        self.assertEqual(invoice.invoice_line_ids.price_unit, 20)
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 10)
        invoice.action_post()
        entry = self.card.entry_ids
        self.assertEqual((entry.turnover, entry.turnover_company), (2160, 1080))

    # === ORDERS AND REFUNDS === #

    def test_invoice_of_an_order_is_never_computed_again(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        invoice = order._create_invoices()
        self.rule.bracket_ids[0].percent = 8
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.discount, 5)
        self.assertEqual(invoice.invoice_line_ids.card_origin, 'card')
        self.assertEqual(invoice.invoice_line_ids.card_rule_names, "Gold")

    def test_orders_of_two_cards_make_two_invoices(self):
        other = self.env['discount.card'].create({
            'code': 'OTHER',
            'partner_id': self.ann.id,
            'company_id': self.company.id,
        })
        orders = self._order(self.ann, (self.coffee, 1))
        orders += self._order(self.ann, (self.coffee, 1), discount_card_id=other.id)
        orders.action_confirm()
        self.assertEqual(len(orders._create_invoices()), 2)

    def test_several_refunds_take_back_what_was_bought_and_no_more(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_apply_discount_card()
        invoice.action_post()
        for quantity in (3, 7):
            refund = invoice._reverse_moves()
            refund.invoice_line_ids.quantity = quantity
            self.assertEqual(refund.invoice_line_ids.discount, 5)
            refund.action_post()
        entries = self.card.entry_ids
        for name in ('turnover', 'turnover_company', 'gross', 'card_discount_amount', 'quantity'):
            self.assertAlmostEqual(sum(entries.mapped(name)), 0, 2, name)

    def test_full_refund_of_core_takes_all_back(self):
        invoice = self._invoice(self.ann, (self.coffee, 10), discount_card_id=self.card.id)
        invoice.action_apply_discount_card()
        invoice.action_post()
        invoice._reverse_moves(cancel=True)
        self.assertEqual(invoice.payment_state, 'reversed')
        self.assertEqual(sum(self.card.entry_ids.mapped('turnover_company')), 0)

    def test_return_by_an_order_counts_on_the_day_of_its_sale(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        with freeze_time('2026-01-15 09:00:00'):
            order._create_invoices().action_post()
        order.order_line.product_uom_qty = 6
        refund = order._create_invoices(final=True)
        self.assertEqual(refund.move_type, 'out_refund')
        refund.action_post()
        self.assertEqual(str(self.card.entry_ids[0].effective_date), '2026-01-15')
        self.assertEqual(sum(self.card.entry_ids.mapped('turnover')), 68.4)

    # === ROUNDING === #

    def test_totals_are_those_of_core_with_the_same_percents(self):
        self.rule.bracket_ids[0].percent = 3
        for rounding in ('round_per_line', 'round_globally'):
            for price_include in ('tax_excluded', 'tax_included'):
                with self.subTest(rounding=rounding, price_include=price_include):
                    self.company.tax_calculation_rounding_method = rounding
                    self.tax.price_include_override = price_include
                    ours = self._invoice_odd(self.ann, discount_card_id=self.card.id)
                    ours.action_apply_discount_card()
                    core = self._invoice_odd(self.bob)
                    core.invoice_line_ids.discount = 3
                    self.assertEqual(ours.invoice_line_ids.mapped('discount'), [3, 3, 3])
                    self.assertEqual(ours.amount_total, core.amount_total)
                    self.assertEqual(ours.amount_tax, core.amount_tax)

    def test_order_and_invoice_say_the_same_saving(self):
        prices = (1.07, 19.99, 76.01, 3.33, 0.57, 12.49)
        self.rule.bracket_ids[0].percent = 7.77
        for price_include in ('tax_excluded', 'tax_included'):
            with self.subTest(price_include=price_include):
                self.tax.price_include_override = price_include
                order = self._order(self.ann, *[(self.tea, 3)] * len(prices))
                for line, price in zip(order.order_line, prices, strict=True):
                    line.price_unit = price
                order.action_confirm()
                invoice = order._create_invoices()
                self.assertTrue(order.card_discount_total)
                self.assertEqual(invoice.card_discount_total, order.card_discount_total)

    def _invoice_odd(self, partner, **values):
        invoice = self._invoice(partner, (self.coffee, 1), (self.tea, 3), (self.tea, 7), **values)
        for line, price in zip(invoice.invoice_line_ids, (76.01, 0.33, 1.07), strict=True):
            line.price_unit = price
        return invoice

    def test_cash_rounding_is_left_alone(self):
        method = self.env['account.cash.rounding'].create({
            'name': "To 0.05",
            'rounding': 0.05,
            'strategy': 'add_invoice_line',
            'profit_account_id': self.company.default_cash_difference_income_account_id.id,
            'loss_account_id': self.company.default_cash_difference_expense_account_id.id,
        })
        invoice = self._invoice(
            self.ann,
            (self.tea, 1),
            discount_card_id=self.card.id,
            invoice_cash_rounding_id=method.id,
        )
        invoice.invoice_line_ids.price_unit = 5.03
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.amount_total, 5.75)
        invoice.action_post()
        self.assertEqual(len(self.card.entry_ids), 1)
