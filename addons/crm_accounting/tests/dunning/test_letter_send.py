from contextlib import suppress
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import SOON, DunningCommon

QUEUE = 'odoo.addons.crm_accounting.models.statement.customer_mail_queue'
CHANNEL = 'odoo.addons.crm_accounting.models.dunning.collection_letter_channel.CollectionLetter'

SAME_IN_MAILS = (
    *('subject', 'body', 'body_html', 'author_id', 'email_from', 'reply_to', 'recipient_ids'),
    *('partner_ids', 'model', 'res_id', 'message_type', 'subtype_id', 'is_internal'),
    *('email_layout_xmlid', 'email_add_signature', 'record_company_id', 'record_alias_domain_id'),
    *('state', 'auto_delete', 'is_notification', 'attachment_ids', 'scheduled_date'),
)
SAME_IN_NOTES = ('res_partner_id', 'author_id', 'notification_type', 'notification_status')


class StopError(BaseException):
    """What ends a process: nothing that the code may catch."""


@tagged('post_install', '-at_install')
class TestLetterSend(DunningCommon):
    """How a letter goes out, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.level_ids.is_invoice_attached = False  # paper takes seconds

    # === THE E-MAIL === #

    def test_it_is_in_the_history_of_the_case_and_goes_to_the_invoice_address(self):
        address = self.env['res.partner'].create({
            'name': "Bookkeeping",
            'parent_id': self.customer.id,
            'type': 'invoice',
            'email': 'books@bakery.example.com',
        })
        invoice, letter = self._prepare()
        mail = self._work()
        self.assertEqual(mail.recipient_ids, address)
        self.assertEqual(mail.state, 'outgoing')
        self.assertEqual(letter.message_id, mail.mail_message_id)
        self.assertEqual(letter.message_id.res_id, letter.case_id.id)
        self.assertIn(invoice.name, mail.body_html)
        self.assertIn(f'/my/invoices/{invoice.id}?access_token=', mail.body_html)
        self.assertEqual((letter.state, letter.mail_state), ('sent', 'sent'))

    def test_it_is_the_e_mail_that_core_would_have_posted(self):
        letter = self._prepare()[1]
        sent = self._work()
        posted = letter.case_id.message_post(
            body=sent.body,
            subject=sent.subject,
            partner_ids=self.customer.ids,
            message_type='comment',
            subtype_xmlid='crm_accounting.mail_message_subtype_letter',
            email_layout_xmlid='mail.mail_notification_light',
            model_description=f"account with {self.company.name}",
            force_send=False,
            **letter._get_sender(),
        ).mail_ids
        for name in SAME_IN_MAILS:
            self.assertEqual(sent[name], posted[name], name)
        for name in SAME_IN_NOTES:
            self.assertEqual(sent.notification_ids[name], posted.notification_ids[name], name)
        self.assertEqual(sent.references, sent.message_id)
        self.assertEqual(posted.references, f'{sent.message_id} {posted.message_id}')

    def test_it_refers_to_the_messages_before(self):
        letter = self._prepare()[1]
        post = letter.case_id.message_post
        earlier = post(body="Tomorrow!", message_type='email', subtype_xmlid='mail.mt_comment')
        post(body="They lie", subtype_xmlid='mail.mt_note')
        sent = self._work()
        self.assertEqual(sent.references, f'{earlier.message_id} {sent.message_id}')

    def test_it_is_written_in_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.customer.lang = 'fr_FR'
        template = self.levels[3].mail_template_id
        template.with_context(lang='fr_FR').subject = "Dernier rappel"
        letter = self._prepare(1234.5)[1]
        mail = self._work()
        self.assertEqual(mail.subject, "Dernier rappel")
        self.assertEqual(letter.lang, 'fr_FR')
        self.assertRegex(mail.body_html, r'1\W?234,50')

    def test_the_credit_that_is_left_is_shown(self):
        self._invoice(100.0, due='2024-05-01')
        second = self._invoice(100.0)
        self._invoice(130.0, move_type='out_refund')
        self._run()
        mail = self._work()
        letter = self._letters()
        self.assertEqual(self._told(letter), [(second.name, 100.0)])
        self.assertEqual(letter.amount_credit, 30.0)
        self.assertIn('30.00', mail.body_html)

    def test_totals_are_by_currency(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self._invoice(100.0)
        self._invoice(50.0, currency_id=euro.id)
        self._invoice(20.0)
        self._run()
        self._work()
        currency = self.company.currency_id
        self.assertEqual(self._letters()._get_totals(), [(currency, 120.0), (euro, 50.0)])

    def test_without_a_mail_domain_answers_go_to_the_responsible_person(self):
        self.levels[3].user_id = self.collector
        self._prepare()
        self.assertIn('collector@example.com', self._work().reply_to)

    def test_the_answer_comes_to_the_responsible_person(self):
        domain = self.env['mail.alias.domain'].create({'name': "firm.example.com"})
        self.company.alias_domain_id = domain
        self.levels[3].user_id = self.collector
        self._prepare()
        mail = self._work()
        self.assertEqual(mail.author_id, self.collector.partner_id)
        case = self._letters().case_id
        reply = (
            f'From: bakery@example.com\nTo: {mail.reply_to}\nSubject: Re: reminder\n'
            f'Message-Id: <answer@example.com>\nIn-Reply-To: {mail.message_id}\n\nTomorrow!'
        )
        self.env['mail.thread'].message_process('collection.case', reply)
        answer = case.message_ids.filtered(lambda m: m.message_id == '<answer@example.com>')
        self.assertIn("Tomorrow!", answer.body)
        self.assertIn(self.collector.partner_id, answer.notified_partner_ids)

    @mute_logger('odoo.addons.mail.models.mail_thread')
    def test_a_mail_that_comes_back_is_noted_on_the_task(self):
        invoice, letter = self._prepare()
        self._work()
        letter.case_id._message_receive_bounce('bakery@example.com', self.customer)
        self.assertEqual(letter.mail_state, 'failed')
        task = self._items(invoice).activity_id
        self.assertIn('bakery@example.com came back', task.note)

    def test_without_address_it_is_the_collectors_to_call(self):
        self.other_customer.email = False
        invoice, letter = self._prepare(partner=self.other_customer, due='2024-06-13')
        self.assertFalse(self._work())
        self.assertEqual(letter.state, 'failed')
        self.assertIn("no e-mail address", letter.reason)
        self.assertIn("no e-mail address", self._items(invoice).activity_id.note)
        self.other_customer.email = 'florist@example.com'
        letter.with_user(self.collector).action_send()
        self.assertEqual(self._work().recipient_ids, self.other_customer)

    # === SMS === #

    def test_the_second_level_writes_a_text_message_as_well(self):
        letter = self._prepare(due='2024-05-30')[1]
        self._work()
        self.assertEqual((letter.mail_state, letter.sms_state), ('sent', 'sent'))
        sms = self.env['sms.sms'].search([('partner_id', '=', self.customer.id)])
        self.assertEqual(sms.number, '+32470123456')
        self.assertIn('100.00', sms.body)
        self.assertEqual(sms.mail_message_id.res_id, letter.case_id.id)

    # === EACH ONCE === #

    def test_what_was_sent_is_not_sent_by_the_next_round(self):
        self._prepare()
        self.assertEqual(len(self._work()), 1)
        self.assertFalse(self._work())

    def _prepare_both(self):
        """Return the letters to two customers, which go out in one portion."""
        self._invoice()
        self._invoice(partner=self.other_customer)
        self._run()
        return self._letters() | self._letters(self.other_customer)

    def test_a_server_that_stops_before_the_commit_sends_nobody_twice(self):
        letters = self._prepare_both()
        deliver = self.env.registry['collection.letter']._deliver

        def stop(portion):
            deliver(portion)
            portion.env.cr.rollback()  # what the database does when its client is gone
            raise StopError

        # Not assertRaises: it takes back what was committed.
        with (
            patch.object(self.env.registry['collection.letter'], '_deliver', stop),
            suppress(StopError),
        ):
            self._work()
        self.env.invalidate_all()
        self.assertEqual(letters.mapped('state'), ['waiting', 'waiting'])
        self.assertEqual(len(letters._split()), 2)  # whichever it was stops no other
        self.assertEqual(len(self._work()), 2)
        self.assertEqual(letters.mapped('state'), ['sent', 'sent'])

    @mute_logger(QUEUE)
    def test_what_fails_is_told_and_stops_no_other(self):
        letters = self._prepare_both()
        self.assertEqual(letters._split(), [letters])
        send = self.env.registry['collection.letter']._send_mails

        def fail(portion, recipients):
            send(portion, recipients)
            if self.customer in recipients.values():
                raise ValueError("No such colour")

        with patch(f'{CHANNEL}._send_mails', fail):
            mails = self._work()
        self.assertEqual(mails.recipient_ids, self.other_customer)
        self.assertEqual(letters.mapped('state'), ['failed', 'sent'])
        self.assertEqual(letters[0].reason, "No such colour")
        self.assertFalse(self._work())

    @mute_logger(QUEUE, 'odoo.addons.mail.models.mail_render_mixin')
    def test_a_template_that_fails_for_one_customer_stops_no_other(self):
        letters = self._prepare_both()
        failing = f'<t t-out="1 // (object.partner_id.id - {self.customer.id})"/>'
        self.levels[3].mail_template_id.body_html = failing
        self.assertEqual(self._work().recipient_ids, self.other_customer)
        self.assertEqual(letters.mapped('state'), ['failed', 'sent'])
        self.assertIn("Failed to render", letters[0].reason)

    def test_what_is_paid_meanwhile_is_left_out_of_a_portion(self):
        letters = self._prepare_both()
        self._pay(letters[0].line_ids.move_id)
        mail = self._work()
        self.assertEqual(mail.recipient_ids, self.other_customer)
        self.assertNotIn(letters[0].line_ids.move_id.name, mail.body_html)
        self.assertEqual(letters.mapped('state'), ['dropped', 'sent'])

    def test_who_has_no_address_is_left_out_of_a_portion(self):
        letters = self._prepare_both()
        self.levels[3].is_letter_printed = False
        self.other_customer.email = False
        self.assertEqual(self._work().recipient_ids, self.customer)
        self.assertEqual(letters.mapped('state'), ['sent', 'failed'])

    def test_letters_that_need_files_go_one_by_one(self):
        letters = self._prepare_both()
        self.levels[3].is_invoice_attached = True
        self.assertEqual(letters._split(), list(letters))

    def test_a_letter_more_costs_no_query_more(self):
        self._add_customers(10)
        first = self._count_queries()
        self._add_customers(30)
        self.assertLess(self._count_queries(), first + 10)  # lines are written by hundreds

    def _add_customers(self, count):
        """Let new customers owe, prepare letters to them, and return them."""
        partners = self.env['res.partner'].create([
            {'name': f"Customer {n}", 'email': f'customer{n}@example.com'} for n in range(count)
        ])
        for partner in partners:
            self._invoice(partner=partner)
        self._run()
        return partners

    def _count_queries(self):
        """Send what waits, and return how many queries that took."""
        before = self.env.cr.sql_log_count
        self._work()
        return self.env.cr.sql_log_count - before

    # === WHO === #

    def test_the_own_user_sends_only_what_is_theirs(self):
        self.policy.with_user(self.manager).action_stop_writing()
        letter = self._prepare(due=SOON)[1]
        letter.case_id.letter_mode = 'manual'
        self.policy.with_user(self.manager).action_start_writing()
        seller = new_test_user(
            self.env,
            'seller',
            'crm_accounting.crm_accounting_group_own',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            letter.with_user(seller).action_send()
        letter.case_id.user_id = seller
        letter.with_user(seller).action_send()
        self.assertEqual(letter.state, 'waiting')

    def test_nobody_writes_letters_by_hand(self):
        letter = self._prepare()[1]
        for user in (self.collector, self.manager):
            with self.assertRaises(AccessError):
                letter.with_user(user).state = 'sent'
            with self.assertRaises(AccessError):
                letter.line_ids.with_user(user).drop_reason = 'held'
