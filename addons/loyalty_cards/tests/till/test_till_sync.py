from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .common import TillCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillSync(TillCase):
    """The server has the last word on discounts, and the till has sold already."""

    def test_sale_with_a_card_is_in_the_ledger(self):
        order = self._sell(
            self._claim(self.coffee, 2, 5, card_rule_names="Gold"),
            discount_card_id=self.card.id,
            card_entry_mode='scan',
        )
        self.assertEqual(order.partner_id, self.ann)
        self.assertFalse(order.card_has_mismatch)
        self.assertEqual(order.discount_category_id, self.gold)
        self.assertEqual(order.card_discount_total, 1.2)
        self.assertRecordValues(
            self._find_entries(order),
            [
                {
                    'kind': 'sale',
                    'card_id': self.card.id,
                    'partner_id': self.ann.id,
                    'category_id': self.gold.id,
                    'percent': 5,
                    'percent_expected': 5,
                    'is_mismatch': False,
                    'rule_names': "Gold",
                    'gross': 24,
                    'discount_amount': 1.2,
                    'card_discount_amount': 1.2,
                    'turnover': 22.8,
                    'turnover_company': 22.8,
                    'pos_config_id': self.till.id,
                    'entry_mode': 'scan',
                    'user_id': self.cashier.id,
                    'document_name': order.name,
                }
            ],
        )

    def test_order_sent_twice_counts_once(self):
        sale = self._prepare_sale(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        order = self._sync(sale)
        self.assertEqual(self._sync(sale), order)
        self.assertEqual(len(self._find_entries(order)), 1)

    def test_order_in_pieces_counts_once_when_it_is_paid(self):
        sale = self._prepare_sale(
            self._claim(self.coffee, 1, 5),
            self._claim(self.tea, 1, 5),
            discount_card_id=self.card.id,
        )
        first, second = sale['lines']
        draft = {**sale, 'state': 'draft', 'lines': [first], 'payment_ids': []}
        order = self._sync(draft)
        self.assertFalse(self._find_entries(order))
        self.assertEqual(order.discount_card_id, self.card)
        self.assertEqual(self._sync({**sale, 'lines': [second]}), order)
        self.assertEqual(order.state, 'paid')
        self.assertEqual(len(self._find_entries(order)), 2)

    def test_order_that_is_paid_in_the_backend_counts(self):
        sale = self._prepare_sale(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        order = self._sync({**sale, 'state': 'draft', 'payment_ids': []})
        order.add_payment({**self._prepare_payment(order.amount_total), 'pos_order_id': order.id})
        order.with_user(self.cashier).action_pos_order_paid()
        self.assertEqual(self._find_entries(order).turnover, 11.4)

    def test_other_discount_than_expected_is_kept_and_flagged(self):
        order = self._sell(
            self._claim(self.coffee, 1, 50, card_rule_names="Friends"),
            self._claim(self.tea, 1, 5),
            discount_card_id=self.card.id,
        )
        self.assertTrue(order.card_has_mismatch)
        self.assertEqual(order.lines.mapped('discount'), [50, 5])
        self.assertEqual(order.lines.mapped('card_expected'), [5, 5])
        self.assertRecordValues(
            self._find_entries(order),
            [
                {
                    'percent': 50,
                    'percent_expected': 5,
                    'is_mismatch': True,
                    'rule_names': "Friends",
                },
                {'percent': 5, 'percent_expected': 5, 'is_mismatch': False, 'rule_names': "Gold"},
            ],
        )

    def test_typed_discount_is_no_mismatch_and_not_the_cards(self):
        order = self._sell(
            {**self._claim(self.coffee), 'discount': 20}, discount_card_id=self.card.id
        )
        self.assertFalse(order.card_has_mismatch)
        self.assertRecordValues(
            self._find_entries(order),
            [{'percent': 20, 'percent_expected': 20, 'card_discount_amount': 0, 'turnover': 9.6}],
        )

    def test_rule_names_are_the_servers_when_it_agrees(self):
        order = self._sell(
            self._claim(self.coffee, 1, 5, card_rule_names="Nonsense"),
            discount_card_id=self.card.id,
        )
        self.assertEqual(self._find_entries(order).rule_names, "Gold")

    def test_rules_of_the_date_of_the_order_count(self):
        self.rule.date_to = '2026-03-01'
        self.rule.copy({
            'date_from': '2026-03-02',
            'date_to': False,
            'bracket_ids': [Command.clear(), Command.create({'amount_from': 0, 'percent': 8})],
        })
        yesterday, today = self._sync(
            self._prepare_sale(
                self._claim(self.coffee, 1, 5),
                discount_card_id=self.card.id,
                date_order='2026-03-01 12:00:00',
            ),
            self._prepare_sale(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id),
        )
        self.assertFalse(yesterday.card_has_mismatch)
        self.assertTrue(today.card_has_mismatch)
        self.assertEqual(today.lines.card_expected, 8)

    def test_day_is_that_of_the_shop(self):
        order = self._sell(
            self._claim(self.coffee, 1, 5),
            discount_card_id=self.card.id,
            date_order='2026-03-01 22:30:00',
        )
        self.assertEqual(str(self._find_entries(order).date), '2026-03-02')

    def test_customer_with_discounts_without_a_card(self):
        self.env['discount.card.membership'].create({
            'partner_id': self.bob.id,
            'category_id': self.pensioner.id,
        })
        order = self._sell(self._claim(self.coffee, 1, 3), partner_id=self.bob.id)
        self.assertFalse(order.card_has_mismatch)
        self.assertRecordValues(
            self._find_entries(order),
            [{'partner_id': self.bob.id, 'card_id': False, 'card_discount_amount': 0.36}],
        )

    def test_nobody_is_not_in_the_ledger(self):
        self.assertFalse(self._find_entries(self._sell(self._claim(self.coffee))))
        self.assertFalse(
            self._find_entries(self._sell(self._claim(self.coffee), partner_id=self.bob.id))
        )

    def test_discount_of_a_card_that_nobody_showed_is_flagged(self):
        order = self._sell(self._claim(self.coffee, 1, 5))
        self.assertTrue(order.card_has_mismatch)
        self.assertEqual(order.lines.card_expected, 0)

    def test_goods_with_a_typed_price_get_the_discount_and_a_tip_gets_none(self):
        tip = self.env['product.product'].create(self._prepare_product("Tip", 1))
        self.till.tip_product_id = tip
        order = self._sell(
            self._claim(self.coffee, 1, 5),
            self._claim(self.tea, 1, 5, price_type='manual'),  # or from the label of scales
            self._claim(tip),
            discount_card_id=self.card.id,
        )
        self.assertEqual(order.lines.mapped('card_expected'), [5, 5, 0])
        self.assertEqual(order.lines.mapped('card_has_mismatch'), [False, False, False])
        self.assertEqual(len(self._find_entries(order)), 2, "A tip is no turnover.")

    def test_paid_order_hears_nothing_more(self):
        order = self._sell(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        mine = order.with_user(self.cashier)
        mine.write({
            'discount_card_id': False,
            'card_is_settled': False,
            'card_discount_total': 99,
            'lines': [Command.update(order.lines.id, {'card_rule_names': "Forged"})],
        })
        self.assertEqual(order.discount_card_id, self.card)
        self.assertTrue(order.card_is_settled)
        self.assertEqual(order.card_discount_total, 0.6)
        self.assertEqual(order.lines.card_rule_names, "Gold")
