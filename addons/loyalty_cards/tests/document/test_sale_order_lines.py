from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestSaleOrderLines(DocumentCase):
    def test_sections_and_notes_are_left_alone(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.order_line = [
            Command.create({'display_type': 'line_section', 'name': "Drinks"}),
            Command.create({'display_type': 'line_note', 'name': "Hot"}),
        ]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 0, 0])

    def test_parts_of_a_combo_are_discounted_and_the_combo_is_not(self):
        combo = self.env['product.combo'].create({
            'name': "Drink",
            'combo_item_ids': [Command.create({'product_id': self.coffee.id})],
        })
        menu = self.env['product.product'].create({
            'name': "Menu",
            'type': 'combo',
            'list_price': 8,
            'combo_ids': [Command.set(combo.ids)],
        })
        order = self._order(self.ann, (menu, 1))
        order.order_line = [
            Command.create({
                'product_id': self.coffee.id,
                'linked_line_id': order.order_line.id,
                'combo_item_id': combo.combo_item_ids.id,
            })
        ]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [0, 5])

    def test_down_payment_is_left_alone(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        wizard = self.env['sale.advance.payment.inv'].with_context(active_ids=order.ids)
        wizard = wizard.create({'advance_payment_method': 'percentage', 'amount': 50})
        invoice = wizard._create_invoices(order)
        self.assertEqual(invoice.discount_card_id, self.card)
        self.assertEqual(invoice.invoice_line_ids.filtered('quantity').discount, 0)
        invoice.action_post()
        self.assertFalse(self.card.entry_ids, "It counts when it is deducted.")
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertEqual(self.card.entry_ids.turnover, 114)

    def test_global_discount_is_left_alone_and_does_not_lower_the_base(self):
        order = self._order(self.ann, (self.coffee, 100))
        wizard = self.env['sale.order.discount'].create({
            'sale_order_id': order.id,
            'discount_type': 'amount',
            'discount_amount': 50,
        })
        wizard.action_apply_discount()
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [10, 0])

    def test_product_without_discount_by_card(self):
        self.tea.is_card_discounted = False
        self.coffee.card_max_percent = 2
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        self.assertEqual(order.order_line.mapped('discount'), [2, 0])

    @mute_logger('odoo.sql_db')
    def test_a_limit_that_is_no_percent_is_refused(self):
        """The engine would refuse every order with the product."""
        for percent in (-1, 101):
            with self.subTest(percent=percent), self.assertRaises(IntegrityError):
                self.coffee.card_max_percent = percent
                self.env.flush_all()

    def test_price_does_not_fall_below_the_floor_of_the_product(self):
        self.coffee.card_min_price = 9.8
        order = self._order(self.ann, (self.coffee, 10))
        self.assertEqual(order.order_line.discount, 2)

    def test_price_does_not_fall_below_cost_and_margin(self):
        self.company.write({'card_uses_margin_floor': True, 'card_min_margin': 20})
        self.coffee.standard_price = 8
        order = self._order(self.ann, (self.coffee, 10))
        self.assertEqual(order.order_line.discount, 4)

    def test_exception_of_a_category_counts_below_it(self):
        hot = self.env['product.category'].create({'name': "Hot", 'parent_id': self.goods.id})
        self.tea.categ_id = hot
        self.rule.override_ids = [
            Command.create({'product_category_id': self.goods.id, 'mode': 'cap', 'percent': 4})
        ]
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        self.assertEqual(order.order_line.mapped('discount'), [4, 4])

    def test_deleted_line_lowers_the_bracket(self):
        order = self._order(self.ann, (self.coffee, 100), (self.tea, 1))
        order.order_line[0].unlink()
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5])

    def test_edit_takes_no_query_for_each_line(self):
        order = self._order(self.ann, *[(self.coffee, 1)] * 50)
        self.env.flush_all()
        order.order_line[0].product_uom_qty = 2
        self.env.flush_all()
        plain = self._order(self.bob, *[(self.coffee, 1)] * 50)
        self.env.flush_all()
        plain.order_line[0].product_uom_qty = 2
        self.env.flush_all()
        self.assertLessEqual(self._count_queries(order) - self._count_queries(plain), 1)

    def _count_queries(self, order):
        before = self.env.cr.sql_log_count
        order.order_line[0].product_uom_qty = 3
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_amount_beyond_measure_is_refused_in_words(self):
        with self.assertRaisesRegex(UserError, "Correct it, or take the card off"):
            order = self._order(self.ann, (self.coffee, 1))
            order.order_line.price_unit = 1e16
            self.env.flush_all()
