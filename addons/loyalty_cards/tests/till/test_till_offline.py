from freezegun import freeze_time

from odoo.tests import tagged

from .common import TillCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillOffline(TillCase):
    """Sales of a till that did not know everything: none of them is refused."""

    def test_code_that_nobody_knows_is_kept_and_said(self):
        order = self._sell(self._claim(self.coffee), card_code=' 29 404 ', card_entry_mode='scan')
        self.assertEqual(order.state, 'paid')
        self.assertEqual(order.card_code, '29 404')
        self.assertFalse(order.discount_card_id)
        self.assertIn("29 404", order.message_ids[0].body)
        self.assertFalse(self._find_entries(order))

    def test_code_that_has_become_known_counts(self):
        order = self._sell(self._claim(self.coffee), card_code=self.card.code)
        self.assertEqual(order.discount_card_id, self.card)
        self.assertEqual(order.partner_id, self.ann)
        self.assertRecordValues(
            self._find_entries(order),
            [{'card_id': self.card.id, 'percent': 0, 'percent_expected': 5, 'turnover': 12}],
        )

    def test_card_that_was_blocked_meanwhile(self):
        self.card.write({'state': 'blocked', 'block_reason': "Stolen"})
        order = self._sell(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        self.assertTrue(order.card_has_mismatch)
        self.assertEqual(order.lines.card_expected, 0)
        self.assertIn("blocked", order.card_reasons)
        self.assertTrue(self._find_entries(order).is_mismatch)

    def test_card_of_another_company_is_dropped_and_said(self):
        foreign = self.env['discount.card'].create({
            'code': 'FOREIGN',
            'company_id': self.env['res.company'].create({'name': "Tea Shop"}).id,
        })
        order = self._sell(self._claim(self.coffee, 1, 5), discount_card_id=foreign.id)
        self.assertFalse(order.discount_card_id)
        self.assertTrue(order.card_has_mismatch)
        self.assertEqual(order.card_code, 'FOREIGN')
        self.assertFalse(self._find_entries(order))

    def test_nonsense_stops_no_sale(self):
        for name, values in self._nonsense().items():
            for value in values:
                with self.subTest(f'{name}={value!r}'):
                    order = self._sell(self._claim(self.coffee, 1, 5), **{name: value})
                    self.assertEqual(order.state, 'paid')
                    self.assertTrue(order.card_has_mismatch)
                    self.assertFalse(order.card_reasons and "Traceback" in order.card_reasons)

    def _nonsense(self):
        step = {'amount_from': 1, 'percent': 1, 'missing': 1}
        anything = ['abc', -5, 2**40, 1.5, [], [1], {}, {'a': 1}, True, float('nan'), float('inf')]
        return {
            'discount_card_id': [*anything, 999_999_999],
            'discount_category_id': [*anything, 999_999_999],
            'card_code': ['\x00', '\ud800', 'x' * 5000, *anything[1:]],
            'card_entry_mode': anything,
            'card_outcome': [
                *anything,
                {'reasons': 5},
                {'reasons': [{'source': 'card'}], 'next': None, 'is_given': 1},
                {'reasons': [{'source': [], 'id': 1, 'code': []}], 'next': 1, 'is_given': 1},
                {'reasons': [], 'next': {'missing': 'x', 'percent': 1}, 'is_given': 1},
                {'reasons': [], 'next': {**step, 'over': 'today'}, 'is_given': 1},
                {'reasons': [], 'next': {**step, 'over': ['receipt']}, 'is_given': 1},
            ],
            'card_discount_total': anything,
            'card_next_tier': anything,
            'card_has_mismatch': anything,
            'card_is_settled': anything,
        }

    def test_nonsense_on_a_line_stops_no_sale(self):
        anything = ['abc', -5, 101, 2**70, [], {'a': 1}, True, float('nan'), float('-inf'), None]
        for name in (
            'card_percent',
            'card_given',
            'card_origin',
            'card_prior_discount',
            'card_prior_origin',
            'card_rule_names',
            'card_expected',
            'card_has_mismatch',
        ):
            for value in [*anything, '\x00', '\ud800', 'x' * 5000]:
                with self.subTest(f'{name}={value!r}'):
                    claim = {**self._claim(self.coffee, 1, 5), name: value}
                    order = self._sell(claim, discount_card_id=self.card.id)
                    self.assertEqual(order.state, 'paid')
                    self.assertEqual(self._find_entries(order).turnover, 11.4)

    def test_amounts_that_the_engine_cannot_read_stop_no_sale(self):
        self.coffee.card_min_price = 10**15
        order = self._sell(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        self.assertTrue(order.card_has_mismatch)
        self.assertTrue(self._find_entries(order).is_mismatch)
