from odoo.tests import tagged

from .tiers_common import TiersCommon


@tagged('post_install', '-at_install')
class TestNextTier(TiersCommon):
    """A card knows what is missing to its next tier, as of now."""

    def test_a_card_without_a_tier_looks_at_the_first(self):
        card = self._card(self.customer)
        self._buy(30, card)
        self.assertRecordValues(
            card,
            [
                {
                    'ladder_id': self.ladder.id,
                    'tier_turnover': 30.0,
                    'next_category_id': self.bronze.id,
                    'amount_to_next': 70.0,
                }
            ],
        )

    def test_a_new_purchase_counts_at_once(self):
        card = self._card(self.customer, category_id=self.bronze.id)
        self.assertEqual((card.next_category_id, card.amount_to_next), (self.silver, 500))
        self._buy(120.5, card)
        self.assertEqual(card.amount_to_next, 379.5)
        self._buy(5000, card)
        self.assertEqual((card.next_category_id, card.amount_to_next), (self.silver, 0))

    def test_at_the_top_nothing_is_missing(self):
        card = self._card(category_id=self.gold.id)
        self.assertEqual((card.next_category_id.ids, card.amount_to_next), ([], 0))

    def test_a_tier_that_is_over_or_not_yet_there_is_not_the_next(self):
        card = self._card(self.customer, category_id=self.bronze.id)
        for dates in ({'date_to': '2026-03-30'}, {'date_to': False, 'date_from': '2026-04-01'}):
            with self.subTest(**dates):
                self.silver.write(dates)
                card.invalidate_recordset()
                self.assertEqual((card.next_category_id, card.amount_to_next), (self.gold, 1000))

    def test_a_card_on_no_ladder_has_no_next_tier(self):
        pensioner = self.env['discount.card.category'].create({'name': "Pensioner"})
        card = self._card(category_id=pensioner.id)
        self.assertEqual((card.ladder_id.ids, card.next_category_id.ids), ([], []))
        self.assertFalse(self.env['discount.card'].new({}).next_category_id)

    def test_a_list_of_cards_costs_as_much_as_one(self):
        cards = self.env['discount.card']
        for _number in range(5):
            cards |= self._card(self.customer)
        self._count_queries(cards[0])  # fills the caches
        self.assertEqual(self._count_queries(cards), self._count_queries(cards[0]))

    def _count_queries(self, cards):
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        cards.mapped('amount_to_next')
        return self.env.cr.sql_log_count - start
