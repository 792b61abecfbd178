from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestSaleOrder(DocumentCase):
    def test_customer_with_a_card_gets_its_discount(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        self.assertEqual(order.discount_card_id, self.card)
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])
        self.assertEqual(order.order_line.mapped('card_origin'), ['card', 'card'])
        self.assertEqual(order.card_discount_total, 5.25)
        self.assertEqual(order.amount_untaxed, 99.75)

    def test_every_line_follows_when_one_is_edited(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[0].product_uom_qty = 100
        self.assertEqual(order.amount_untaxed, 904.5)
        self.assertEqual(order.order_line.mapped('discount'), [10, 10])
        order.order_line[0].product_uom_qty = 1
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])

    def test_typed_discount_survives_the_edit_of_another_line(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].discount = 15
        order.order_line[0].product_uom_qty = 100
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [10, 15])
        self.assertEqual(order.order_line.mapped('card_origin'), ['card', 'manual'])

    def test_typed_percent_that_is_the_cards_own_is_the_cards(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].discount = 5
        order.order_line[0].product_uom_qty = 100
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [10, 10])

    def test_zero_is_typed_on_a_line_that_is_there_and_not_on_a_new_one(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.order_line = [Command.create({'product_id': self.tea.id, 'discount': 0})]
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [5, 5])
        order.order_line[1].discount = 0
        order.order_line[0].product_uom_qty = 100
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [10, 0])

    def test_without_the_card_comes_back_what_stood_before(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        order.order_line[1].discount = 15
        order.discount_card_id = False
        self.env.flush_all()
        self.assertEqual(order.order_line.mapped('discount'), [0, 15])
        self.assertEqual(order.card_discount_total, 0)

    def test_card_of_a_quotation_is_not_deleted(self):
        order = self._order(self.ann, (self.coffee, 10))
        with self.assertRaises(UserError) as refusal:
            self.card.unlink()
        self.assertIn("is used in: Sales Order. Block it instead", str(refusal.exception))
        order.action_confirm()
        order._create_invoices().action_post()
        with self.assertRaises(UserError) as refusal:
            self.gold.unlink()
        self.assertIn("Give them another one first", str(refusal.exception))

    def test_card_of_the_head_company_is_not_valid_in_its_branch(self):
        branch = self.env['res.company'].create({
            'name': "Branch",
            'parent_id': self.company.id,
        })
        self.seller.company_ids |= branch
        companies = self.company + branch
        orders = self.env['sale.order'].with_user(self.seller).with_company(branch)
        orders = orders.with_context(allowed_company_ids=companies.ids)
        order = orders.create({'partner_id': self.ann.id, 'company_id': branch.id})
        self.assertFalse(order.discount_card_id)
        for refused in (
            lambda: order.write({'discount_card_id': self.card.id}),
            lambda: order.copy({'discount_card_id': self.card.id}),
        ):
            with self.assertRaises(ValidationError) as refusal:
                refused()
            self.assertIn("valid in Coffee Shop only, and not in Branch", str(refusal.exception))
            self.assertIn("Leave the company of the card empty", str(refusal.exception))
        self.gold.company_id = False
        self.card.company_id = False
        order.discount_card_id = self.card
        self.assertEqual(order.discount_card_id, self.card)

    def test_form_shows_the_same_before_it_is_saved(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        with Form(order) as form:
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 100
            with form.order_line.edit(1) as line:
                self.assertEqual(line.discount, 10)
                line.discount = 15
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 1
            self.assertEqual(form.order_line._records[0]['discount'], 5)
        self.assertEqual(order.order_line.mapped('discount'), [5, 15])
        self.assertEqual(order.order_line.mapped('card_origin'), ['card', 'manual'])
