from datetime import datetime

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestPolicy(CollectionCommon):
    """A company starts with a usable policy; working days move due dates."""

    def test_a_new_company_gets_a_policy_that_is_started(self):
        company = self.env['res.company'].create({'name': "Fresh Ltd"})
        policy = self.env['collection.policy'].sudo().search([('company_id', '=', company.id)])
        self.assertTrue(policy.is_started)
        self.assertEqual(policy.level_ids.mapped('days'), [0, 14, 30])
        self.assertTrue(policy.allocation_activity_type_id)

    def test_a_company_with_old_debts_waits_for_its_manager(self):
        self._invoice()
        self.policy.unlink()
        policy = self.company._create_collection_policies()
        self.assertFalse(policy.is_started)

    def test_a_company_can_be_made_after_a_shipped_type_of_task_was_deleted(self):
        self.env['collection.level'].sudo().search([]).unlink()
        self.env.ref('crm_accounting.mail_activity_type_collection_letter').sudo().unlink()
        company = self.env['res.company'].create({'name': "Fresh Ltd"})
        policy = self.env['collection.policy'].sudo().search([('company_id', '=', company.id)])
        self.assertTrue(all(policy.level_ids.mapped('activity_type_id')))

    def test_items_of_a_deleted_level_fall_back_to_the_one_below(self):
        invoice, item = self._overdue()
        below = self.policy.level_ids.sorted('days')[1]
        item.level_id.with_user(self.manager).unlink()
        item = self._items(invoice)
        self.assertEqual(item.level_id, below)
        self.assertEqual(item.case_id.level_id, below)
        self.assertEqual(item.activity_id.summary, below.name)
        self.assertEqual(item.activity_id.activity_type_id, below.activity_type_id)
        self._run()
        self.assertEqual(self._items(invoice).level_id, below)

    def test_below_the_lowest_level_an_item_keeps_its_task_until_it_reaches_another(self):
        invoice, item = self._overdue(due='2024-06-10')
        title = item.activity_id.summary
        item.level_id.with_user(self.manager).unlink()
        self._run()
        item = self._items(invoice)
        self.assertFalse(item.level_id)
        self.assertFalse(item.case_id.level_id)
        self.assertEqual(item.activity_id.summary, title)
        with self.freeze('2024-06-25'):
            self._run('2024-06-24')
        self.assertEqual(self._items(invoice).level_id, self.policy.level_ids.sorted('days')[0])

    def test_a_task_whose_level_was_deleted_still_follows_the_credit_and_the_next_level(self):
        payment = self.env['account.payment'].create({
            'payment_type': 'inbound',
            'partner_id': self.customer.id,
            'amount': 1000.0,
        })
        payment.action_post()
        invoice, item = self._overdue(due='2024-06-10')
        task = item.activity_id
        item.level_id.with_user(self.manager).unlink()
        self.assertEqual(task.summary, "Allocate credit")
        payment.action_draft()
        self._run()
        self.assertNotEqual(task.activity_type_id, self.policy.allocation_activity_type_id)
        self.policy.level_ids = [
            Command.create({
                'name': "At once",
                'days': 0,
                'activity_type_id': task.activity_type_id.id,
                'user_id': self.manager.id,
            })
        ]
        self._run()
        self.assertEqual((task.summary, task.user_id), ("At once", self.manager))
        self.assertEqual(self._items(invoice).level_id.days, 0)

    def test_a_policy_without_levels_opens_nothing_and_keeps_what_is_open(self):
        chased, _item = self._overdue()
        self.policy.level_ids.unlink()
        invoice = self._invoice(partner=self.other_customer)
        run = self._run()
        self.assertEqual((run.state, run.opened_count), ('done', 0))
        self.assertFalse(self._items(invoice))
        self.assertEqual(self._items(chased).state, 'open')

    def test_a_branch_gets_no_policy_of_its_own(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.assertFalse(
            self.env['collection.policy'].sudo().search([('company_id', '=', branch.id)])
        )
        self.assertEqual(self.env['collection.policy']._get_for_company(branch), self.policy)

    def test_a_branch_with_its_own_policy_leaves_the_parents(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.assertIn(branch, self.policy._get_companies())
        own = self.policy.copy({'company_id': branch.id})
        self.assertEqual(self.policy._get_companies(), self.company)
        self.assertEqual(own._get_companies(), branch)

    def test_a_company_without_policy_is_told_to_make_one(self):
        self.policy.unlink()
        with self.assertRaisesRegex(UserError, "Create one"):
            self._run_for_company()

    def _run_for_company(self):
        run = self.env['collection.run'].with_user(self.manager)
        run.create({'date': '2024-06-13', 'company_id': self.company.id}).action_run()

    @mute_logger('odoo.sql_db')
    def test_a_second_policy_of_a_company_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.policy.copy()
            self.env.flush_all()

    @mute_logger('odoo.sql_db')
    def test_a_level_from_the_due_date_on_wants_a_task(self):
        with self.assertRaises(IntegrityError):
            self.policy.level_ids[0].activity_type_id = False
            self.env.flush_all()

    @mute_logger('odoo.sql_db')
    def test_a_level_more_than_a_year_before_the_due_date_is_refused(self):
        with self.assertRaises(IntegrityError):
            self.policy.level_ids[0].days = -366
            self.env.flush_all()

    def test_a_level_before_the_due_date_opens_nothing(self):
        self.policy.level_ids[0].days = -3
        soon, due = self._invoice(due='2024-06-15'), self._invoice(due='2024-05-30')
        self._run()
        self.assertFalse(self._items(soon))
        self.assertEqual(self._items(due).level_id.days, 14)

    def test_a_due_date_on_a_weekend_moves_to_monday_if_so_set(self):
        calendar = self.env['resource.calendar'].create({'name': "Mon-Fri", 'tz': 'UTC'})
        self.company.resource_calendar_id = calendar
        self.policy.use_working_days = True
        saturday, monday = self._date('2024-06-08'), self._date('2024-06-10')
        self.assertEqual(self.policy._get_cutoff_date(saturday), self._date('2024-06-07'))
        self.assertEqual(self.policy._get_cutoff_date(monday), monday)
        invoice = self._invoice(due='2024-06-08')
        self._run('2024-06-09')
        self.assertFalse(self._items(invoice))
        self._run('2024-06-10')
        self.assertChased(invoice)

    def test_a_holiday_moves_the_due_date_too(self):
        calendar = self.env['resource.calendar'].create({'name': "Mon-Fri", 'tz': 'UTC'})
        calendar.leave_ids = [
            Command.create({
                'name': "Day off",
                'date_from': datetime(2024, 6, 10),
                'date_to': datetime(2024, 6, 10, 23, 59, 59),
            })
        ]
        self.company.resource_calendar_id = calendar
        self.policy.use_working_days = True
        self.assertEqual(
            self.policy._get_cutoff_date(self._date('2024-06-10')), self._date('2024-06-07')
        )

    def test_without_the_setting_every_day_counts(self):
        saturday = self._date('2024-06-08')
        self.assertEqual(self.policy._get_cutoff_date(saturday), saturday)

    def test_go_live_leaves_older_debts_alone_until_asked(self):
        old, new = self._invoice(due='2024-04-30'), self._invoice(due='2024-05-01')
        self.policy.go_live_date = '2024-05-01'
        self._run()
        self.assertFalse(self._items(old))
        self.assertChased(new)
        self.policy.go_live_date = False
        self._run()
        self.assertChased(old)

    def test_the_preview_button_shows_a_run_that_has_opened_nothing(self):
        invoice = self._invoice()
        action = self.policy.with_user(self.manager).action_preview()
        run = self.env['collection.run'].browse(action['res_id'])
        self.assertEqual((run.state, run.line_ids.count), ('draft', 1))
        self.assertFalse(self._items(invoice))
