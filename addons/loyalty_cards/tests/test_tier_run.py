from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Date
from odoo.tests import tagged

from .tiers_common import TODAY, YESTERDAY, TiersCommon


@tagged('post_install', '-at_install')
class TestTierRun(TiersCommon):
    """Every card has the tier that its purchases give, and the log says why."""

    def _wizard(self, user=None, **values):
        wizard = self.env['discount.card.tier.run'].with_user(user or self.manager)
        return wizard.create({'ladder_id': self.ladder.id, **values})

    # === UP === #

    def test_who_reaches_a_tier_gets_it_with_the_cent(self):
        reaches, misses = self._card(self.customer), self._card()
        self._buy(100, reaches)
        self._buy(99.99, misses)
        self._run()
        self.assertEqual((reaches.category_id, misses.category_id.ids), (self.bronze, []))

    def test_a_big_purchase_passes_tiers(self):
        card = self._card(self.customer)
        self._buy(5000, card)
        self._run()
        self.assertEqual(card.category_id, self.gold)

    def test_all_cards_of_a_customer_get_the_tier(self):
        cards = self._card(self.customer) | self._card(self.customer)
        self._buy(60, cards[0])
        self._buy(60, cards[1])
        self._run()
        self.assertEqual(cards.category_id, self.bronze)

    def test_the_log_says_why(self):
        card = self._card(self.customer, category_id=self.bronze.id)
        self._buy(500.5, card, date=YESTERDAY)
        self.assertRecordValues(
            self._run(YESTERDAY),
            [
                {
                    'card_id': card.id,
                    'ladder_id': self.ladder.id,
                    'date': Date.to_date(YESTERDAY),
                    'old_category_id': self.bronze.id,
                    'new_category_id': self.silver.id,
                    'turnover': 500.5,
                    'currency_id': self.currency.id,
                    'reason': 'promoted',
                }
            ],
        )

    # === DOWN === #

    def _holder_of(self, tier, bought, date=TODAY, **values):
        card = self._card(category_id=tier.id, **values)
        if bought:
            self._buy(bought, card, date=date)
        return card

    def test_a_tier_is_kept_with_its_keep_threshold(self):
        keeps, loses = self._holder_of(self.silver, 400), self._holder_of(self.silver, 399.99)
        logs = self._run()
        self.assertEqual((keeps.category_id, loses.category_id), (self.silver, self.bronze))
        self.assertEqual(logs.mapped('reason'), ['demoted'])

    def test_a_tier_without_keep_threshold_is_kept_with_what_reaches_it(self):
        card = self._holder_of(self.gold, 999.99)
        self._run()
        self.assertEqual(card.category_id, self.silver)

    def test_by_amount_falls_to_where_the_purchases_are(self):
        card = self._holder_of(self.gold, 60)
        nothing = self._holder_of(self.gold, 0)
        self._run()
        self.assertEqual((card.category_id, nothing.category_id.ids), (self.bronze, []))

    def test_one_tier_down_each_night(self):
        self.ladder.demotion = 'next_lower'
        card = self._holder_of(self.gold, 0)
        tiers = []
        for day in ('2026-03-28', '2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'):
            self._run(day)
            tiers.append(card.category_id.name)
        self.assertEqual(tiers, ['Silver', 'Silver', 'Bronze', False, False])

    def test_never_is_never(self):
        self.ladder.demotion = 'never'
        card = self._holder_of(self.gold, 0)
        self.assertFalse(self._run())
        self.assertEqual(card.category_id, self.gold)

    def test_a_purchase_that_leaves_the_period_takes_the_tier_along(self):
        card = self._holder_of(self.bronze, 100, date='2025-03-31')
        self._run('2026-03-30')
        self.assertEqual(card.category_id, self.bronze)
        self._run('2026-03-31')
        self.assertFalse(card.category_id)

    def test_a_return_takes_the_tier_back(self):
        card = self._holder_of(self.bronze, 100)
        self._buy(-60, card)
        self._run()
        self.assertFalse(card.category_id)

    # === GRACE === #

    def test_grace_begins_with_the_first_run_that_finds_too_little(self):
        self.ladder.grace_days = 2
        card = self._holder_of(self.silver, 100, date='2026-03-28')
        logs = self._run('2026-03-28')
        self.assertFalse(logs)
        self.assertEqual(card.tier_short_since, Date.to_date('2026-03-28'))
        self._run('2026-03-29')
        self.assertEqual(card.category_id, self.silver)
        self._run('2026-03-30')
        self.assertEqual((card.category_id, card.tier_short_since), (self.bronze, False))

    def test_a_purchase_in_time_ends_the_grace(self):
        self.ladder.grace_days = 2
        card = self._holder_of(self.silver, 100, date='2026-03-28')
        self._run('2026-03-28')
        self._buy(300, card, date='2026-03-29')
        self._run('2026-03-29')
        self.assertEqual((card.category_id, card.tier_short_since), (self.silver, False))

    def test_a_tier_given_by_hand_begins_without_a_grace_of_the_old_one(self):
        self.ladder.grace_days = 2
        card = self._holder_of(self.silver, 100)
        self._run('2026-03-28')
        card.category_id = self.gold
        self.assertFalse(card.tier_short_since)

    # === LOCK === #

    def test_a_locked_tier_stays_through_the_last_day(self):
        lock = {'tier_locked_until': TODAY, 'tier_lock_reason': "Founder of the shop"}
        low = self._holder_of(self.gold, 0, **lock)
        high = self._holder_of(self.bronze, 5000, **lock)
        self._run(TODAY)
        self.assertEqual((low.category_id, high.category_id), (self.gold, self.bronze))
        with freeze_time('2026-04-01 10:00:00'):
            self._run('2026-04-01')
        self.assertEqual((low.category_id.ids, high.category_id), ([], self.gold))

    # === WHICH CARDS === #

    def test_cards_that_cannot_be_used_and_cards_of_a_kind_of_customer_stay(self):
        pensioner = self.env['discount.card.category'].create({
            'name': "Pensioner",
            'company_id': self.company.id,
        })
        cards = self._card(state='blocked') | self._card(category_id=pensioner.id)
        for card in cards:
            self._buy(5000, card)
        self.assertFalse(self._run())
        self.assertEqual([card.category_id for card in cards], [pensioner.browse(), pensioner])

    def test_a_ladder_that_is_not_for_new_cards_leaves_them(self):
        self.ladder.takes_new_cards = False
        card = self._card()
        self._buy(5000, card)
        self.assertFalse(self._run())

    def test_a_tier_that_is_given_up_is_left_when_another_is_reached(self):
        left, waits = self._holder_of(self.silver, 600), self._holder_of(self.silver, 60)
        self.silver.active = False
        self._run()
        self.assertEqual((left.category_id, waits.category_id), (self.bronze, self.silver))

    def test_a_tier_is_reached_from_its_first_day_through_its_last(self):
        self.silver.write({'date_from': '2026-03-29', 'date_to': '2026-03-30'})
        self.ladder.demotion = 'never'
        tiers = {}
        for day in ('2026-03-28', '2026-03-29', '2026-03-30', '2026-03-31'):
            card = self._holder_of(self.bronze, 600, date='2026-03-01')
            self._run(day)
            tiers[day] = card.category_id.name
        self.assertEqual(
            tiers,
            {
                '2026-03-28': "Bronze",
                '2026-03-29': "Silver",
                '2026-03-30': "Silver",
                '2026-03-31': "Bronze",
            },
        )

    def test_a_tier_that_is_over_is_passed_to_the_one_above(self):
        self.silver.date_to = YESTERDAY
        card = self._holder_of(self.bronze, 999)
        self.assertFalse(self._run())
        self._buy(1, card)
        self._run()
        self.assertEqual(card.category_id, self.gold)

    def test_a_tier_that_is_over_is_left_when_a_valid_one_is_reached(self):
        left, waits = self._holder_of(self.silver, 600), self._holder_of(self.silver, 60)
        above = self._holder_of(self.silver, 1000)
        self.silver.date_to = YESTERDAY
        logs = self._run()
        self.assertEqual((left.category_id, waits.category_id), (self.bronze, self.silver))
        self.assertEqual(above.category_id, self.gold)
        self.assertEqual({*logs.mapped('reason')}, {'promoted'})
        self.assertFalse(self._run())

    def test_grace_of_a_tier_that_is_over_ends(self):
        self.ladder.grace_days = 5
        card = self._holder_of(self.silver, 60)
        self._run(YESTERDAY)
        self.assertTrue(card.tier_short_since)
        self.silver.date_to = YESTERDAY
        self._run()
        self.assertEqual((card.category_id, card.tier_short_since), (self.silver, False))

    def test_who_falls_lands_on_a_valid_tier(self):
        self.silver.date_to = YESTERDAY
        for demotion in ('by_amount', 'next_lower'):
            with self.subTest(demotion=demotion):
                self.ladder.demotion = demotion
                card = self._holder_of(self.gold, 450)
                self._run()
                self.assertEqual(card.category_id, self.bronze)

    def test_only_one_ladder_is_for_new_cards(self):
        with self.assertRaises(ValidationError):
            self._set_up(self.company, [])

    # === AGAIN === #

    def test_a_second_run_of_the_day_changes_nothing(self):
        self.ladder.write({'demotion': 'next_lower', 'grace_days': 0})
        cards = self._holder_of(self.gold, 0) | self._holder_of(self.bronze, 700) | self._card()
        self._run()
        self.env.flush_all()
        before = cards.read(['category_id', 'tier_short_since'])
        self.assertFalse(self._run())
        self.assertFalse(self.ladder._find_changes(Date.to_date(TODAY)))
        self.assertEqual(cards.read(['category_id', 'tier_short_since']), before)

    def test_only_what_changes_is_written(self):
        stays, changes = self._holder_of(self.silver, 450), self._holder_of(self.bronze, 500)
        self.env.flush_all()
        self.env.cr.execute("UPDATE discount_card SET write_date = '2020-01-01'")
        (stays | changes).invalidate_recordset()
        self._run()
        self.env.flush_all()
        self.assertEqual(stays.write_date.year, 2020)
        self.assertEqual(changes.write_date.year, 2026)

    # === BY HAND === #

    def test_a_manager_previews_and_nothing_is_written(self):
        card = self._holder_of(self.bronze, 500)
        wizard = self._wizard()
        wizard.action_preview()
        self.assertRecordValues(
            wizard.line_ids,
            [
                {
                    'card_id': card.id,
                    'old_category_id': self.bronze.id,
                    'new_category_id': self.silver.id,
                    'turnover': 500.0,
                }
            ],
        )
        self.assertEqual((wizard.change_count, card.category_id), (1, self.bronze))
        wizard.action_preview()
        self.assertEqual(len(wizard.line_ids), 1)

    def test_a_manager_runs_as_of_a_day(self):
        card = self._card()
        self._buy(100, card, date='2026-03-01')
        self._buy(400, card, date=TODAY)
        action = self._wizard(date='2026-03-15').action_run()
        self.assertEqual(card.category_id, self.bronze)
        log = self.env['discount.card.tier.log'].search(action['domain'])
        self.assertEqual((log.card_id, log.user_id), (card, self.manager))

    def test_a_future_day_is_refused(self):
        with self.assertRaises(ValidationError):
            self._wizard(date='2026-04-01')

    def test_users_do_not_run_tiers(self):
        user = self.manager.copy({'login': 'user'})
        user.group_ids = self.env.ref('loyalty_cards.loyalty_cards_group_user')
        with self.assertRaises(AccessError):
            self._wizard(user)
