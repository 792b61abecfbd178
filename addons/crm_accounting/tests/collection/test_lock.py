from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestLock(CollectionCommon):
    """Nobody ends, moves or retypes a collection task while its debt is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.administrator = new_test_user(
            cls.env,
            'the_administrator',
            'base.group_system,account.group_account_manager,crm_accounting.crm_accounting_group_manager',
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )
        cls.invoice = cls._invoice()
        cls._run()
        cls.item = cls._items(cls.invoice)
        cls.task = cls.item.activity_id

    # Context keys that core or addons use to skip checks: none of them opens the lock.
    CONTEXTS = (
        {},
        {'mail_activity_quick_update': True, 'mail_activity_automation_skip': True},
        {'force_delete': True, 'collection_spare_locked': True, 'active_test': False},
        {'_force_unlink': True, 'force_delete': True, 'install_mode': True},
    )

    def assertLocked(self, act):
        """`act` is refused to collector, manager, administrator, with any context, and in sudo."""
        for user in (self.collector, self.manager, self.administrator):
            for context in self.CONTEXTS:
                task = self.task.with_user(user).with_context(**context)
                with self.subTest(user=user.login, context=context), self.assertRaises(UserError):
                    act(task)
        with self.assertRaises(UserError):
            act(self.task.sudo())
        self.assertTrue(self.task.exists().active)

    def test_marking_done_is_refused(self):
        self.assertLocked(lambda task: task.action_done())
        self.assertLocked(lambda task: task.action_feedback(feedback="paid, I swear"))
        self.assertLocked(lambda task: task.action_feedback_schedule_next())
        self.assertLocked(lambda task: task.action_done_redirect_to_other())

    def test_marking_done_from_the_document_is_refused(self):
        case = self.item.case_id.with_user(self.manager)
        with self.assertRaises(UserError):
            case.activity_feedback(['crm_accounting.mail_activity_type_collection_letter'])
        with self.assertRaises(UserError):
            case.activity_unlink(['crm_accounting.mail_activity_type_collection_letter'])

    def test_cancelling_and_deleting_are_refused(self):
        self.assertLocked(lambda task: task.action_cancel())
        self.assertLocked(lambda task: task.unlink())

    def test_archiving_is_refused(self):
        self.assertLocked(lambda task: task.action_archive())
        self.assertLocked(lambda task: task.write({'active': False}))

    def test_retargeting_is_refused(self):
        partner_model = self.env['ir.model']._get_id('res.partner')
        self.assertLocked(lambda task: task.write({'res_id': 999999}))
        self.assertLocked(
            lambda task: task.write({'res_model_id': partner_model, 'res_id': self.customer.id})
        )
        self.assertLocked(lambda task: task.write({'res_model_id': False, 'res_id': False}))

    def test_another_type_is_refused(self):
        todo = self.env.ref('mail.mail_activity_data_todo')
        self.assertLocked(lambda task: task.write({'activity_type_id': todo.id}))
        self.assertLocked(lambda task: task.write({'activity_type_id': False}))

    def test_the_case_of_a_debt_cannot_be_deleted(self):
        for user in (self.collector, self.manager, self.administrator):
            with self.assertRaises(AccessError):
                self.item.case_id.with_user(user).unlink()
            with self.assertRaises(AccessError):
                self.item.with_user(user).unlink()

    def test_items_cannot_be_written_past_the_lock(self):
        for user in (self.collector, self.manager, self.administrator):
            for values in ({'state': 'closed'}, {'activity_id': False}):
                with self.assertRaises(AccessError):
                    self.item.with_user(user).write(values)
            with self.assertRaises(AccessError):
                self.item.case_id.with_user(user).write({'partner_id': self.other_customer.id})

    def test_reassigning_and_rescheduling_are_allowed(self):
        task = self.task.with_user(self.collector)
        task.write({'user_id': self.manager.id, 'date_deadline': '2024-07-01', 'note': "called"})
        task.action_reschedule_tomorrow()
        self.assertEqual(task.user_id, self.manager)

    def test_the_lock_covers_a_held_item(self):
        self.item.with_user(self.collector).action_hold('promise', '2024-07-01')
        self.assertLocked(lambda task: task.action_done())

    def test_the_lock_covers_a_task_on_the_invoice(self):
        self.policy.grouping = 'invoice'
        invoice, item = self._overdue(partner=self.other_customer)
        task = item.activity_id.with_user(self.administrator)
        self.assertEqual(task.res_model, 'account.move')
        with self.assertRaises(UserError):
            task.action_done()
        with self.assertRaises(UserError):
            invoice.with_user(self.administrator).activity_unlink([
                'crm_accounting.mail_activity_type_collection_letter'
            ])

    def test_a_partial_payment_does_not_open_the_lock(self):
        self._pay(self.invoice, 99.99)
        self.assertLocked(lambda task: task.action_done())

    def test_a_settled_task_is_not_locked_and_stays_done(self):
        self._pay(self.invoice)
        self.assertFalse(self.task.is_collection_locked)
        with self.assertRaises(UserError):
            self.task.with_user(self.manager).action_unarchive()
        self.task.with_user(self.administrator).unlink()
        self.assertFalse(self.task.exists())

    def test_a_done_task_stays_on_its_document(self):
        other_case = self._overdue(partner=self.other_customer)[1].case_id
        payment = self._pay(self.invoice)
        with self.assertRaises(UserError):
            self.task.with_user(self.collector).res_id = other_case.id
        payment.action_draft()
        self._commit()
        self.assertEqual(self.task.res_id, self.item.case_id.id)

    def test_a_copy_of_a_task_is_an_ordinary_activity(self):
        copy = self.task.copy()
        self._run()
        self.assertTrue(copy.active)
        copy.action_done()
        self.assertFalse(copy.active)

    def test_a_reopened_debt_whose_done_task_was_deleted_gets_a_new_one(self):
        payment = self._pay(self.invoice)
        self.task.unlink()
        payment.action_draft()
        self._commit()
        self.assertChased(self.invoice)

    def test_a_deleted_meeting_leaves_its_task(self):
        meeting = (
            self
            .env['calendar.event']
            .with_user(self.collector)
            .create({
                'name': "About the debt",
                'start': '2024-06-20 10:00:00',
                'stop': '2024-06-20 11:00:00',
            })
        )
        self.task.with_user(self.collector).calendar_event_id = meeting
        meeting.with_context(collection_spare_locked=True).unlink()
        self.assertTrue(self.task.exists().active)

    def test_no_default_makes_a_collection_task(self):
        level = self.policy.level_ids[0]
        case = self.item.case_id.with_user(self.collector).with_context(
            default_is_collection=True, default_collection_level_id=level.id
        )
        other = case.activity_schedule('mail.mail_activity_data_todo')
        self.assertFalse(other.is_collection)
        self.assertFalse(other.collection_level_id)

    def test_no_default_ends_a_new_task(self):
        self.env['ir.default'].set('mail.activity', 'active', False)
        self.assertTrue(self._overdue(partner=self.other_customer)[1].activity_id.active)

    def test_other_activities_are_not_locked(self):
        other = self.item.case_id.activity_schedule('mail.mail_activity_data_todo')
        other.action_done()
        self.assertFalse(other.active)

    def test_nobody_marks_an_activity_as_a_collection_task(self):
        own = self.item.case_id.activity_schedule('mail.mail_activity_data_todo')
        for task, values in ((self.task, {'is_collection': False}), (own, {'is_collection': True})):
            with self.assertRaises(AccessError):
                task.with_user(self.administrator).write(values)
        with self.assertRaises(AccessError):
            self.task.with_user(self.collector).collection_level_id = False

    def test_locked_tasks_are_found_by_search(self):
        locked = self.env['mail.activity'].search([('is_collection_locked', '=', True)])
        self.assertEqual(locked, self.task)
