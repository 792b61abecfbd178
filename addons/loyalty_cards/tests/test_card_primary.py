from odoo.tests import tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCardPrimary(CardCommon):
    """A customer with cards has exactly one that counts when none is shown."""

    def _own(self, code, **values):
        values.setdefault('partner_id', self.customer.id)
        return self._card(code, user=self.cashier, **values)

    def assertPrimary(self, card):
        cards = self.env['discount.card'].search([
            ('partner_id', '=', card.partner_id.id),
            ('company_id', '=', card.company_id.id),
            ('is_primary', '=', True),
        ])
        self.assertEqual(cards, card)

    def test_the_first_card_is_primary_by_itself(self):
        first = self._own('1')
        self._own('2')
        self.assertPrimary(first)

    def test_a_new_primary_takes_over(self):
        self._own('1')
        second = self._own('2', is_primary=True)
        self.assertPrimary(second)

    def test_another_card_is_made_primary(self):
        self._own('1')
        second = self._own('2')
        second.action_make_primary()
        self.assertPrimary(second)

    def test_an_anonymous_card_is_never_primary(self):
        card = self._card('1', user=self.cashier, is_primary=True)
        self.assertFalse(card.is_primary)
        card.partner_id = self.customer
        self.assertPrimary(card)

    def test_a_default_of_the_client_does_not_make_two(self):
        first = self._own('1')
        cards = self.env['discount.card'].with_user(self.cashier)
        cards.with_context(default_is_primary=True).create({
            'code': '2',
            'partner_id': self.customer.id,
        })
        self.assertPrimary(first)

    def test_a_card_that_moves_to_another_customer_leaves_its_place(self):
        first, second = self._own('1'), self._own('2')
        kept = self._own('3', partner_id=self.other_customer.id)
        first.partner_id = self.other_customer
        self.assertPrimary(kept)
        self.assertPrimary(second)

    def test_another_card_steps_in_when_the_primary_is_lost(self):
        first, second = self._own('1'), self._own('2')
        first.action_report_lost()
        self.assertPrimary(second)

    def test_the_last_card_stays_primary_when_it_is_lost(self):
        card = self._own('1')
        card.action_report_lost()
        self.assertPrimary(card)
        self.assertPrimary(self._own('2'))

    def test_a_customer_has_a_primary_card_in_each_company(self):
        company = self.env['res.company'].create({'name': "Other Ltd"})
        here = self._own('1', company_id=self.company.id)
        there = self._card('2', company_id=company.id, partner_id=self.customer.id)
        self.assertPrimary(here)
        self.assertPrimary(there)

    def test_many_cards_at_once_leave_one_primary_each(self):
        cards = self.env['discount.card'].create([
            {
                'code': str(number),
                'partner_id': (self.customer, self.other_customer)[number % 2].id,
                'is_primary': number > 2,
            }
            for number in range(6)
        ])
        self.assertEqual(cards.filtered('is_primary').mapped('code'), ['4', '5'])
