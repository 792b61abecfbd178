from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .card_common import CardCommon

# What only a manager may give, and a value for it.
GIVEN = {
    'personal_percent': 10.0,
    'tier_locked_until': '2026-12-31',
    'tier_lock_reason': "Promised",
    'turnover_opening': 100.0,
    'turnover_opening_date': '2026-01-01',
    'block_reason': "Shared",
}


@tagged('post_install', '-at_install')
class TestCardRights(CardCommon):
    """Users issue cards; what is worth money beyond that is a manager's."""

    def test_a_user_issues_and_edits_cards(self):
        card = self._card('1', user=self.cashier, category_id=self.pensioner.id)
        card.write({'partner_id': self.customer.id, 'date_to': '2027-01-01'})
        self.assertEqual(card.partner_id, self.customer)

    def test_a_user_does_not_give_what_is_a_managers(self):
        card = self._card('1', user=self.cashier)
        for name, value in GIVEN.items():
            values = {name: value}
            if name == 'tier_locked_until':
                values['tier_lock_reason'] = "Promised"
            with self.subTest(name=name):
                with self.assertRaises(AccessError):
                    card.write(values)
                with self.assertRaises(AccessError):
                    self._card('2', user=self.cashier, **values)
                defaults = {f'default_{key}': given for key, given in values.items()}
                cards = self.env['discount.card'].with_user(self.cashier)
                with self.assertRaises(AccessError):
                    cards.with_context(**defaults).create({'code': '3'})

    def test_a_user_does_not_turn_an_opening_turnover_into_another_currency(self):
        mine = self.company.currency_id
        other = self.env['res.currency'].create({'name': "XTS", 'symbol': "T"})
        card = self._card('1').with_user(self.cashier)
        card.currency_id = other  # nothing was bought before: it says nothing yet
        card.sudo().turnover_opening = 100
        with self.assertRefused("may not change Currency"):
            card.currency_id = mine

    def test_a_user_may_send_back_what_stands_there(self):
        card = self._card('1', personal_percent=10.0).with_user(self.cashier)
        card.write({'personal_percent': 10.0, 'date_to': '2027-01-01'})
        self.assertTrue(card.date_to)

    def test_a_manager_gives_all_of_it(self):
        card = self._card('1', user=self.manager, **GIVEN)
        card.write({'personal_percent': 20.0})
        self.assertEqual(card.personal_percent, 20.0)

    def test_a_user_begins_a_ladder_with_its_lowest_tier_only(self):
        card = self._card('1', user=self.cashier)
        card.category_id = self.bronze
        with self.assertRefused("Tiers are reached by purchases"):
            card.category_id = self.silver
        with self.assertRaises(AccessError):
            self._card('2', user=self.cashier, category_id=self.gold.id)
        cards = self.env['discount.card'].with_user(self.cashier)
        with self.assertRaises(AccessError):
            cards.with_context(default_category_id=self.gold.id).create({'code': '3'})

    def test_a_user_does_not_take_an_earned_tier_away(self):
        card = self._card('1', category_id=self.gold.id).with_user(self.cashier)
        with self.assertRaises(AccessError):
            card.category_id = self.pensioner

    def test_a_managers_change_of_category_is_noted(self):
        card = self._card('1', category_id=self.bronze.id).with_user(self.manager)
        card.category_id = self.gold
        card.category_id = self.gold
        line = card.tier_log_ids
        self.assertEqual(
            (line.old_category_id, line.new_category_id, line.reason, line.user_id, line.date),
            (self.bronze, self.gold, 'manual', self.manager, self.today),
        )

    def test_a_user_reads_categories_and_does_not_change_them(self):
        category = self.pensioner.with_user(self.cashier)
        self.assertEqual(category.rule_ids.percent, 5)
        for record in (category, category.rule_ids, self.ladder.with_user(self.cashier)):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.active = False

    def test_the_log_and_the_ledger_are_read_only(self):
        for user in (self.cashier, self.manager):
            for model in ('discount.card.entry', 'discount.card.tier.log'):
                for operation in ('create', 'write', 'unlink'):
                    with self.subTest(user=user.login, model=model, operation=operation):
                        records = self.env[model].with_user(user)
                        self.assertFalse(records.has_access(operation))

    def test_a_user_does_not_delete_cards(self):
        with self.assertRaises(AccessError):
            self._card('1', user=self.cashier).unlink()

    def test_a_manager_deletes_cards_that_nothing_refers_to(self):
        first, second = self._card('1', user=self.manager), self._card('2', user=self.manager)
        second.sudo().root_id = first
        with self.assertRefused("Card 1 is used in: Discount Card. Block it instead"):
            first.unlink()
        second.unlink()
        first.unlink()
        self.assertFalse((first | second).exists())

    def test_a_mail_that_a_user_hands_over_creates_nothing(self):
        mail = "From: a@example.com\nTo: b@example.com\nMessage-Id: <1@example.com>\n\nHello"
        threads = self.env['mail.thread'].with_user(self.cashier)
        for model, values in (
            ('discount.card', {'code': '1', 'personal_percent': 100}),
            ('discount.card.category', {'name': "Free"}),
            ('discount.card.ladder', {'name': "Free"}),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                threads.message_process(model, mail, custom_values=values)
        partner = threads.message_process(
            'res.partner', mail, custom_values={'name': "Clara", 'personal_discount': 100}
        )
        self.assertFalse(self.env['res.partner'].browse(partner).personal_discount)

    # === THE CUSTOMER'S OWN PERCENT === #

    def test_a_personal_discount_of_a_customer_is_a_managers(self):
        clerk = new_test_user(self.env, 'clerk', 'base.group_partner_manager')
        customer = self.customer.with_user(clerk)
        with self.assertRaises(AccessError):
            customer.personal_discount = 10
        with self.assertRaises(AccessError):
            customer.create({'name': "Clara", 'personal_discount': 10})
        with self.assertRaises(AccessError):
            customer.with_context(default_personal_discount=10).create({'name': "Clara"})
        self.customer.with_user(self.manager).personal_discount = 10
        customer.write({'name': "Anna B.", 'personal_discount': 10})
        self.assertEqual(customer.name, "Anna B.")

    def test_a_copy_of_a_customer_is_given_nothing(self):
        self.cashier.group_ids |= self.env.ref('base.group_partner_manager')
        self.customer.personal_discount = 5
        copy = self.customer.with_user(self.cashier).copy()
        self.assertEqual(copy.personal_discount, 0)

    def test_who_has_nothing_to_do_with_cards_opens_and_saves_a_customer(self):
        clerk = new_test_user(self.env, 'clerk', 'base.group_user,base.group_partner_manager')
        self._card('1', partner_id=self.customer.id)
        with Form(self.customer.with_user(clerk)) as form:
            form.phone = '123'
        self.assertEqual(self.customer.phone, '123')
