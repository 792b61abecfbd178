from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestLinesLeft(DocumentCase):
    """Lines that a card leaves alone: tips, deductions, goods that come back."""

    def test_tip_and_discount_of_a_till_are_left_alone(self):
        tip = self.env['product.product'].create(self._prepare_product("Tip", 2))
        apart = self.env['product.product'].create(self._prepare_product("Apart", 3))
        self.assertEqual(self._order(self.ann, (tip, 1)).order_line.discount, 5)
        config = self.env['pos.config'].create({'name': "Till", 'company_id': self.company.id})
        config.tip_product_id = tip
        configs = self.env.registry['pos.config']
        special = configs._get_special_products
        with patch.object(  # as `pos_discount` does
            configs, '_get_special_products', lambda configs: special(configs) | apart
        ):
            order = self._order(self.ann, (self.coffee, 100), (tip, 1), (apart, 1))
            self.assertEqual(order.order_line.mapped('discount'), [10, 0, 0])
            values = self._prepare_invoice(
                self.ann, (self.coffee, 100), (tip, 1), (apart, 1), discount_card_id=self.card.id
            )
            invoice = self.env['account.move'].create(values)
            invoice.action_apply_discount_card()
            self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [10, 0, 0])

    def test_line_that_turns_into_a_tip_loses_the_discount(self):
        tip = self.env['product.product'].create(self._prepare_product("Tip", 2))
        self.env['pos.config'].create({
            'name': "Till",
            'company_id': self.company.id,
            'tip_product_id': tip.id,
        })
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].product_id = tip
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 0])

    def test_deduction_has_nothing_of_the_card(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].price_unit = -3
        self.env.flush_all()
        self.assertRecordValues(
            order.order_line,
            [
                {'discount': 5, 'card_origin': 'card', 'card_rule_names': "Gold"},
                {'discount': 0, 'card_origin': 'none', 'card_rule_names': False},
            ],
        )
        self.assertEqual(order.card_discount_total, 5)
        order.order_line[1].price_unit = 3
        self.env.flush_all()
        self.assertEqual(order.order_line[1].discount, 5)

    def test_deduction_keeps_what_a_person_typed(self):
        self.company.card_meets_manual = 'larger'
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[0].discount = 2
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])
        order.order_line[0].price_unit = -10
        order.order_line[1].write({'price_unit': -3, 'discount': 20})
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [2, 20])

    def test_goods_that_come_back_keep_the_percent_that_they_have(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].product_uom_qty = -1
        order.order_line = [Command.create({'product_id': self.tea.id, 'product_uom_qty': -1})]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5, 0])

    def test_deduction_on_an_invoice_loses_it_when_the_card_is_applied(self):
        values = self._prepare_invoice(
            self.ann, (self.coffee, 10), (self.tea, 1), discount_card_id=self.card.id
        )
        invoice = self.env['account.move'].create(values)
        invoice.action_apply_discount_card()
        invoice.invoice_line_ids[1].price_unit = -3
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [5, 5])
        invoice.action_apply_discount_card()
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [5, 0])
