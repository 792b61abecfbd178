from odoo.exceptions import AccessError
from odoo.tests import tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCardReplacement(CardCommon):
    """A new card in place of a lost one keeps all that the customer has earned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lost = cls._card(
            '1',
            partner_id=cls.customer.id,
            category_id=cls.gold.id,
            personal_percent=12.5,
            tier_locked_until='2026-12-31',
            tier_lock_reason="Promised",
            turnover_opening=500.0,
            date_to='2027-01-31',
        )

    def _replace(self, card, code, user=None):
        question = self.env['discount.card.replace'].with_user(user or self.cashier)
        action = question.create({'card_id': card.id, 'code': code}).action_apply()
        return self.env['discount.card'].browse(action['res_id'])

    def test_a_cashier_hands_on_what_only_a_manager_may_give(self):
        self.lost.action_report_lost()
        new = self._replace(self.lost, ' 2 ')
        self.assertEqual(
            (new.code, new.partner_id, new.category_id, new.personal_percent),
            ('2', self.customer, self.gold, 12.5),
        )
        self.assertEqual(new.tier_lock_reason, "Promised")
        self.assertEqual(new.date_to, self.lost.date_to)
        self.assertEqual((new.state, self.lost.state), ('active', 'replaced'))
        self.assertEqual(self.lost.replaced_by_id, new)

    def test_turnover_stays_with_the_first_card_of_a_chain(self):
        second = self._replace(self.lost, '2')
        third = self._replace(second, '3')
        self.assertEqual((second.root_id, third.root_id), (self.lost, self.lost))
        self.assertEqual(third._get_root(), self.lost)
        self.assertFalse(third.turnover_opening)
        self.assertEqual(self.lost.turnover_opening, 500.0)

    def test_the_new_card_is_primary_where_the_old_one_was(self):
        other = self._card('9', partner_id=self.customer.id)
        new = self._replace(self.lost, '2')
        self.assertTrue(new.is_primary)
        self.assertFalse(other.is_primary or self.lost.is_primary)

    def test_a_card_that_was_not_primary_does_not_become_it(self):
        other = self._card('9', partner_id=self.customer.id, is_primary=True)
        self.assertFalse(self._replace(self.lost, '2').is_primary)
        self.assertTrue(other.is_primary)

    def test_the_log_says_why_the_new_card_has_its_tier(self):
        new = self._replace(self.lost, '2')
        self.assertEqual(new.tier_log_ids.mapped('reason'), ['replaced'])
        self.assertEqual(new.tier_log_ids.user_id, self.cashier)

    def test_a_preprinted_card_stands_in(self):
        printed = self._card('2', state='unregistered')
        self.assertEqual(self._replace(self.lost, '2'), printed)
        self.assertEqual((printed.state, printed.partner_id), ('active', self.customer))

    def test_a_card_printed_for_a_company_stands_in_for_one_of_all(self):
        """It becomes one of all companies, unless another company has its code too."""
        self.assertFalse(self.lost.company_id)
        printed = self._card('2', state='unregistered', company_id=self.company.id)
        taken = self._card('3', state='unregistered', company_id=self.company.id)
        other = self.env['res.company'].create({'name': "Tea Shop"})
        self._card('3', company_id=other.id)
        with self.assertRefused("3 is taken by a card"):
            self._replace(self.lost, taken.code)
        self.assertEqual(self._replace(self.lost, '2'), printed)
        self.assertFalse(printed.company_id)
        self.assertEqual((printed.state, printed.partner_id), ('active', self.customer))

    def test_a_card_of_somebody_else_does_not(self):
        self._card('2', partner_id=self.other_customer.id)
        with self.assertRefused("somebody's already"):
            self._replace(self.lost, '2')
        self.assertEqual(self.lost.state, 'active')

    def test_a_blocked_card_is_not_escaped_by_a_new_one(self):
        self.lost.write({'state': 'blocked', 'block_reason': "Shared"})
        with self.assertRefused("only an active or a lost card"):
            self._replace(self.lost, '2')

    def test_an_anonymous_card_is_replaced_too(self):
        new = self._replace(self._card('8', category_id=self.bronze.id), '2')
        self.assertEqual(new.category_id, self.bronze)

    def test_nobody_writes_the_chain_by_hand(self):
        other = self._card('9')
        for user in (self.cashier, self.manager):
            for name in ('root_id', 'replaced_by_id'):
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    other.with_user(user)[name] = self.lost
            with self.assertRaises(AccessError):
                cards = self.env['discount.card'].with_user(user)
                cards.with_context(default_root_id=self.lost.id).create({'code': '10'})
