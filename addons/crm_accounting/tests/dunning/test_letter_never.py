from odoo import Command
from odoo.tests import new_test_user, tagged

from .common import SOON, DunningCommon


@tagged('post_install', '-at_install')
class TestLetterNever(DunningCommon):
    """What must never be told, when a letter is prepared and in the second in which it is sent."""

    def assertNotSent(self, letter, reason=None):
        self.assertFalse(self._work())
        self.assertEqual(letter.state, 'dropped')
        if reason:
            self.assertEqual(set(letter.line_ids.mapped('drop_reason')), {reason})

    # === BEFORE IT IS PREPARED === #

    def _assert_not_prepared(self):
        self._run()
        self.assertFalse(self._letters())

    def test_a_paid_debt_is_not_told(self):
        self._pay(self._invoice())
        self._assert_not_prepared()

    def test_a_disputed_invoice_is_not_told(self):
        self._invoice().action_collection_dispute()
        self._assert_not_prepared()

    def test_an_invoice_out_of_follow_up_is_not_told(self):
        self._receivable(self._invoice(due=SOON)).no_followup = True
        self._assert_not_prepared()

    def test_a_debt_that_a_credit_covers_is_not_told(self):
        self._invoice(100.0)
        self._invoice(100.0, move_type='out_refund')
        self._assert_not_prepared()

    def test_a_customer_who_has_opted_out_is_not_written_to(self):
        self._prepare()[1].case_id.letter_mode = 'never'
        self._letters().unlink()
        self._assert_not_prepared()

    # === BETWEEN PREPARING AND SENDING === #

    def test_a_debt_that_is_paid_meanwhile_is_not_told(self):
        invoice, letter = self._prepare()
        self._pay(invoice)
        self.assertNotSent(letter, 'settled')

    def test_a_reminder_before_the_due_date_of_what_is_paid_is_not_sent(self):
        invoice, letter = self._prepare(due=SOON)
        self._pay(invoice)
        self.assertNotSent(letter, 'settled')

    def test_a_credited_debt_is_not_told(self):
        invoice, letter = self._prepare()
        self._refund(invoice)
        invoice.reversal_move_ids.action_post()
        self.assertNotSent(letter)

    def test_a_debt_that_is_held_meanwhile_is_not_told(self):
        invoice, letter = self._prepare()
        self._items(invoice).with_user(self.collector).action_hold('promise', '2024-06-30')
        self.assertNotSent(letter, 'held')

    def test_a_debt_that_is_disputed_meanwhile_is_not_told(self):
        invoice, letter = self._prepare()
        invoice.action_collection_dispute()
        self.assertNotSent(letter, 'held')

    def test_a_debt_that_is_given_up_meanwhile_is_not_told(self):
        invoice, letter = self._prepare()
        self._items(invoice).with_user(self.manager).action_write_off("Bankrupt")
        self.assertNotSent(letter)

    def test_an_invoice_that_is_reset_to_draft_is_not_told(self):
        invoice, letter = self._prepare()
        invoice.button_draft()
        self.assertNotSent(letter)

    def test_a_customer_who_opts_out_meanwhile_is_not_written_to(self):
        letter = self._prepare()[1]
        letter.case_id.letter_mode = 'never'
        self.assertNotSent(letter)

    def test_what_was_dropped_is_told_when_it_is_chased_again(self):
        invoice, letter = self._prepare()
        self._items(invoice).with_user(self.collector).action_hold('promise', '2024-06-20')
        self.assertNotSent(letter)
        self._run_on('2024-06-21')
        self.assertEqual(self._letters().mapped('state'), ['dropped', 'waiting'])

    def test_a_letter_tells_what_is_left_of_a_debt(self):
        invoice, letter = self._prepare()
        other = self._invoice(30.0)
        self._run()
        self._pay(invoice, 40.0)
        mail = self._work()
        self.assertEqual(self._told(letter), [(invoice.name, 60.0)])
        self.assertIn('60.00', mail.body_html)
        self.assertNotIn(other.name, mail.body_html)

    def test_a_paid_debt_is_taken_out_and_the_others_are_told(self):
        paid, owed = self._invoice(100.0), self._invoice(30.0)
        self._run()
        self._pay(paid)
        mail = self._work()
        self.assertEqual(self._told(self._letters()), [(owed.name, 30.0)])
        self.assertNotIn(paid.name, mail.body_html)

    # === WHO SEES THEM === #

    def test_foreigners_and_other_salespeople_see_nothing(self):
        letter = self._prepare()[1]
        other = self.env['res.company'].create({'name': "Other"})
        company = {'company_id': other.id, 'company_ids': [Command.set(other.ids)]}
        foreigner = new_test_user(
            self.env, 'foreigner', 'crm_accounting.crm_accounting_group_manager', **company
        )
        salesperson = new_test_user(
            self.env,
            'seller',
            'crm_accounting.crm_accounting_group_own',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        employee = new_test_user(self.env, 'employee', 'base.group_user')
        for user in (foreigner, salesperson):
            self.assertFalse(self.env['collection.letter'].with_user(user).search([]))
            self.assertFalse(self.env['collection.letter.line'].with_user(user).search([]))
            self.assertFalse(letter.with_user(user).has_access('read'))
        self.assertFalse(letter.with_user(employee).has_access('read'))
        self.assertTrue(letter.with_user(self.collector).has_access('read'))
        self.assertFalse(letter.with_user(self.manager).has_access('write'))
