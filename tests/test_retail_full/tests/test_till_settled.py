from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.loyalty_cards.tests.till.common import TillCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillSettled(TillCase):
    """A sale order that is paid at a till (`pos_sale`) keeps its discounts and counts once."""

    def setUp(self):
        super().setUp()
        self.order = self._order(self.ann, (self.coffee, 2))
        self.order.action_confirm()

    def _settle(self, discount, **values):
        """Pay the order as a till does that has loaded it."""
        line = self.order.order_line
        return self._sell(
            {
                **self._claim(self.coffee, 2),
                'discount': discount,
                'price_type': 'automatic',
                'sale_order_origin_id': self.order.id,
                'sale_order_line_id': line.id,
            },
            partner_id=self.ann.id,
            **values,
        )

    def test_order_keeps_its_discount_and_its_card(self):
        paid = self._settle(5)
        self.assertFalse(paid.card_has_mismatch)
        self.assertEqual(paid.discount_card_id, self.card)
        self.assertRecordValues(
            self._find_entries(paid),
            [
                {
                    'card_id': self.card.id,
                    'percent': 5,
                    'percent_expected': 5,
                    'card_discount_amount': 1.2,
                    'turnover': 22.8,
                    'rule_names': "Gold",
                }
            ],
        )

    def test_it_counts_once(self):
        self._settle(5)
        self.assertEqual(self.order.order_line.qty_to_invoice, 0)
        entries = self.env['discount.card.entry'].search([('card_id', '=', self.card.id)])
        self.assertEqual(entries.mapped('turnover'), [22.8])

    def test_other_discount_than_on_the_order_is_flagged(self):
        paid = self._settle(30)
        self.assertTrue(paid.card_has_mismatch)
        self.assertRecordValues(
            self._find_entries(paid), [{'percent': 30, 'percent_expected': 5, 'is_mismatch': True}]
        )
