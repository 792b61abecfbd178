from psycopg2 import IntegrityError

from odoo import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCategories(CardCommon):
    """What a manager cannot set up: it would give somebody less, or nobody knows what."""

    def _brackets(self, *pairs):
        return [
            Command.create({'amount_from': amount, 'percent': percent}) for amount, percent in pairs
        ]

    def _rule(self, *pairs, **values):
        category = values.pop('category', self.pensioner)
        return self.env['discount.card.rule'].create({
            'category_id': category.id,
            'kind': 'turnover',
            'bracket_ids': self._brackets(*pairs),
            **values,
        })

    # === RULES === #

    def test_who_buys_more_gets_no_less(self):
        with self.assertRefused("from .*500.* the discount is smaller"):
            self._rule((100, 5), (500, 3))

    def test_brackets_may_change_together(self):
        rule = self._rule((100, 5), (500, 7))
        first, second = rule.bracket_ids
        rule.bracket_ids = [
            Command.update(first.id, {'percent': 8}),
            Command.update(second.id, {'percent': 9}),
        ]
        self.env.cr.precommit.run()
        self.assertEqual(rule.bracket_ids.mapped('percent'), [8, 9])

    def test_a_bracket_that_is_written_alone_is_looked_at_before_the_commit(self):
        rule = self._rule((100, 5), (500, 7))
        with self.assertRefused("the discount is smaller"):
            rule.bracket_ids[0].percent = 8
            self.env.cr.precommit.run()

    def test_a_rule_of_brackets_needs_one(self):
        with self.assertRefused("enter at least one bracket"):
            self._rule()

    def test_two_rules_that_count_the_same_purchases_are_refused(self):
        first = self._rule((100, 5))
        with self.assertRefused("count the same purchases"):
            self._rule((200, 6))
        first.date_to = '2026-06-30'
        self.assertTrue(self._rule((200, 6), date_from='2026-07-01'))

    def test_rules_over_another_time_or_in_another_company_do_not_overlap(self):
        company = self.env['res.company'].create({'name': "Other Ltd"})
        self._rule((100, 5), company_id=self.company.id)
        self._rule((100, 5), company_id=company.id)
        self._rule((100, 5), period_type='calendar_year')

    def test_a_rule_belongs_to_the_company_of_its_category(self):
        company = self.env['res.company'].create({'name': "Other Ltd"})
        category = self._category("Own", company_id=self.company.id)
        with self.assertRefused("its rules cannot be for Other Ltd"):
            category.rule_ids.company_id = company
        category.rule_ids.company_id = self.company
        with self.assertRefused("belongs to Other Ltd"):
            category.company_id = company

    def test_hours_that_end_when_they_begin_are_refused(self):
        with self.assertRefused("The hours end when they begin"):
            self.pensioner.write({'hour_from': 8, 'hour_to': 8})
        self.pensioner.write({'hour_from': 22, 'hour_to': 2})

    def test_hours_are_read_to_the_minute(self):
        """Less than a minute is no time, and the day ends before its last half minute."""
        for hours in ((8, 8.004), (23.995, 24), (23.995, 2)):
            with self.subTest(hours=hours), self.assertRefused("The hours end when they begin"):
                self.pensioner.write(dict(zip(('hour_from', 'hour_to'), hours, strict=True)))

    def test_a_rule_says_what_it_gives(self):
        self.assertEqual(self.pensioner.rule_ids.display_name, "Pensioner: 5 %")
        bracket = self._rule((1000, 7.5)).bracket_ids
        self.assertRegex(bracket.display_name, r"from .*1,000\.00.*: 7.5 %")

    # === LADDERS === #

    def test_rules_are_in_the_currency_that_their_ladder_has_now(self):
        euro, dollar = self.env.ref('base.EUR'), self.env.ref('base.USD')
        for currency in (euro, dollar, euro):
            self.ladder.currency_id = currency
            *_rest, currencies = self.bronze._get_programme(tuple(self.bronze.ids))
            self.assertEqual([*currencies.values()], currency.ids)

    def test_a_customer_climbs_one_ladder(self):
        other = self.env['discount.card.ladder'].create({'name': "Quarter"})
        tier = self._tier("Quick", 100, 5, ladder_id=other.id)
        cards = {'partner_id': self.customer.id, 'user': self.manager}
        self._card('1', category_id=self.bronze.id, **cards)
        with self.assertRefused("Anna would climb several ladders"):
            self._card('2', category_id=tier.id, **cards)

    def test_a_customer_stands_on_one_step_of_a_ladder(self):
        cards = {'partner_id': self.customer.id, 'user': self.manager}
        self._card('1', category_id=self.bronze.id, **cards)
        self._card('2', category_id=self.bronze.id, **cards)
        self._card('3', category_id=self.pensioner.id, **cards)
        with self.assertRefused("several tiers of one ladder: Bronze, Gold"):
            self._card('4', category_id=self.gold.id, **cards)
        with self.assertRefused("several tiers"):
            self.env['discount.card.membership'].create({
                'partner_id': self.customer.id,
                'category_id': self.gold.id,
            })

    def test_a_replaced_card_does_not_count_against_its_successor(self):
        card = self._card('1', category_id=self.bronze.id, partner_id=self.customer.id)
        new = card._replace('2').with_user(self.manager)
        new.category_id = self.gold
        self.assertEqual(new.category_id, self.gold)

    def test_a_ladder_has_one_tier_without_an_amount(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
            self._tier("Copper", 0, 1)
        self.assertEqual(self.ladder.category_ids.mapped('name'), ["Bronze", "Silver", "Gold"])

    # === COPY AND DELETE === #

    def test_a_copy_has_the_rules_with_brackets_and_exceptions(self):
        rule = self._rule((100, 5), (500, 7))
        rule.override_ids = [
            Command.create({
                'target': 'category',
                'product_category_id': self.env['product.category'].create({'name': "Books"}).id,
                'mode': 'cap',
                'percent': 2,
            })
        ]
        copy = self.pensioner.copy()
        self.assertEqual(copy.name, "Pensioner (copy)")
        self.assertEqual(copy.rule_ids.mapped('kind'), ['fixed', 'turnover'])
        self.assertEqual(copy.rule_ids.bracket_ids.mapped('percent'), [5, 7])
        self.assertEqual(copy.rule_ids.override_ids.mode, 'cap')
        self.assertTrue(copy.active)

    def test_a_copy_of_a_tier_waits_for_an_amount_of_its_own(self):
        copy = self.gold.copy()
        self.assertFalse(copy.active)
        copy.write({'threshold': 9000, 'active': True})
        self.assertEqual(self.ladder._get_lowest_tier(), self.bronze)

    def test_a_category_that_customers_have_is_not_deleted(self):
        self._card('1', category_id=self.gold.id)
        with self.assertRefused("Give them another one first, or archive it"):
            self.gold.with_user(self.manager).unlink()

    def test_a_category_that_stands_in_a_log_is_not_deleted(self):
        card = self._card('1', category_id=self.gold.id).with_user(self.manager)
        card.category_id = self.silver
        with self.assertRefused("Gold is used in: Discount Card Tier Change. Archive it"):
            self.gold.with_user(self.manager).unlink()
        self.env['discount.card.batch'].create({'name': "B", 'category_id': self.pensioner.id})
        with self.assertRefused("Pensioner is used in: Batch of Discount Cards. Archive it"):
            self.pensioner.with_user(self.manager).unlink()

    def test_a_form_of_a_kind_of_customer_forgets_the_ladder(self):
        with Form(self.env['discount.card.category'].with_user(self.manager)) as form:
            form.name = "Student"
            form.kind = 'tier'
            form.ladder_id = self.ladder
            form.threshold = 100
            form.kind = 'social'
        self.assertFalse(form.record.ladder_id or form.record.threshold)

    def test_year_of_two_digits_is_refused(self):
        """The engine, and whoever reads it, would take it for another day or for none."""
        card = self._card('9')
        for record, name in (
            (card, 'date_from'),
            (card, 'proof_date_to'),
            (self.pensioner, 'date_to'),
        ):
            with (
                self.subTest(name=name),
                mute_logger('odoo.sql_db'),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                record.write({name: '0026-01-01'})
                self.env.flush_all()
