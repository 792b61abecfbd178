from freezegun import freeze_time

from odoo.tests import tagged

from .common import TillCase


@tagged('post_install', '-at_install')
class TestTillRefund(TillCase):
    """What comes back gives back the discount and the turnover, on the day of the sale."""

    def setUp(self):
        super().setUp()
        with freeze_time('2026-03-02 10:00:00'):
            self.sale = self._sell(
                self._claim(self.coffee, 2, 5),
                self._claim(self.tea, 1, 5),
                discount_card_id=self.card.id,
            )
        self.enterContext(freeze_time('2026-04-15 10:00:00'))

    def _give_back(self, line, quantity, discount=5.0, **values):
        """Return goods as a till does: it copies the discount and says nothing of the card."""
        returned = {
            **self._claim(line.product_id, -quantity),
            'discount': discount,
            'refunded_orderline_id': line.id,
            'price_type': 'automatic',
        }
        sale = self._prepare_sale(returned, is_refund=True, **values)
        return self._sync(sale)

    def _get_turnover(self):
        day = self.company._get_card_today()
        return float(self.card._get_turnovers(['lifetime'], day)[self.card.id]['lifetime'])

    def test_part_of_it(self):
        refund = self._give_back(self.sale.lines[0], 1, discount_card_id=self.card.id)
        self.assertFalse(refund.card_has_mismatch)
        self.assertRecordValues(
            self._find_entries(refund),
            [
                {
                    'kind': 'refund',
                    'quantity': -1,
                    'percent': 5,
                    'percent_expected': 5,
                    'gross': -12,
                    'discount_amount': -0.6,
                    'card_discount_amount': -0.6,
                    'turnover': -11.4,
                    'rule_names': "Gold",
                }
            ],
        )
        entry = self._find_entries(refund)
        self.assertEqual([str(entry.date), str(entry.effective_date)], ['2026-04-15', '2026-03-02'])
        self.assertEqual(self._get_turnover(), 17.1)

    def test_all_of_it_leaves_nothing(self):
        self._give_back(self.sale.lines[0], 2)
        self._give_back(self.sale.lines[1], 1)
        self.assertEqual(self._get_turnover(), 0)

    def test_whoever_brings_it(self):
        refund = self._give_back(self.sale.lines[1], 1, partner_id=self.bob.id)
        self.assertRecordValues(
            self._find_entries(refund),
            [{'card_id': self.card.id, 'partner_id': self.ann.id, 'turnover': -5.7}],
        )

    def test_more_money_than_was_paid_is_flagged(self):
        refund = self._give_back(self.sale.lines[1], 1, 0.0)
        self.assertFalse(refund.discount_card_id)
        self.assertTrue(refund.card_has_mismatch)
        self.assertRecordValues(
            self._find_entries(refund), [{'percent': 0, 'percent_expected': 5, 'turnover': -6}]
        )

    def test_what_never_counted_takes_nothing(self):
        sale = self._sell(self._claim(self.coffee))
        refund = self._give_back(sale.lines, 1, 0.0, discount_card_id=self.card.id)
        self.assertFalse(self._find_entries(refund))

    def test_refund_in_the_backend(self):
        refund = self.sale.browse(self.sale.with_user(self.cashier).refund()['res_id'])
        payment = self._prepare_payment(refund.amount_total)
        refund.add_payment({**payment, 'pos_order_id': refund.id})
        refund.with_user(self.cashier).action_pos_order_paid()
        self.assertFalse(refund.card_has_mismatch)
        self.assertEqual(refund.discount_card_id, self.card)
        self.assertEqual(self._find_entries(refund).mapped('card_discount_amount'), [-1.2, -0.3])
        self.assertEqual(self._get_turnover(), 0)
