from itertools import product

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import TillCase

PRICES = (76.01, 3.33, 0.99)
QUANTITIES = (1, 3, 7)
RATES = (5.5, 20, 21)
MODES = ('tax_included', 'tax_excluded')
ROUNDINGS = ('round_per_line', 'round_globally')


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillMoney(TillCase):
    """The till, the invoice and what was paid say the same amount, to the cent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rounding = cls.env['account.cash.rounding'].create({
            'name': "To 0.05",
            'rounding': 0.05,
            'rounding_method': 'HALF-UP',
            'strategy': 'add_invoice_line',
            'profit_account_id': cls._find_account('income').id,
            'loss_account_id': cls._find_account('expense').id,
        })
        cls.taxes = {
            (rate, mode): cls.tax.copy({
                'name': f'{rate} % {mode}',
                'amount': rate,
                'price_include_override': mode,
            })
            for rate in RATES
            for mode in MODES
        }
        cake = cls.env['product.product'].create(cls._prepare_product("Cake", 3))
        cls.basket = (cls.coffee, cls.tea, cake)

    @classmethod
    def _find_account(cls, account_type):
        accounts = cls.env['account.account'].with_company(cls.company)
        return accounts.search(
            [('account_type', '=', account_type), ('company_ids', 'in', cls.company.ids)], limit=1
        )

    def test_invoice_is_paid_whatever_taxes_and_rounding(self):
        for rate, mode, *rounding in product(RATES, MODES, ROUNDINGS, (False, True)):
            with self.subTest(f'{rate} {mode} {rounding}'):
                self._sell_and_check([self.taxes[rate, mode]] * 3, *rounding)

    def test_invoice_of_several_rates_is_paid_whatever_rounding(self):
        for mode, *rounding in product(MODES, ROUNDINGS, (False, True)):
            with self.subTest(f'{mode} {rounding}'):
                self._sell_and_check([self.taxes[rate, mode] for rate in RATES], *rounding)

    def _sell_and_check(self, taxes, method, is_rounded):
        self._set_up(taxes, method, is_rounded)
        self._check_money(self._sell_basket(is_rounded))

    def _set_up(self, taxes, method, is_rounded):
        self.company.tax_calculation_rounding_method = method
        for goods, tax in zip(self.basket, taxes, strict=True):
            goods.taxes_id = [Command.set(tax.ids)]
        self.session.state = 'closed'  # the till is set up between sessions
        self.till.write({
            'cash_rounding': is_rounded,
            'rounding_method': self.rounding.id if is_rounded else False,
        })
        self.session.state = 'opened'

    def _sell_basket(self, is_rounded):
        lines = [
            self._claim(goods, quantity, 5, price_unit=price)
            for goods, price, quantity in zip(self.basket, PRICES, QUANTITIES, strict=True)
        ]
        sale = self._prepare_sale(*lines, discount_card_id=self.card.id, partner_id=self.ann.id)
        if is_rounded:
            paid = self.rounding.round(sale['amount_total'])
            payment = Command.create(self._prepare_payment(paid))
            sale.update(amount_paid=paid, payment_ids=[payment])
        return self._sync({**sale, 'to_invoice': True})

    def _check_money(self, order):
        self.assertFalse(order.card_has_mismatch)
        invoice, currency = order.account_move, order.currency_id
        self.assertEqual(invoice.state, 'posted')
        self.assertEqual(currency.compare_amounts(invoice.amount_total, order.amount_paid), 0)
        self.assertTrue(currency.is_zero(invoice.amount_residual), invoice.amount_residual)
        self.assertEqual(
            invoice.invoice_line_ids.filtered('product_id').mapped('discount'), [5] * 3
        )
        lines = self._find_entries(order)
        self.assertEqual(len(lines), 3)
        if not self.till.cash_rounding:
            self.assertEqual(currency.compare_amounts(invoice.amount_total, order.amount_total), 0)
            self.assertAlmostEqual(sum(lines.mapped('turnover')), order.amount_total, delta=0.02)
        self.assertFalse(
            self.env['discount.card.entry'].search([
                ('res_model', '=', 'account.move'),
                ('res_id', '=', invoice.id),
            ]),
            "What the till has written is not written again by its invoice.",
        )
