from unittest.mock import patch

from stdnum import ean, luhn

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestBatches(CardCommon):
    """Pre-printed cards come into being all at once, or not at all."""

    def _batch(self, user=None, **values):
        batches = self.env['discount.card.batch'].with_user(user or self.manager)
        return batches.create({'name': "Printer", 'prefix': '047', 'quantity': 3, **values})

    def _cards(self, **values):
        batch = self._batch(**values)
        batch.action_create_cards()
        return batch.card_ids.sorted('code')

    def test_numbers_run_on_with_their_zeros(self):
        cards = self._cards(first_number=9, digits=4)
        self.assertEqual(cards.mapped('code'), ['0470009', '0470010', '0470011'])
        self.assertEqual(set(cards.mapped('state')), {'unregistered'})

    def test_a_shop_of_one_company_replaces_by_a_pre_printed_card(self):
        """Both are of no company: nobody sees the field."""
        lost = self._card('1', self.cashier, partner_id=self.customer.id)
        printed = self._cards()[0]
        self.assertEqual(lost.with_user(self.cashier)._replace(printed.code), printed)

    def test_cards_have_category_and_company_of_the_batch(self):
        self.env['res.company'].create({'name': "Other Ltd"})
        cards = self._cards(category_id=self.bronze.id)
        self.assertEqual((cards.category_id, cards.company_id), (self.bronze, self.company))
        self.assertFalse(any(cards.mapped('is_primary')))

    def test_an_ean_has_thirteen_digits_and_a_right_last_one(self):
        for card in self._cards(check_digit='ean13', prefix='2999'):
            self.assertEqual(len(card.code), 13)
            self.assertTrue(ean.is_valid(card.code))

    def test_a_luhn_digit_is_right(self):
        for card in self._cards(check_digit='luhn'):
            self.assertTrue(luhn.is_valid(card.code))

    def test_the_form_shows_the_first_and_the_last_code(self):
        batch = self._batch(digits=3, quantity=100)
        self.assertEqual((batch.first_code, batch.last_code), ('047001', '047100'))

    def test_numbers_that_do_not_fit_are_refused(self):
        with self.assertRefused("Number 101 does not fit into 2 digits"):
            self._batch(digits=2, first_number=99)
        with self.assertRefused("begins with another digit than 0"):
            self._batch(check_digit='ean13')
        with self.assertRefused("the prefix consists of digits"):
            self._batch(check_digit='luhn', prefix='AB')

    def test_a_code_that_is_taken_stops_the_whole_batch(self):
        self._card('04700000002')
        self.env['product.product'].create({'name': "Espresso", 'barcode': '04700000003'})
        batch = self._batch()
        with self.assertRefused("No card was created: 2 codes are taken"):
            batch.action_create_cards()
        self.assertFalse(batch.card_ids)
        self.assertEqual(batch.state, 'draft')

    def test_a_batch_is_created_once(self):
        batch = self._batch()
        batch.action_create_cards()
        with self.assertRefused("exist already"):
            batch.action_create_cards()
        with self.assertRefused("only its name changes"):
            batch.quantity = 5
        with self.assertRefused("it stays"):
            batch.unlink()

    def test_a_user_gives_them_out_and_does_not_create_them(self):
        with self.assertRaises(AccessError):
            self._batch(user=self.cashier)
        batch = self._batch()
        with self.assertRaises(AccessError):
            batch.with_user(self.cashier).action_create_cards()
        batch.action_create_cards()
        card = batch.card_ids[0].with_user(self.cashier)
        card.action_activate()
        self.assertEqual(batch.unregistered_count, 2)

    def test_ten_thousand_cards_cost_few_queries(self):
        batch = self._batch(quantity=10000)
        with self.assertQueryCount(600):
            batch.action_create_cards()
            self.env.flush_all()
        self.assertEqual(batch.card_count, 10000)

    def test_of_two_users_at_once_the_second_fails_on_the_batch(self):
        """Then the server repeats it; on a card it would only hear that a code is taken."""
        batch, states = self._batch(), []

        def look(_cards, _values_list):
            self.env.cr.execute("SELECT state FROM discount_card_batch WHERE id = %s", batch.ids)
            states.extend(self.env.cr.fetchone())

        with patch.object(self.env.registry['discount.card'], 'create', look):
            batch.action_create_cards()
        self.assertEqual(states, ['done'])
