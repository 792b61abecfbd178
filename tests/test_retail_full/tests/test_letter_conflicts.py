from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import fields
from odoo.tests import tagged

from .debt_connections import DebtConnections


@tagged('post_install', '-at_install')
class TestLetterConflicts(DebtConnections):
    """A letter that is being sent, and what happens to its debts in that second."""

    def setUp(self):
        super().setUp()
        self.run_date = fields.Date.today() - timedelta(days=1)
        with self._connect() as env:
            env['res.partner'].browse(self.partner_id).email = 'bakery@example.com'
            template = env.ref('crm_accounting.collection_letter_friendly')
            policy = self._find_policy(env)
            policy.level_ids.mail_template_id = template
            policy.is_writing = True
            self.addCleanup(self._stop_writing)
            self._run(env)
            self.letter_id = self._find_letter(env).id

    def _stop_writing(self):
        with self._connect() as env:
            policy = self._find_policy(env)
            policy.level_ids.mail_template_id = False
            policy.is_writing = False

    def _find_letter(self, env):
        return env['collection.letter'].search([('case_id.partner_id', '=', self.partner_id)])

    def _process(self, env):
        env['collection.letter'].browse(self.letter_id)._process()

    def _deliver(self, env):
        env['collection.letter'].browse(self.letter_id)._deliver()

    def assertTold(self, *invoice_ids):
        """Check that one mail has gone out, about these invoices."""
        with self._connect() as env:
            letter = self._find_letter(env)
            self.assertEqual(letter.state, 'sent')
            self.assertEqual(letter._get_told_lines().move_id.ids, list(invoice_ids))
            partner = env['res.partner'].browse(self.partner_id)
            mails = env['mail.mail'].search([('recipient_ids', 'in', partner.ids)])
            self.assertEqual(len(mails), 1)

    def test_a_letter_waits_for_who_pays_and_does_not_tell_what_is_paid(self):
        with self._connect() as payer:
            self._pay(payer)
            payer.cr.flush()
            with self._in_background(self._process) as sending:
                payer.cr.commit()
                sending.result()
        self.assertTold(self.second_id)

    def test_a_letter_tells_what_somebody_wanted_to_pay_and_did_not(self):
        with self._connect() as payer:
            self._pay(payer)
            payer.cr.flush()
            with self._in_background(self._process) as sending:
                payer.cr.rollback()
                sending.result()
        self.assertTold(self.invoice_id, self.second_id)

    def test_a_letter_that_began_before_a_payment_is_begun_again(self):
        with self._connect() as sender, self._connect() as payer:
            self._begin(sender)
            self._serve(payer, self._pay)
            self.assertEqual(self._serve(sender, self._deliver), [SerializationFailure])
        self.assertTold(self.second_id)

    def test_a_letter_that_began_before_a_hold_is_begun_again(self):
        until = fields.Date.today() + timedelta(days=5)

        def hold(env):
            items = env['collection.item'].search([('move_id', '=', self.invoice_id)])
            items.action_hold('promise', until)

        with self._connect() as sender, self._connect() as holder:
            self._begin(sender)
            self._serve(holder, hold)
            self.assertEqual(self._serve(sender, self._deliver), [SerializationFailure])
        self.assertTold(self.second_id)

    def test_who_pays_waits_until_the_letter_is_gone_and_pays_then(self):
        with self._connect() as sender:
            self._deliver(sender)
            sender.cr.flush()
            with self._in_background(self._pay) as payment:
                sender.cr.commit()
                payment.result()
        self.assertTold(self.invoice_id, self.second_id)
        self.assertEqual(self._read_states(), [('closed', True)])

    def test_two_jobs_at_once_send_a_letter_once(self):
        with self._connect() as first, self._connect() as second:
            letter = first['collection.letter'].browse(self.letter_id)
            self.assertTrue(letter._lock_waiting())
            self._process(second)
            letter._deliver()
            first.cr.commit()
            self._process(second)
        self.assertTold(self.invoice_id, self.second_id)
