from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestOrder(TradeCommon):
    def _new_order(self, contract, user=None):
        action = contract.with_user(user or self.salesman).action_new_order()
        return self.env['sale.order'].with_user(user or self.salesman).browse(action['res_id'])

    def test_an_order_from_a_contract_has_its_terms_and_what_is_left(self):
        pricelist = self.env['product.pricelist'].create({
            'name': "Abroad",
            'currency_id': self.other_currency.id,
        })
        contract = self._live(
            lines=[(10, 5.0), (2, 12.5)],
            payment_term_id=self.pay_terms_b.id,
            pricelist_id=pricelist.id,
        )
        self._order(contract, 4)
        order = self._new_order(contract)
        self.assertEqual(order.contract_id, contract)
        self.assertEqual(order.partner_id, self.customer)
        self.assertEqual(order.payment_term_id, self.pay_terms_b)
        self.assertEqual(order.pricelist_id, pricelist)
        self.assertEqual(order.currency_id, self.other_currency)
        self.assertEqual(order.order_line.contract_line_id, contract.line_ids)
        self.assertEqual(order.order_line.mapped('product_uom_qty'), [6.0, 2.0])
        self.assertEqual(order.order_line.mapped('price_unit'), [5.0, 12.5])

    def test_a_contract_in_a_currency_without_a_price_list_sells_in_it(self):
        contract = self._live(currency_id=self.other_currency.id)
        order = self._new_order(contract)
        self.assertEqual(order.currency_id, self.other_currency)
        self.assertEqual(order.order_line.price_unit, 5.0)

    def test_the_agreed_price_survives_quantities_and_price_lists(self):
        order = self._new_order(self._live())
        line = order.order_line
        line.product_uom_qty = 3
        self.assertEqual(line.price_unit, 5.0)
        order.action_update_prices()
        self.assertEqual(line.price_unit, 5.0)
        self.assertEqual(line.discount, 0.0)

    def test_a_contract_chosen_in_the_form_gives_its_prices(self):
        contract = self._live()
        with Form(self.env['sale.order'].with_user(self.salesman)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.product_a
                self.assertEqual(line.price_unit, self.product_a.list_price)
            form.contract_id = contract
            with form.order_line.edit(0) as line:
                self.assertEqual(line.price_unit, 5.0)
            with form.order_line.new() as line:
                line.product_id = self.product_b
                self.assertEqual(line.price_unit, self.product_b.list_price)
        order = form.record
        self.assertEqual(order.order_line[0].contract_line_id, contract.line_ids)
        self.assertFalse(order.order_line[1].contract_line_id)
        order.contract_id = False
        self.assertEqual(order.order_line[0].price_unit, self.product_a.list_price)

    def test_nothing_left_makes_no_order(self):
        contract = self._live()
        self._order(contract, 10)
        with self.assertRefused("Nothing is left"):
            self._new_order(contract)

    def test_a_contract_that_is_not_in_force_makes_no_order(self):
        contract = self._contract()
        with self.assertRefused("not in force"):
            self._new_order(contract)
        with self.assertRefused("not in force"):
            self._order(contract)

    def test_a_contract_of_another_customer_is_refused(self):
        contract = self._live(partner_id=self.other_customer.id)
        with self.assertRefused("another customer", ValidationError):
            self.env['sale.order'].with_user(self.salesman).create({
                'partner_id': self.customer.id,
                'contract_id': contract.id,
            })

    def test_a_line_of_another_contract_is_refused(self):
        order = self._order(self._live(), confirm=False)
        with self.assertRaises(ValidationError):
            order.order_line.contract_line_id = self._live().line_ids

    def test_a_contract_of_a_colleague_is_neither_chosen_nor_read_through_an_order(self):
        contract = self._live(user=self.seller, lines=[(10, 3.21)])
        Order = self.env['sale.order'].with_user(self.salesman)
        with self.assertRaises(AccessError):
            self._order(contract)
        values = {
            'partner_id': self.customer.id,
            'contract_id': contract.id,
            'order_line': [Command.create({'product_id': self.product_a.id})],
        }
        spec = {
            'partner_id': {},
            'currency_id': {},
            'contract_id': {},
            'order_line': {'fields': {'product_id': {}, 'price_unit': {}, 'contract_line_id': {}}},
        }
        answer = Order.onchange(values, ['contract_id', 'order_line'], spec)
        self.assertNotIn('3.21', str(answer))

    def test_a_copy_of_an_order_is_on_no_contract(self):
        copy = self._order(self._live()).copy()
        self.assertFalse(copy.contract_id)
        self.assertFalse(copy.order_line.contract_line_id)

    def test_orders_of_two_contracts_are_not_invoiced_together(self):
        first, second = self._live(), self._live()
        orders = self._order(first) | self._order(first) | self._order(second)
        invoices = orders._create_invoices()
        self.assertEqual(len(invoices), 2)
        self.assertEqual(invoices.contract_id, first | second)
        for invoice in invoices:
            lines = invoice.invoice_line_ids
            self.assertEqual(lines.contract_line_id, invoice.contract_id.line_ids)

    def test_the_invoice_of_an_order_follows_when_the_contract_has_ended(self):
        contract = self._live()
        order = self._order(contract)
        contract.sudo().state = 'ended'
        self.assertEqual(order._create_invoices().contract_id, contract)
