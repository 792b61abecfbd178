from datetime import date
from decimal import Decimal

from odoo.tests import tagged

from .tiers_common import TODAY, TiersCommon


@tagged('post_install', '-at_install')
class TestTurnover(TiersCommon):
    """What was bought is counted once, for the right customer, in the right period."""

    # === WHOSE === #

    def test_several_cards_of_a_customer_count_together(self):
        one, other = self._card(self.customer), self._card(self.customer)
        self._buy(10, one)
        self._buy(5, other)
        self.assertEqual((self._turnover(one), self._turnover(other)), ('15', '15'))

    def test_a_card_opens_the_entries_of_its_whole_chain(self):
        first, stranger = self._card(self.customer), self._card()
        entries = self._buy(10, first)
        second = first._replace('SECOND')
        entries += self._buy(5, second)
        self._buy(1, stranger)
        for card in (first, second):
            found = self.env['discount.card.entry'].search(card.action_view_entries()['domain'])
            self.assertEqual(found, entries)

    def test_purchases_without_a_card_count_for_the_customer(self):
        card = self._card(self.customer)
        self._buy(10, card)
        self._buy(5, partner=self.customer)
        self.assertEqual(self._turnover(card), '15')

    def test_a_customer_without_a_card_has_a_turnover(self):
        self._buy(5, partner=self.customer)
        self.assertEqual(self._turnover(self.customer), '5')

    def test_contacts_count_for_their_company(self):
        firm = self.env['res.partner'].create({'name': "Bakery", 'is_company': True})
        clerk, boss = self.env['res.partner'].create([
            {'name': name, 'parent_id': firm.id} for name in ("Clerk", "Boss")
        ])
        card = self._card(clerk)
        self._buy(10, card)
        self._buy(5, partner=boss)
        self._buy(1, partner=firm)
        self.assertEqual(self._turnover(card), '16')
        self.assertEqual(self._turnover(boss), '16')

    def test_the_card_that_was_shown_decides_and_not_the_customer_of_the_document(self):
        friend = self.env['res.partner'].create({'name': "Friend"})
        card = self._card(self.customer)
        self._buy(10, card, partner=friend)
        self.assertEqual((self._turnover(card), self._turnover(friend)), ('10', '0'))

    def test_anonymous_cards_count_each_for_itself(self):
        one, other = self._card(), self._card()
        self._buy(10, one)
        self._buy(5, other)
        self.assertEqual((self._turnover(one), self._turnover(other)), ('10', '5'))

    def test_a_replacement_goes_on_from_the_lost_card(self):
        lost = self._card(state='replaced', turnover_opening=100)
        new = self._card(root_id=lost.id)
        lost.replaced_by_id = new
        newest = self._card(root_id=lost.id)
        new.write({'replaced_by_id': newest.id, 'state': 'replaced'})
        self._buy(10, lost)
        self._buy(5, new)
        self._buy(1, newest)
        self.assertEqual(self._turnover(newest), '116')
        self.assertEqual(self._turnover(lost), '116')

    def test_a_customer_who_is_entered_later_brings_what_the_card_bought(self):
        card = self._card()
        self._buy(10, card)
        self._buy(5, partner=self.customer)
        card.partner_id = self.customer
        self.assertEqual((self._turnover(card), self._turnover(self.customer)), ('15', '15'))

    def test_a_named_replacement_names_the_lost_card_too(self):
        lost = self._card(state='replaced')
        other = self._card(self.customer)
        new = self._card(self.customer, root_id=lost.id)
        lost.replaced_by_id = new
        self._buy(10, lost)
        self._buy(5, other)
        self.assertEqual([self._turnover(card) for card in lost | other | new], ['15'] * 3)

    # === WHEN === #

    def test_the_day_counts_and_the_next_does_not(self):
        card = self._card(self.customer)
        self._buy(10, card, date='2026-03-31')
        self._buy(5, card, date='2026-04-01')
        self.assertEqual(self._turnover(card), '10')

    def test_a_period_begins_on_its_first_day(self):
        card = self._card(self.customer)
        for day in ('2025-03-31', '2025-04-01', '2025-12-31', '2026-01-01', '2026-03-01'):
            self._buy(10, card, date=day)
        periods = ['rolling_12', 'calendar_year', 'calendar_month', 'lifetime']
        self.assertEqual(
            card._get_turnovers(periods, date(2026, 3, 31)),
            {card.id: dict(zip(periods, map(Decimal, (40, 20, 10, 50)), strict=True))},
        )

    def test_a_return_lowers_what_was_bought(self):
        card = self._card(self.customer)
        self._buy(10, card)
        self._buy(-4, card)
        self.assertEqual(self._turnover(card), '6')

    def test_an_opening_turnover_counts_on_its_day_and_always_over_a_lifetime(self):
        dated = self._card(turnover_opening=100, turnover_opening_date='2025-12-31')
        undated = self._card(turnover_opening=70)
        self.assertEqual(self._turnover(dated), '100')
        self.assertEqual(self._turnover(dated, 'rolling_12'), '100')
        self.assertEqual(self._turnover(dated, 'calendar_year'), '0')
        self.assertEqual(self._turnover(dated, 'rolling_12', '2025-12-30'), '0')
        self.assertEqual(self._turnover(dated, 'lifetime', '2025-12-30'), '100')
        self.assertEqual(self._turnover(undated), '70')
        self.assertEqual(self._turnover(undated, 'rolling_12'), '0')

    # === HOW MUCH === #

    def test_cents_are_exact(self):
        card = self._card(self.customer)
        for _number in range(10):
            self._buy(0.1, card)
        self.assertEqual(self._turnover(card), '1')

    def test_all_companies_count_unless_one_is_asked(self):
        branch = self._found("Branch")
        card = self._card(self.customer)
        self._buy(10, card)
        self._buy(5, card, company=branch)
        self.assertEqual(self._turnover(card), '15')
        self.assertEqual(self._turnover(card, company=self.company), '10')
        self.assertEqual(self._turnover(card, company=branch), '5')

    def test_amounts_are_converted_as_core_does(self):
        dollar = self._found("Overseas", 'USD')
        self.env['res.currency.rate'].create([
            {
                'name': day,
                'rate': rate,
                'currency_id': self.env.ref(f'base.{currency}').id,
                'company_id': dollar.id,
            }
            for day, rate, currency in (
                ('2026-03-01', 0.9, 'EUR'),
                ('2026-03-31', 0.873, 'EUR'),
                ('2026-04-01', 5, 'EUR'),
            )
        ])
        card = self._card(self.customer)
        self._buy(10, card)
        self._buy(33.33, card, company=dollar)
        expected = dollar.currency_id._convert(33.33, self.currency, dollar, TODAY)
        self.assertEqual(expected, 29.1)
        self.assertEqual(self._turnover(card), '39.1')
        self.assertEqual(self._turnover(card, date='2026-03-30', company=dollar), '0')

    def test_an_opening_turnover_is_converted(self):
        self.env.ref('base.USD').active = True
        self.env['res.currency.rate'].create({
            'name': '2026-01-01',
            'rate': 2,
            'currency_id': self.env.ref('base.USD').id,
            'company_id': self.company.id,
        })
        card = self._card(turnover_opening=100, currency_id=self.env.ref('base.USD').id)
        self.assertEqual(self._turnover(card), '50')

    def test_a_sum_is_rounded_once_half_away_from_zero(self):
        franc = self.env.ref('base.CHF')
        franc.write({'active': True, 'rounding': 0.05})
        self.env['res.currency.rate'].create({
            'name': '2026-01-01',
            'rate': 1,
            'currency_id': franc.id,
            'company_id': self.company.id,
        })
        card = self._card(self.customer)
        self._buy(0.02, card)
        self._buy(0.01, card)
        self.assertEqual(self._turnover(card, currency=franc), '0.05')
        self._buy(-0.055, card)
        self.assertEqual(self._turnover(card, currency=franc), '-0.05')

    # === HOW === #

    def test_one_query_answers_for_all_cards_and_periods(self):
        cards = self._card(self.customer) | self._card() | self._card(state='blocked')
        self._buy(10, cards[0])
        self.env.flush_all()
        cards.mapped('partner_id.commercial_partner_id')
        self.company.currency_id.mapped('rounding')
        with self.assertQueryCount(1):
            found = cards._get_turnovers(['lifetime', 'rolling_12'], date(2026, 3, 31))
        self.assertEqual(found[cards[0].id], {'lifetime': Decimal(10), 'rolling_12': Decimal(10)})
        self.assertEqual(found[cards[1].id], {'lifetime': Decimal(0), 'rolling_12': Decimal(0)})

    def test_nothing_asked_is_nothing_answered(self):
        card = self._card()
        self.assertEqual(card._get_turnovers([], date(2026, 3, 31)), {card.id: {}})
        self.assertEqual(card.browse()._get_turnovers(['lifetime'], date(2026, 3, 31)), {})

    def test_an_entry_is_recorded_once(self):
        card = self._card(self.customer)
        entry = self._buy(10, card)
        values = entry.copy_data()[0]
        self.assertFalse(entry._record([values]))
        self.assertEqual(
            len(entry._record([{**values, 'posting': 1}, {**values, 'posting': 1}])), 1
        )
        self.assertEqual(self._turnover(card), '20')
