from psycopg2.errors import NotNullViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .tiers_common import TODAY, YESTERDAY, TiersCommon


@tagged('post_install', '-at_install')
class TestCorrections(TiersCommon):
    """A manager corrects what somebody has bought, by one more entry that says why."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.cashier = new_test_user(
            cls.env, 'cashier', 'loyalty_cards.loyalty_cards_group_user', **company
        )
        cls.card = cls._card(cls.customer, category_id=cls.bronze.id)

    def _question(self, owner, user=None, **values):
        """Return the question as the button of a card or a customer opens it, answered."""
        owner = owner.with_user(user or self.manager)
        is_card = owner._name == 'discount.card'
        action = (
            owner.action_open_correction if is_card else owner.action_open_discount_correction
        )()
        question = owner.env[action['res_model']].with_context(**action['context'])
        return question.create({'amount': 50, 'reason': "Till was offline", **values})

    def _correct(self, owner, *arguments, **values):
        self._question(owner, *arguments, **values).action_apply()

    def _corrections(self):
        return self.env['discount.card.entry'].search(
            [('kind', '=', 'adjustment'), ('company_id', '=', self.company.id)], order='id'
        )

    def _refused(self, words, owner=None, user=None, **values):
        with self.assertRaisesRegex(UserError, words):
            self._correct(owner or self.card, user, **values)
        self.assertFalse(self._corrections())

    # === WHAT IT DOES === #

    def test_it_is_an_entry_with_its_reason_and_without_goods_or_discount(self):
        self._correct(self.card, amount=-20.5, effective_date=YESTERDAY, reason=" Wrong card ")
        self.assertRecordValues(
            self._corrections(),
            [
                {
                    'card_id': self.card.id,
                    'root_id': self.card.id,
                    'partner_id': self.customer.id,
                    'category_id': self.bronze.id,
                    'company_id': self.company.id,
                    'currency_id': self.currency.id,
                    'date': Date.to_date(TODAY),
                    'effective_date': Date.to_date(YESTERDAY),
                    'document_name': "Wrong card",
                    'turnover': -20.5,
                    'turnover_company': -20.5,
                    'gross': 0,
                    'discount_amount': 0,
                    'product_id': False,
                    'user_id': self.manager.id,
                }
            ],
        )

    def test_it_counts_on_its_day_whichever_query_asks(self):
        other = self._card()
        self._buy(100, self.card)
        self._correct(self.card, amount=-30, effective_date='2026-02-28')
        for cards in (self.card, self.card | other):
            for period, amount in (('lifetime', 70), ('calendar_month', 100)):
                with self.subTest(cards=len(cards), period=period):
                    found = cards._get_turnovers([period], Date.to_date(TODAY))
                    self.assertEqual(found[self.card.id], {period: amount})

    def test_it_leads_to_a_tier_and_away_from_it(self):
        self._correct(self.card, amount=500)
        self._run()
        self.assertEqual(self.card.category_id, self.silver)
        self._correct(self.card, amount=-440)
        self._run()
        self.assertEqual(self.card.category_id, self.bronze)

    def test_it_counts_for_the_chain_of_a_replaced_card(self):
        new = self._card(self.customer, root_id=self.card.id)
        self.card.write({'state': 'replaced', 'replaced_by_id': new.id})
        self._correct(new)
        self.assertEqual(self._corrections().root_id, self.card)
        self.assertEqual(self._turnover(new), '50')

    def test_an_anonymous_card_is_corrected_too(self):
        card = self._card()
        self._correct(card)
        self.assertFalse(self._corrections().partner_id)
        self.assertEqual(self._turnover(card), '50')

    def test_a_customer_with_discounts_needs_no_card(self):
        pensioner = self.env['res.partner'].create({'name': "Paul", 'personal_discount': 5})
        self._correct(pensioner)
        self.assertRecordValues(
            self._corrections(), [{'card_id': False, 'root_id': False, 'partner_id': pensioner.id}]
        )
        self.assertEqual(self._turnover(pensioner), '50')

    def test_a_shared_card_is_corrected_in_the_company_of_the_manager(self):
        self._correct(self._card(company_id=False))
        self.assertEqual(self._corrections().company_id, self.company)

    def test_it_is_noted_where_it_was_made(self):
        self._correct(self.card, reason="Till was offline")
        self.assertRegex(self.card.message_ids[0].body, "corrected by .*50.00.*: Till was offline")
        self.assertEqual(self.card.message_ids[0].author_id, self.manager.partner_id)

    def test_another_correction_takes_it_back(self):
        self._correct(self.card, amount=50)
        self._correct(self.card, amount=-50)
        self.assertEqual(self._corrections().mapped('turnover'), [50, -50])
        self.assertEqual(self._turnover(self.card), '0')

    def test_a_double_click_is_one_correction(self):
        question = self._question(self.card)
        question.action_apply()
        question.action_apply()
        self.assertEqual(len(self._corrections()), 1)
        self.assertEqual(len(self.card.message_ids.filtered(lambda m: "corrected" in m.body)), 1)

    # === WHAT IS REFUSED === #

    def test_an_answer_that_is_no_correction_is_refused(self):
        for amount in (0, 0.004):
            self._refused("by how much", amount=amount)
        for reason in ("", "  "):
            self._refused("Say why", reason=reason)
        with self.assertRaises(NotNullViolation), mute_logger('odoo.sql_db'):
            self._question(self.card, reason=False)
        self._refused("today or an earlier day", effective_date='2026-04-01')
        self._refused("card or a discount", self.env['res.partner'].create({'name': "Nobody"}))

    def test_users_do_not_correct(self):
        question = self._question(self.card)
        self._refused("not allowed", user=self.cashier)
        with self.assertRaises(AccessError):
            question.with_user(self.cashier).action_apply()
        self.assertFalse(self._corrections())

    def test_managers_of_other_companies_do_not_correct(self):
        elsewhere = self._found("Elsewhere")
        stranger = new_test_user(
            self.env,
            'stranger',
            'loyalty_cards.loyalty_cards_group_manager',
            company_id=elsewhere.id,
            company_ids=[Command.set(elsewhere.ids)],
        )
        shared = self._card(company_id=False)
        here, there = ({'company_id': company.id} for company in (self.company, elsewhere))
        attempts = (
            ({'card_id': self.card.id}, {}),
            ({'card_id': self.card.id}, there),
            ({'card_id': shared.id}, here),
            ({'partner_id': self.customer.id}, here),
        )
        model = self.env(user=stranger, context={})['discount.card.correction']
        for whose, company in attempts:
            with self.subTest(**whose, **company), self.assertRaisesRegex(UserError, "compan"):
                values = {'amount': 50, 'reason': "Mine", **whose}
                ids = call_kw(model, 'create', [[values]], {})
                call_kw(model, 'write', [ids, company], {})
                call_kw(model, 'action_apply', [ids], {})
        self.assertFalse(self._corrections())

    def test_a_customer_is_not_named_on_a_card_of_somebody_else(self):
        friend = self.env['res.partner'].create({'name': "Friend"})
        self._correct(self._card(), partner_id=friend.id)
        self.assertFalse(self._corrections().partner_id)
