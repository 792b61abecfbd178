from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..collection.common import CollectionCommon


@tagged('post_install', '-at_install')
class TestDispute(CollectionCommon):
    """An invoice is out of collection as long as a dispute of it is open, and no longer."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue(due='2024-06-10')
        self.task = self.item.activity_id

    def _dispute(self, invoice=None, **values):
        """Return the dispute, as the collector who opens it sees it."""
        invoice = (invoice or self.invoice).with_user(self.collector)
        invoice.action_collection_dispute(values)
        return invoice.collection_dispute_ids[:1]

    def _get_tasks(self, dispute, user):
        return self.env['mail.activity'].search([
            ('res_model', '=', 'collection.dispute'),
            ('res_id', '=', dispute.id),
            ('user_id', '=', user.id),
        ])

    def test_a_dispute_holds_at_once_until_it_is_settled_for_us(self):
        level = self.item.level_id
        dispute = self._dispute(reason='price', description="10 % were promised")
        self.assertTrue(self.invoice.is_collection_disputed)
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'disputed'))
        self._run()
        self.assertEqual(self.item.state, 'held')
        dispute.action_settle_for_us()
        self.assertFalse(self.invoice.is_collection_disputed)
        self.assertChased(self.invoice)
        self.assertEqual((self.item.level_id, self.item.activity_id), (level, self.task))
        self.assertEqual(self.task.date_deadline, self._date('2024-06-14'))

    def test_the_owner_gets_one_task_with_the_deadline_and_settling_ends_it(self):
        dispute = self._dispute(user_id=self.manager.id, deadline='2024-06-20')
        task = self._get_tasks(dispute, self.manager)
        self.assertEqual(task.date_deadline, self._date('2024-06-20'))
        dispute.write({'user_id': self.collector.id, 'deadline': '2024-06-21'})
        self.assertFalse(self._get_tasks(dispute, self.manager))
        task = self._get_tasks(dispute, self.collector)
        self.assertEqual(task.date_deadline, self._date('2024-06-21'))
        dispute.action_withdraw()
        self.assertFalse(self._get_tasks(dispute, self.collector))
        self.assertChased(self.invoice)

    def test_a_posted_credit_note_settles_it_for_the_customer(self):
        dispute = self._dispute(amount=40.0)
        action = dispute.with_env(self.env).action_credit()
        wizard = self.env['account.move.reversal'].with_context(**action['context'])
        reversal = wizard.create({'date': '2024-06-14', 'journal_id': self.invoice.journal_id.id})
        reversal.refund_moves()
        refund = self.invoice.reversal_move_ids
        refund.invoice_line_ids.price_unit = 40.0
        self.assertEqual(dispute.state, 'open')
        refund.action_post()
        self._commit()
        self.assertEqual((dispute.state, dispute.credit_move_ids), ('customer', refund))
        self.assertFalse(self.invoice.is_collection_disputed)
        self.assertChased(self.invoice)
        refund.button_draft()
        self._commit()
        self.assertEqual(dispute.state, 'open')
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'disputed'))

    def test_a_paid_invoice_closes_although_it_is_disputed(self):
        self._dispute()
        self._pay(self.invoice)
        self.assertSettled(self.invoice, 'paid')

    def test_a_new_debt_that_is_disputed_gets_no_item(self):
        invoice = self._invoice(50.0)
        self._dispute(invoice)
        self._run()
        self.assertFalse(self._items(invoice))

    def test_lines_say_what_is_disputed(self):
        line = self.invoice.invoice_line_ids
        self.assertEqual(self._dispute(line_ids=line.ids).amount, 100.0)

    def test_a_second_dispute_of_the_same_invoice_is_not_opened(self):
        dispute = self._dispute()
        self.assertEqual(self._dispute(), dispute)

    def test_an_impossible_dispute_is_refused(self):
        other = self._invoice(50.0)
        impossible = (
            {'amount': 100.01},
            {'amount': -1.0},
            {'amount': 0.001},
            {'amount': 'all'},
            {'deadline': 'soon'},
            {'deadline': '2024-06-13'},
            {'deadline': '2025-06-15'},
            {'line_ids': other.invoice_line_ids.ids},
            {'state': 'us'},
            {'user_id': self.env.ref('base.public_user').id},
        )
        for values in impossible:
            with self.subTest(str(values)), self.assertRaises(UserError):
                self._dispute(**values)
        with self.assertRaises(UserError):
            self._dispute(self._invoice(50.0, post=False))

    def test_the_leader_learns_once_that_the_deadline_has_passed(self):
        self.policy.user_id = self.manager
        dispute = self._dispute(deadline='2024-06-20')
        with self.freeze('2024-06-20'):
            self._run('2024-06-19')
            self.assertFalse(self._get_tasks(dispute, self.manager))
        with self.freeze('2024-06-21'):
            self._run('2024-06-20')
            self._run('2024-06-20')
            self.assertEqual(len(self._get_tasks(dispute, self.manager)), 1)

    def test_a_hold_for_a_dispute_is_a_dispute(self):
        self.item.with_user(self.collector).action_hold('dispute', '2024-06-20', "Two boxes")
        dispute = self.invoice.collection_dispute_ids
        self.assertEqual(dispute.deadline, self._date('2024-06-20'))
        self.assertEqual(dispute.description, "Two boxes")
        self.assertEqual(self.item.hold_reason, 'disputed')

    def test_a_promise_made_before_holds_when_the_dispute_is_settled(self):
        self.item.with_user(self.collector).action_promise('2024-06-20')
        dispute = self._dispute()
        dispute.action_settle_for_us()
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'promise'))

    def test_the_question_opens_it(self):
        action = self.item.with_user(self.collector).action_open_dispute()
        model = self.env[action['res_model']].with_user(self.collector)
        with Form(model.with_context(**action['context'])) as form:
            self.assertEqual(form.amount, 100.0)
            form.reason = 'quality'
        form.record.action_apply()
        self.assertEqual(self.invoice.collection_dispute_ids.reason, 'quality')
        self.assertEqual(self.item.case_id.dispute_ids, self.invoice.collection_dispute_ids)

    # === RIGHTS === #

    def test_the_task_of_its_owner_ends_by_settling_alone(self):
        dispute = self._dispute()
        task = self._get_tasks(dispute, self.collector).with_user(self.collector)
        for end in (task.action_feedback, task.unlink, lambda: task.write({'active': False})):
            with self.assertRaisesRegex(UserError, "Settle the dispute"):
                end()
        dispute.action_settle_for_us()
        self.assertFalse(task.exists().filtered('active'))
        with self.assertRaisesRegex(UserError, "not changed any more"):
            dispute.deadline = '2024-06-28'

    def test_nobody_writes_what_follows_from_a_dispute(self):
        dispute = self._dispute().with_user(self.manager)
        for name, value in (('state', 'us'), ('amount', 1.0), ('is_late_told', True)):
            with self.assertRaises(AccessError):
                dispute.write({name: value})
        with self.assertRaises(AccessError):
            dispute.unlink()
        with self.assertRaises(AccessError):
            dispute.create({'move_id': self.invoice.id, 'amount': 1.0, 'deadline': '2024-06-20'})

    def test_an_invoice_is_disputed_by_its_disputes_alone(self):
        dispute = self._dispute().with_env(self.env)
        other = self._invoice(50.0)
        for invoice, value in ((self.invoice, False), (other, True)):
            with self.assertRaises(AccessError):
                invoice.with_user(self.env.user).is_collection_disputed = value
        with self.assertRaises(ValidationError):
            other.collection_dispute_id = dispute
        sneaked = other.with_context(default_is_collection_disputed=True).create({
            'move_type': 'out_invoice'
        })
        self.assertFalse(sneaked.is_collection_disputed)

    def test_others_see_no_dispute(self):
        dispute = self._dispute().with_env(self.env)
        company = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        group = 'crm_accounting.crm_accounting_group_own'
        own = new_test_user(self.env, 'own', group, **company)
        stranger = new_test_user(self.env, 'stranger', 'base.group_user', **company)
        foreigner = self._new_foreigner()
        for user in (own, stranger, foreigner):
            with self.subTest(user.login), self.assertRaises(AccessError):
                dispute.with_user(user).action_settle_for_us()
        dispute.sudo().user_id = own
        dispute.with_user(own).action_settle_for_us()
        self.assertEqual(dispute.sudo().state, 'us')
