from contextlib import suppress
from datetime import timedelta
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import StatementMailCommon

QUEUE = 'odoo.addons.crm_accounting.models.statement.customer_mail_queue'
WIZARD = 'odoo.addons.crm_accounting.wizard.statement.customer_statement.CustomerStatement'


class StopError(BaseException):
    """What ends a process: nothing that the code may catch."""


@tagged('post_install', '-at_install')
class TestStatementQueue(StatementMailCommon):
    """Many statements: each customer's by itself, once, with the rights of who asked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for partner in cls.both:
            cls._invoice(100.0, partner=partner)

    def _patch_render(self, error, partner):
        """Let the PDF of one customer fail."""

        def render(wanted):
            if wanted.partner_ids == partner:
                raise error
            return b'a PDF'

        return patch(f'{WIZARD}._render_pdf', render)

    # === ONCE === #

    def test_nothing_is_mailed_in_the_request_and_the_action_is_awake(self):
        triggers = self.env['ir.cron.trigger'].sudo()
        before = triggers.search_count([('cron_id', '=', self.cron.id)])
        mails = self.env['mail.mail'].search([])
        self.assertEqual(set(self._ask().mapped('state')), {'waiting'})
        self.assertEqual(self.env['mail.mail'].search([]), mails)
        self.assertGreater(triggers.search_count([('cron_id', '=', self.cron.id)]), before)

    def test_what_was_sent_is_not_sent_by_the_next_round(self):
        self.assertEqual(len(self._send()[0]), 2)
        self.assertFalse(self._work())

    def test_what_waits_is_not_asked_for_twice(self):
        first = self._ask(self.customer)
        self.assertEqual(self._ask(), first | self._ask(self.other_customer))
        self.assertEqual(len(self._work()), 2)
        self.assertEqual(len(self._send()[0]), 2)

    def test_a_server_that_stops_in_the_middle_sends_nobody_twice(self):
        noted = self._ask()
        # Not assertRaises: it takes back what was committed.
        with self._patch_render(StopError(), self.other_customer), suppress(StopError):
            self._work()
        self.env.invalidate_all()
        self.assertEqual(noted.mapped('state'), ['sent', 'waiting'])
        self.assertEqual(self._work().recipient_ids, self.other_customer)
        self.assertEqual(noted.mapped('state'), ['sent', 'sent'])

    def test_what_stops_the_server_each_time_is_tried_last_and_given_up(self):
        noted = self._ask()
        noted[0].sudo().tries = 1
        self.assertEqual(self._work().mapped('recipient_ids'), self.other_customer | self.customer)
        noted = self._ask(self.customer)
        noted.sudo().tries = 3
        self.assertFalse(self._work())
        self.assertEqual(noted.state, 'failed')
        self.assertIn("The server stopped", noted.reason)

    # === EACH BY ITSELF === #

    @mute_logger(QUEUE)
    def test_what_fails_is_told_and_stops_no_other(self):
        with self._patch_render(ValueError("No such font"), self.customer):
            mails, noted = self._send()
        self.assertEqual(mails.recipient_ids, self.other_customer)
        self.assertEqual(noted.mapped('state'), ['failed', 'sent'])
        self.assertEqual(noted[0].reason, "No such font")

    def test_what_failed_is_sent_again_and_what_was_sent_is_not(self):
        self.other_customer.email = False
        noted = self._send()[1]
        self.other_customer.email = 'florist@example.com'
        noted.with_user(self.collector).action_send_again()
        self.assertEqual(self._work().recipient_ids, self.other_customer)
        self.assertEqual(noted.mapped('state'), ['sent', 'sent'])
        self.assertEqual(noted[1].user_id, self.collector)

    def test_what_the_mail_server_refused_is_handed_to_it_again(self):
        mails, noted = self._send()
        mails[0].state = 'exception'
        queue = self.env['customer.statement.mail'].with_user(self.collector)
        self.assertEqual(queue.search([('mail_state', '=', 'exception')]), noted[0])
        noted.with_user(self.collector).action_send_again()
        self.assertFalse(self._work())
        self.assertEqual(noted.mapped('mail_state'), ['outgoing', 'outgoing'])
        self.assertEqual(noted.user_id, self.clerk)

    @mute_logger('odoo.sql_db')
    def test_what_waits_anew_is_not_sent_again_beside_it(self):
        self.customer.email = False
        noted = self._send(self.customer)[1]
        self._ask(self.customer)
        with self.assertRaisesRegex(IntegrityError, 'waits_once'):
            noted.with_user(self.clerk).action_send_again()
            self.env.flush_all()

    # === WHOSE RIGHTS === #

    def test_customers_of_another_company_are_refused_and_nothing_waits(self):
        stranger = self._user(
            'stranger',
            'account.group_account_invoice',
            self.setup_other_company(name="Apart")['company'],
        )
        with self.assertRaises(AccessError):
            self._ask(user=stranger, company_id=self.company.id)
        waiting = self.env['customer.statement.mail'].search([])
        self.assertFalse(waiting)

    def test_of_customers_of_others_nothing_is_asked(self):
        own = self._user('own', 'crm_accounting.crm_accounting_group_own')
        with self.assertRaises(AccessError):
            self._ask(user=own)

    def test_who_lost_the_right_meanwhile_sends_nothing(self):
        noted = self._ask()
        self.clerk.group_ids = self.env.ref('base.group_user')
        self.assertFalse(self._work())
        self.assertEqual(noted.mapped('state'), ['failed', 'failed'])

    def test_who_left_the_company_meanwhile_sends_nothing(self):
        noted = self._ask()
        other = self.setup_other_company(name="Apart")['company']
        self.clerk.write({'company_ids': [Command.set(other.ids)], 'company_id': other.id})
        self.assertFalse(self._work())
        self.assertEqual(noted.mapped('state'), ['failed', 'failed'])

    def test_branches_are_in_it_as_far_as_who_asked_sees_them(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.env.cr.precommit.run()  # loads the chart of accounts of the branch
        self.env.user.company_ids |= branch
        self._invoice(7.0, company_id=branch.id)
        self.assertIn("100.00", self._send(self.customer)[0].body_html)
        self.clerk.company_ids |= branch
        self.assertIn("107.00", self._send(self.customer)[0].body_html)

    def test_the_mail_is_from_who_asked(self):
        self.clerk.email = 'clerk@example.com'
        mails, noted = self._send()
        self.assertEqual(mails.author_id, self.clerk.partner_id)
        self.assertEqual(noted.user_id, self.clerk)

    # === WHO SEES IT === #

    def test_who_sees_own_customers_only_sees_own_mails_only(self):
        noted = self._send()[1]
        own = self._user('own', 'crm_accounting.crm_accounting_group_own')
        self.assertFalse(self.env['customer.statement.mail'].with_user(own).search([]))
        with self.assertRaises(AccessError):
            noted.with_user(own).action_send_again()
        for user in (self.clerk, self.collector):
            self.assertEqual(len(self.env['customer.statement.mail'].with_user(user).search([])), 2)

    def test_a_foreigner_of_another_company_sees_nothing(self):
        noted = self._send()[1]
        other = self.setup_other_company(name="Apart")['company']
        for groups in ('crm_accounting.crm_accounting_group_manager', 'account.group_account_user'):
            foreigner = self._user(groups.split('.')[1], groups, other)
            found = self.env['customer.statement.mail'].with_user(foreigner)
            self.assertFalse(found.search([]))
            with self.assertRaises(AccessError):
                noted.with_user(foreigner).read(['partner_id'])

    def test_nobody_writes_into_the_queue(self):
        noted = self._ask()
        values = noted[0].copy_data()[0]
        for user in (self.clerk, self.manager):
            mine = noted.with_user(user)
            with self.assertRaises(AccessError):
                mine.write({'state': 'sent'})
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create(values)

    # === WHAT IS KEPT === #

    def test_after_three_months_only_what_waits_is_kept(self):
        sent = self._send(self.customer)[1]
        waiting = self._ask(self.other_customer)
        queue = self.env['customer.statement.mail'].sudo()
        queue._gc_old_statement_mails()
        self.assertTrue(sent.exists())
        # Records are created by the clock of the database, which does not stand.
        with self.freeze(fields.Datetime.to_string(sent.create_date + timedelta(days=91))):
            queue._gc_old_statement_mails()
        self.assertFalse(sent.exists())
        self.assertTrue(waiting.exists())

    def test_nobody_is_refused(self):
        wanted = self._wanted()
        wanted.partner_ids = False
        with self.assertRaisesRegex(UserError, "at least one"):
            wanted.action_send()
