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

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.drink = cls.env['product.combo'].create({
            'name': "Drink",
            'combo_item_ids': [Command.create({'product_id': cls.coffee.id})],
        })
        cls.menu = cls.env['product.product'].create({
            **cls._prepare_product("Menu", 8),
            'type': 'combo',
            'combo_ids': [Command.set(cls.drink.ids)],
        })

    def test_parts_of_a_combo_are_discounted_and_the_combo_is_not(self):
        order = self._order(self.ann, (self.menu, 1))
        order.order_line = [
            Command.create({
                'product_id': self.coffee.id,
                'linked_line_id': order.order_line.id,
                'combo_item_id': self.drink.combo_item_ids.id,
            })
        ]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [0, 5])

    def _prepare_combo_as_in_a_form(self, discount=0):
        """Return commands for a combo and its part, which know each other by a name only."""
        told = {'card_given': 0, 'card_origin': 'none'}
        return [
            Command.create({
                'product_id': self.menu.id,
                'virtual_id': 'menu',
                'price_unit': 0,
                'discount': discount,
                **told,
            }),
            Command.create({
                'product_id': self.coffee.id,
                'combo_item_id': self.drink.combo_item_ids.id,
                'linked_virtual_id': 'menu',
                'virtual_id': 'coffee',
                'price_unit': 8,
                'discount': 0,
                **told,
            }),
        ]

    def _create_pricelist(self, percent):
        item = {'compute_price': 'percentage', 'percent_price': percent}
        return self.env['product.pricelist'].create({
            'name': f"{percent} %",
            'company_id': self.company.id,
            'item_ids': [Command.create(item)],
        })

    def test_new_order_with_a_combo_is_saved_by_its_form(self):
        lines = self._prepare_combo_as_in_a_form()
        pricelist = self._create_pricelist(3)
        order = self._order(self.bob, order_line=lines, pricelist_id=pricelist.id)
        combo, part = order.order_line
        self.assertEqual(part.linked_line_id, combo)
        self.assertEqual(order.order_line.mapped('discount'), [3, 3])
        self.assertEqual(order.order_line.mapped('card_origin'), ['pricelist'] * 2)
        order = self._order(self.ann, order_line=lines, pricelist_id=pricelist.id)
        self.assertEqual(order.order_line.mapped('discount'), [3, 5])

    def test_combo_that_is_added_to_an_order_is_saved_by_its_form(self):
        pricelist = self._create_pricelist(3)
        order = self._order(self.ann, (self.tea, 1), pricelist_id=pricelist.id)
        order.order_line = self._prepare_combo_as_in_a_form()
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 3, 5])

    def test_discount_that_is_typed_on_a_combo_is_not_that_of_its_parts(self):
        """As in core, where a form keeps what it has shown."""
        lines = self._prepare_combo_as_in_a_form(discount=20)
        pricelist = self._create_pricelist(3)
        order = self._order(self.bob, order_line=lines, pricelist_id=pricelist.id)
        self.assertEqual(order.order_line.mapped('discount'), [20, 3])

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
