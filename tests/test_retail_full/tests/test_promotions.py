from odoo import Command
from odoo.tests import Form, tagged

from odoo.addons.loyalty_cards.tests.document.common import DocumentCase


@tagged('post_install', '-at_install')
class TestPromotions(DocumentCase):
    """Cards beside Odoo's own promotions: what is a reward is left alone, the rest is discounted.

    Coffee costs 10, tea 5, and 20 % of tax on top. A card gives 5 %, from 1,200 with taxes 10 %.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['loyalty.program'].search([]).active = False
        cls.coffee.standard_price, cls.tea.standard_price = 4, 1

    # === SETTING THE SCENE === #

    def _promote(self, reward, **values):
        """Return a promotion that every order gets by itself."""
        return self.env['loyalty.program'].create({
            'name': "Spring",
            'program_type': 'promotion',
            'trigger': 'auto',
            'applies_on': 'current',
            'company_id': self.company.id,
            'rule_ids': [Command.create({'minimum_qty': 1})],
            'reward_ids': [Command.create(reward)],
            **values,
        })

    def _promote_percent(self, **values):
        return self._promote({
            'reward_type': 'discount',
            'discount': 10,
            'discount_mode': 'percent',
            'discount_applicability': 'order',
            **values,
        })

    def _look(self, order):
        """Return product, quantity, discount and net amount of each line, as they are saved."""
        self.env.flush_all()
        return [
            (line.product_id.name[:6], line.product_uom_qty, line.discount, line.price_subtotal)
            for line in order.order_line
        ]

    def _claim(self, order):
        """Press the button *Promotions* when there is one reward to choose."""
        self.assertIs(order.action_open_reward_wizard(), True)

    def _invoice(self, order):
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    # === TEN PERCENT ON THE ORDER === #

    def test_percent_is_taken_of_what_the_card_has_left(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 100))
        self._claim(order)
        self.assertEqual(self._look(order), [('Coffee', 100, 10, 900), ('10% on', 1, 0, -90)])
        self.assertEqual((order.amount_untaxed, order.amount_total), (810, 972))
        self.assertEqual(order.card_discount_total, 100)

    def test_an_edit_changes_both_and_the_reward_is_no_part_of_the_bracket(self):
        """Without its reward the order reaches 1,200 with taxes, with it it would not."""
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 99), (self.tea, 1))
        self._claim(order)
        order.order_line.filtered(lambda line: line.product_id == self.tea).product_uom_qty = 2
        self._claim(order)
        self.assertEqual(
            self._look(order),
            [('Coffee', 99, 10, 891), ('Tea', 2, 10, 9), ('10% on', 1, 0, -90)],
        )

    def test_an_edit_in_the_form_leaves_the_reward_alone(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 10))
        self._claim(order)
        with Form(order) as form, form.order_line.edit(0) as line:
            line.product_uom_qty = 100
        self.assertEqual(self._look(order), [('Coffee', 100, 10, 900), ('10% on', 1, 0, -9.5)])
        self._claim(order)
        self.assertEqual(self._look(order), [('Coffee', 100, 10, 900), ('10% on', 1, 0, -90)])

    def test_an_edit_and_the_button_in_one_request(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 1))
        self._claim(order)
        self.env.flush_all()
        order.order_line[0].product_uom_qty = 100
        order._update_programs_and_rewards()
        self.assertEqual(
            self._look(order),
            [('Coffee', 100, 10, 900), ('Tea', 1, 10, 4.5), ('10% on', 1, 0, -90.45)],
        )

    def test_update_prices_takes_the_percent_of_the_new_discounts(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 100))
        order.order_line.discount = 50
        self._claim(order)
        order.action_update_prices()
        self.assertEqual(self._look(order), [('Coffee', 100, 10, 900), ('10% on', 1, 0, -90)])

    def test_a_promotion_that_is_taken_away_leaves_the_card(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 100))
        self._claim(order)
        order.order_line.filtered('is_reward_line').unlink()
        self.assertEqual(self._look(order), [('Coffee', 100, 10, 900)])

    def test_a_card_that_is_taken_away_leaves_the_promotion(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 100))
        self._claim(order)
        order.discount_card_id = False
        self.env.flush_all()
        self._claim(order)
        self.assertEqual(self._look(order), [('Coffee', 100, 0, 1000), ('10% on', 1, 0, -100)])

    def test_percent_on_some_products(self):
        self._promote_percent(
            discount_applicability='specific', discount_product_ids=[Command.set(self.tea.ids)]
        )
        order = self._order(self.ann, (self.coffee, 100), (self.tea, 10))
        self._claim(order)
        self.assertEqual(
            self._look(order),
            [('Coffee', 100, 10, 900), ('Tea', 10, 10, 45), ('10% on', 1, 0, -4.5)],
        )

    def test_confirmed_and_invoiced(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 100))
        self._claim(order)
        invoice = self._invoice(order)
        self.assertEqual(self._look(order)[0], ('Coffee', 100, 10, 900))
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [10, 0])
        self.assertEqual((invoice.amount_total, invoice.card_discount_total), (972, 100))
        entries = self.card.entry_ids.sorted('id')
        self.assertEqual(entries.mapped('turnover'), [1080, -108])
        self.assertEqual(entries.mapped('card_discount_amount'), [120, 0])
        invoice._reverse_moves(cancel=True)
        self.assertEqual(sum(self.card.entry_ids.mapped('turnover')), 0)

    # === FREE PRODUCTS, GIFT CARDS === #

    def test_a_free_product_stays_free(self):
        self._promote(
            {'reward_type': 'product', 'reward_product_id': self.tea.id},
            rule_ids=[
                Command.create({'product_ids': self.coffee.ids, 'reward_point_mode': 'order'})
            ],
        )
        order = self._order(self.ann, (self.coffee, 99), (self.tea, 1))
        self._claim(order)
        self.assertEqual(
            self._look(order), [('Coffee', 99, 5, 940.5), ('Tea', 1, 5, 4.75), ('Tea', 1, 100, 0)]
        )
        order.order_line[0].product_uom_qty = 100
        order._update_programs_and_rewards()
        self.assertEqual(
            self._look(order), [('Coffee', 100, 10, 900), ('Tea', 1, 10, 4.5), ('Tea', 1, 100, 0)]
        )
        self.company.card_meets_manual = 'replace'  # what a person types, and not a reward
        order.order_line[0].product_uom_qty = 101
        order._update_programs_and_rewards()
        self.assertEqual(
            self._look(order), [('Coffee', 101, 10, 909), ('Tea', 1, 10, 4.5), ('Tea', 1, 100, 0)]
        )
        order.order_line[0].product_uom_qty = 100
        invoice = self._invoice(order)
        self.assertEqual(invoice.invoice_line_ids.mapped('discount'), [10, 10, 100])
        self.assertEqual(sum(self.card.entry_ids.mapped('card_discount_amount')), 120.6)

    def test_a_gift_card_pays(self):
        program = self.env['loyalty.program'].create({
            'name': "Gift Cards",
            'program_type': 'gift_card',
            'trigger': 'auto',
            'applies_on': 'future',
            'company_id': self.company.id,
            'reward_ids': [
                Command.create({
                    'reward_type': 'discount',
                    'discount': 1,
                    'discount_mode': 'per_point',
                    'discount_applicability': 'order',
                })
            ],
        })
        gift = self.env['loyalty.card'].create({'program_id': program.id, 'points': 50})
        order = self._order(self.ann, (self.coffee, 10))
        status = order._try_apply_code(gift.code)
        [(coupon, rewards)] = status.items()
        order._apply_program_reward(rewards, coupon)
        self.assertEqual([line[1:] for line in self._look(order)], [(10, 5, 95), (1, 0, -50)])
        self.assertEqual(order.amount_total, 64)
        invoice = self._invoice(order)
        self.assertEqual((invoice.amount_total, gift.points), (64, 0))
        self.assertEqual(order.card_discount_total, 5)

    # === MARGIN === #

    def test_margin_is_of_what_is_paid(self):
        self._promote_percent()
        order = self._order(self.ann, (self.coffee, 99), (self.tea, 1))
        self.assertEqual(order.margin, 99 * 9.5 + 4.75 - 99 * 4 - 1)
        order.order_line[0].product_uom_qty = 100
        self.env.flush_all()
        self.assertEqual(order.margin, 900 + 4.5 - 401)
        self._claim(order)
        self.assertEqual(order.order_line.mapped('margin'), [500, 3.5, -90.45])
        order.action_confirm()
        self.assertAlmostEqual(order.margin, 900 + 4.5 - 90.45 - 401)
        self.assertAlmostEqual(order.margin_percent, order.margin / order.amount_untaxed)
