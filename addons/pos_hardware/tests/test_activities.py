import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MANAGER, HardwareCommon, new_uuid


@tagged('post_install', '-at_install')
class TestActivities(HardwareCommon):
    """What was not printed, or may not have been, is a task for somebody, once."""

    def end(self, state, job=None, **values):
        job = job or self.order()
        self.report({'uuid': job.uuid, 'state': state, **values})
        return job

    def test_what_failed_is_a_task_of_who_paired_the_proxy(self):
        for state in ('failed', 'unknown'):
            task = self.tasks(self.end(state))
            self.assertEqual((task.user_id, task.active), (self.manager, True))

    def test_who_is_responsible_gets_it_instead(self):
        responsible = self.new_user('hardware.responsible', MANAGER, self.company)
        self.proxy.user_id = responsible
        self.assertEqual(self.tasks(self.end('failed')).user_id, responsible)

    def test_who_left_gets_nothing_and_the_task_is_there_for_all(self):
        self.manager.active = False
        task = self.tasks(self.end('failed'))
        self.assertEqual((len(task), len(task.user_id)), (1, 0))

    def test_who_may_not_see_it_any_more_gets_nothing(self):
        self.manager.group_ids = self.env.ref('base.group_user')
        self.assertFalse(self.tasks(self.end('failed')).user_id)

    def test_a_job_is_one_task_however_often_it_is_told(self):
        job = self.end('unknown')
        self.end('unknown', job)
        self.end('failed', job)
        self.assertEqual(len(self.tasks(job)), 1)

    def test_an_end_of_odoo_and_that_of_the_proxy_are_one_task(self):
        job = self.order()
        job._declare('failed', 'expired')
        self.end('failed', job, code='paper_out')
        self.assertEqual(len(self.tasks(job)), 1)

    def test_a_task_that_was_done_is_not_opened_again(self):
        job = self.order()
        job._declare('failed', 'expired')
        self.tasks(job).with_user(self.manager).action_done()
        self.end('unknown', job)
        self.assertEqual(self.tasks(job).mapped('active'), [False])

    def test_what_was_printed_and_a_drawer_are_no_task(self):
        drawer = self.order(kind='drawer')
        drawer._declare('failed', 'expired')
        self.assertFalse(self.tasks(drawer) | self.tasks(self.end('done')))

    def test_a_job_that_was_printed_after_all_closes_its_task(self):
        job = self.order()
        job._declare('failed', 'expired')
        self.end('done', job)
        self.assertEqual(self.tasks(job).mapped('active'), [False])

    def test_the_same_document_printed_later_closes_the_task(self):
        job = self.end('failed')
        other = self.order(document="Order 0002")
        self.end('done', other, document="Order 0002")
        self.assertTrue(self.tasks(job).active)
        self.report({'uuid': new_uuid(), 'state': 'done'})
        self.assertFalse(self.tasks(job).active)

    def test_the_same_document_of_another_company_closes_nothing(self):
        job = self.end('failed')
        self.report({'uuid': new_uuid(), 'state': 'done'}, proxy=self.other_proxy)
        self.assertTrue(self.tasks(job).active)

    def test_a_job_that_came_locally_is_a_task_too(self):
        name = new_uuid()
        self.report({'uuid': name, 'state': 'unknown'})
        self.assertEqual(self.tasks(self.find(name)).user_id, self.manager)

    def test_print_again_orders_a_copy_that_says_so_and_closes_the_task(self):
        job = self.end('unknown')
        action = job.with_user(self.manager).action_print_again()
        copy = self.jobs.browse(action['res_id'])
        self.assertEqual(
            (copy.copy_of_id, copy.state, copy.device_id), (job, 'waiting', self.printer)
        )
        self.assertNotEqual(copy.uuid, job.uuid)
        lines = json.loads(copy._get_content())['lines']
        self.assertEqual([line.get('text') for line in lines], ["COPY", "Bread 1.20", None])
        self.assertFalse(self.tasks(job).active)

    def test_a_copy_that_fails_is_a_task_of_its_own(self):
        job = self.end('failed')
        copy = self.jobs.browse(job.with_user(self.manager).action_print_again()['res_id'])
        self.end('failed', copy)
        self.assertTrue(self.tasks(copy).active)
        self.assertFalse(self.tasks(job).active)

    def test_what_odoo_does_not_have_is_not_printed_again(self):
        with self.assertRaisesRegex(UserError, "again at the till"):
            self.end('done').with_user(self.manager).action_print_again()

    def test_what_is_under_way_is_not_printed_again(self):
        for state in ('waiting', 'fetched', 'queued', 'sending'):
            job = self.order()
            job.state = state
            with self.assertRaisesRegex(UserError, "wait until it has ended"):
                job.with_user(self.manager).action_print_again()

    def test_a_cashier_prints_no_copies(self):
        job = self.end('failed')
        for user in (self.cashier, self.stranger):
            with self.assertRaises(AccessError):
                job.with_user(user).action_print_again()

    def test_many_failures_at_once_take_few_queries(self):
        rows = [{'uuid': new_uuid(), 'state': 'failed'} for _number in range(50)]
        self.report(*rows[:1])
        self.env.flush_all()
        with self.assertQueryCount(80):
            self.report(*rows)
            self.env.flush_all()
