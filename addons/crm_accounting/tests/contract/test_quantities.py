from odoo import Command
from odoo.tests import tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestQuantities(TradeCommon):
    def assertQuantities(self, contract, ordered, delivered, invoiced, left):
        line = contract.line_ids[0]
        line.invalidate_recordset()
        found = (line.qty_ordered, line.qty_delivered, line.qty_invoiced, line.qty_left)
        self.assertEqual(found, (ordered, delivered, invoiced, left))

    def test_confirmed_orders_count_and_quotations_and_cancelled_orders_do_not(self):
        contract = self._live()
        self._order(contract, 2, confirm=False)
        cancelled = self._order(contract, 3)
        cancelled._action_cancel()
        self.assertQuantities(contract, 0, 0, 0, 10)
        order = self._order(contract, 4)
        order.order_line.sudo().qty_delivered = 1
        self.assertQuantities(contract, 4, 1, 0, 6)

    def test_an_order_in_dozens_counts_in_the_unit_of_the_line(self):
        contract = self._live(lines=[(36, 5.0)])
        order = self._order(contract, 2, product_uom_id=self.env.ref('uom.product_uom_dozen').id)
        self.assertQuantities(contract, 24, 0, 0, 12)
        self.assertEqual(order.order_line.price_unit, 60.0, "a dozen at 5.00 each")

    def test_an_invoice_of_an_order_leaves_as_much_and_a_direct_one_less(self):
        contract = self._live()
        self._order(contract, 4)._create_invoices().sudo().action_post()
        self.assertQuantities(contract, 4, 0, 4, 6)
        self._direct_invoice(contract, 3)
        self.assertQuantities(contract, 4, 0, 7, 3)

    def test_a_draft_invoice_is_not_invoiced_yet_but_nothing_more_is_left(self):
        contract = self._live()
        self._direct_invoice(contract, 3, post=False)
        self.assertQuantities(contract, 0, 0, 0, 7)

    def test_a_credit_note_reduces_what_was_invoiced(self):
        contract = self._live()
        invoice = self._direct_invoice(contract, 3)
        refund = invoice._reverse_moves([{'invoice_date': '2024-06-02'}])
        self.assertEqual(refund.contract_id, contract)
        self.assertQuantities(contract, 0, 0, 3, 7)
        refund.action_post()
        self.assertQuantities(contract, 0, 0, 0, 10)

    def test_amounts_are_those_of_the_documents_to_the_cent(self):
        contract = self._live(amount_limit=100.0, lines=[(10, 3.33)])
        self.product_a.taxes_id = self.tax_sale_a  # 15 %
        self._order(contract, 1)
        self._direct_invoice(contract, 1)
        self.assertEqual(contract.amount_ordered, 3.33)
        self.assertEqual(contract.amount_invoiced, 3.33)
        self.assertEqual(contract.amount_used, 7.66)
        self.assertEqual(contract.amount_left, 92.34)

    def test_what_is_invoiced_and_credited_of_an_order_counts_once(self):
        contract = self._live(amount_limit=100.0)
        invoice = self._order(contract, 4)._create_invoices()
        invoice.sudo().action_post()
        invoice.sudo()._reverse_moves(cancel=True)
        self.assertEqual(contract.amount_used, 20.0, "the order may be invoiced again")
        self.assertEqual(contract.amount_invoiced, 0.0)

    def test_what_is_added_to_the_invoice_of_an_order_counts_too(self):
        contract = self._live(amount_limit=100.0)
        invoice = self._order(contract, 4)._create_invoices().sudo()
        invoice.invoice_line_ids = [
            Command.create({'name': "Basket", 'quantity': 1, 'price_unit': 7.0, 'tax_ids': []})
        ]
        invoice.action_post()
        self.assertEqual(contract.amount_used, 27.0)

    def test_another_currency_counts_at_the_rate_of_its_day(self):
        contract = self._live(amount_limit=100.0)
        foreign = self.other_currency  # 2 for 1 since 2017, 3 for 1 in 2016
        invoice = self._direct_invoice(contract, 4, post=False)
        invoice.currency_id = foreign
        invoice.invoice_line_ids.price_unit = 10.01
        invoice.action_post()
        self.assertEqual(contract.amount_used, 20.02)

    def test_many_contracts_take_as_many_queries_as_one(self):
        contracts = self._live() | self._live() | self._live()
        for contract in contracts:
            self._order(contract, 1)
        self.env.flush_all()
        counts = []
        for some in (contracts[:1], contracts):
            self.env.invalidate_all()
            some.line_ids.mapped('quantity')
            start = self.env.cr.sql_log_count
            some.line_ids.mapped('qty_left')
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])
