from xmlrpc.client import dumps

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCardStates(CardCommon):
    """Who may move a card from which state to which, and how it ends."""

    def test_a_cashier_gives_out_a_preprinted_card(self):
        card = self._card('1', user=self.cashier, state='unregistered', date_issued=False)
        card.partner_id = self.customer
        card.action_activate()
        self.assertEqual((card.state, card.date_issued), ('active', self.today))
        self.assertTrue(card.is_primary)

    def test_a_cashier_reports_a_card_lost(self):
        card = self._card('1', user=self.cashier)
        card.action_report_lost()
        self.assertEqual(card.state, 'lost')

    def test_a_cashier_neither_blocks_nor_unblocks(self):
        card = self._card('1', user=self.cashier)
        with self.assertRaises(AccessError):
            card.write({'state': 'blocked', 'block_reason': "Shared"})
        card.sudo().write({'state': 'blocked', 'block_reason': "Shared"})
        with self.assertRaises(AccessError):
            card.action_reactivate()
        with self.assertRaises(AccessError):
            self._card('2', user=self.cashier, state='blocked', block_reason="Shared")
        with self.assertRaises(AccessError):
            cards = self.env['discount.card'].with_user(self.cashier)
            cards.with_context(default_state='lost').create({'code': '3'})

    def test_a_manager_blocks_with_a_reason_and_unblocks(self):
        card = self._card('1', user=self.manager)
        question = self.env['discount.card.block'].with_user(self.manager)
        question.create({'card_ids': card.ids, 'reason': "Shared"}).action_apply()
        self.assertEqual((card.state, card.block_reason), ('blocked', "Shared"))
        card.action_reactivate()
        self.assertEqual((card.state, card.block_reason), ('active', False))

    def test_a_card_is_not_blocked_without_a_reason(self):
        with self.assertRefused("Say why"):
            self._card('1', user=self.manager).state = 'blocked'

    def test_a_cashier_does_not_open_the_question_of_blocking(self):
        card = self._card('1')
        with self.assertRaises(AccessError):
            self.env['discount.card.block'].with_user(self.cashier).create({
                'card_ids': card.ids,
                'reason': "Shared",
            })

    def test_nobody_takes_a_replaced_card_back(self):
        card = self._card('1')
        card._replace('2')
        with self.assertRefused("is replaced: it cannot become active"):
            card.with_user(self.manager).state = 'active'
        with self.assertRaises(AccessError):
            self._card('3', user=self.manager, state='replaced')

    def test_a_lost_card_that_is_found_is_a_managers_to_allow(self):
        card = self._card('1', state='lost')
        with self.assertRaises(AccessError):
            card.with_user(self.cashier).action_reactivate()
        card.with_user(self.manager).action_reactivate()
        self.assertEqual(card.state, 'active')

    # === EXPIRY === #

    def _expire(self):
        with self.enter_registry_test_mode():
            self.env.ref('loyalty_cards.ir_cron_expire_cards').method_direct_trigger()

    def test_the_night_notes_what_has_expired_once(self):
        ended = self._card('1', date_to='2026-02-28', partner_id=self.customer.id)
        ending = self._card('2', date_to='2026-03-02')
        blocked = self._card('3', date_to='2026-02-01', state='blocked', block_reason="Shared")
        self._expire()
        self.assertEqual(
            (ended + ending + blocked).mapped('state'), ['expired', 'active', 'blocked']
        )
        messages = len(ended.message_ids)
        self._expire()
        self.assertEqual(len(ended.message_ids), messages)

    def test_a_day_ends_at_the_companys_midnight(self):
        self.company.partner_id.tz = 'Pacific/Auckland'
        here = self._card('1', date_to='2026-03-01', company_id=self.company.id)
        everywhere = self._card('2', date_to='2026-03-01')
        with freeze_time('2026-03-01 11:30:00'):  # after midnight in Auckland
            self._expire()
        self.assertEqual((here + everywhere).mapped('state'), ['expired', 'active'])
        with freeze_time('2026-03-02 12:30:00'):
            self._expire()
        self.assertEqual(everywhere.state, 'expired')

    def test_an_expired_card_is_used_again_after_it_was_prolonged(self):
        card = self._card('1', state='expired', date_to='2026-03-01').with_user(self.manager)
        with self.assertRefused("set a later Valid To first"):
            card.action_reactivate()
        card.date_to = '2027-03-01'
        card.action_reactivate()
        self.assertEqual(card.state, 'active')

    def test_xml_rpc_reads_what_an_action_answers(self):
        """It knows no null: what was done would stand, and the program be told that it failed."""
        batches = self.env['discount.card.batch'].with_user(self.manager)
        questions = self.env['discount.card.block'].with_user(self.manager)
        customer = self.customer.with_user(self.manager)
        card = self._card('1', self.manager, partner_id=customer.id, state='unregistered')
        actions = [
            card.action_activate,
            card.action_make_primary,
            card.action_report_lost,
            card.action_reactivate,
            questions.create({'card_ids': card.ids, 'reason': "Shared"}).action_apply,
            batches.create({'name': "Printer", 'quantity': 1}).action_create_cards,
            customer.action_anonymise_discount_cards,
        ]
        for action in actions:
            with self.subTest(action=action.__name__):
                self.assertTrue(dumps((action(),)))
