from odoo import Command
from odoo.tests import tagged

from odoo.addons.point_of_sale.tests.common import TestPoSCommon


@tagged('post_install', '-at_install')
class TestTillOrders(TestPoSCommon):
    """An order of sale that is settled at a till counts where it is paid, and once."""

    @classmethod
    def get_default_groups(cls):
        return (
            super().get_default_groups()
            | cls.env.ref('sales_team.group_sale_manager')
            | cls.env.ref('loyalty_cards.loyalty_cards_group_manager')
        )

    def setUp(self):
        super().setUp()
        self.config = self.basic_config
        self.coffee = self.create_product("Coffee", self.categ_basic, 100)
        self.coffee.invoice_policy = 'order'
        self.open_new_session()
        self.card = self._give_card()
        self.order = self.env['sale.order'].create({
            'partner_id': self.customer.id,
            'order_line': [
                Command.create({
                    'product_id': self.coffee.id,
                    'product_uom_qty': 10,
                    'tax_ids': [],
                })
            ],
        })

    def _give_card(self):
        category = self.env['discount.card.category'].create({
            'name': "Gold",
            'rule_ids': [Command.create({'kind': 'fixed', 'percent': 5})],
        })
        return self.env['discount.card'].create({
            'code': '2900000000018',
            'partner_id': self.customer.id,
            'category_id': category.id,
            'is_primary': True,
        })

    def _settle(self, quantity, invoiced=False):
        """Pay a part of the order at the till, with the discount that the till reads of it."""
        [line] = self.order.order_line.read_converted()
        total = quantity * line['price_unit'] * (1 - line['discount'] / 100)
        paid = {
            'product': self.coffee,
            'quantity': quantity,
            'discount': line['discount'],
            'price_subtotal': total,
            'price_subtotal_incl': total,
            'sale_order_origin_id': self.order.id,
            'sale_order_line_id': line['id'],
        }
        data = self.create_ui_order_data([paid], customer=self.customer, is_invoiced=invoiced)
        answer = self.env['pos.order'].sync_from_ui([data])
        return self.env['pos.order'].browse(answer['pos.order'][0]['id'])

    def test_order_settled_at_the_till_keeps_its_discount_and_its_invoice_writes_no_entry(self):
        for invoiced in (False, True):
            with self.subTest(invoiced=invoiced):
                paid = self._settle(5, invoiced)
                self.assertEqual((paid.amount_total, bool(paid.account_move)), (475, invoiced))
                self.assertEqual(self.order.state, 'sale')
                self.assertEqual(self.order.order_line.discount, 5)
        self.assertEqual(self.order.order_line.qty_to_invoice, 0)
        self.assertEqual(self.card.entry_ids.mapped('res_model'), ['pos.order'] * 2)
        self.assertEqual(self.card.entry_ids.mapped('turnover'), [475, 475])

    def test_the_rest_that_is_invoiced_in_the_office_counts(self):
        self._settle(4)
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.assertEqual(invoice.invoice_line_ids.quantity, 6)
        self.assertEqual(invoice.discount_card_id, self.card)
        self.assertEqual(self.card.entry_ids.sorted('id').mapped('turnover'), [380, 570])
