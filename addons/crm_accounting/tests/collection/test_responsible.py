from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestResponsible(CollectionCommon):
    """Collector, salesperson, team, fallback: in this order; and nobody leaves a task behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.salesperson, cls.leader, cls.anna, cls.boris = (
            new_test_user(cls.env, login, 'crm_accounting.crm_accounting_group_user', **company)
            for login in ('salesperson', 'leader', 'anna', 'boris')
        )
        cls.team = cls.env['crm.team'].create({
            'name': "Collection",
            'company_id': cls.company.id,
            'is_collection_team': True,
            'user_id': cls.leader.id,
            'member_ids': [Command.set((cls.anna | cls.boris).ids)],
        })

    def _opened_for(self, partner=None, salesperson=None):
        """Return whose task a new overdue invoice becomes."""
        invoice = self._invoice(partner=partner or self.env['res.partner'].create({'name': "New"}))
        invoice.invoice_user_id = salesperson
        self._run()
        self.assertChased(invoice)
        return self._items(invoice).activity_id.user_id

    def test_the_salesperson_of_the_invoice_gets_the_task(self):
        self.policy.team_id = self.team
        self.assertEqual(self._opened_for(salesperson=self.salesperson), self.salesperson)

    def test_the_cases_collector_comes_before_the_salesperson(self):
        invoice, item = self._overdue()
        item.case_id.user_id = self.anna
        self._pay(invoice)
        self.assertEqual(self._opened_for(self.customer, self.salesperson), self.anna)

    def test_a_new_collector_takes_over_the_open_task(self):
        _invoice, item = self._overdue()
        item.case_id.with_user(self.collector).user_id = self.anna
        self.assertEqual(item.activity_id.user_id, self.anna)

    def test_without_salesperson_the_task_waits_in_the_teams_queue(self):
        self.policy.team_id = self.team
        self.assertFalse(self._opened_for())

    def test_members_of_the_team_take_turns(self):
        self.team.collection_assignment = 'turn'
        self.policy.team_id = self.team
        takers = [self._opened_for() for _number in range(4)]
        self.assertEqual(takers, [self.anna, self.boris, self.anna, self.boris])

    def test_a_member_of_another_company_has_no_turn(self):
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere Ltd"})
        self.anna.sudo().write({
            'company_id': elsewhere.id,
            'company_ids': [Command.set(elsewhere.ids)],
        })
        self.team.collection_assignment = 'turn'
        self.policy.team_id = self.team
        self.assertEqual([self._opened_for(), self._opened_for()], [self.boris, self.boris])

    def test_a_reopened_task_of_a_leaver_goes_to_somebody_who_is_there(self):
        self.policy.user_id = self.manager
        invoice = self._invoice()
        invoice.invoice_user_id = self.salesperson
        self._run()
        payment = self._pay(invoice)
        self.salesperson.action_archive()
        payment.action_draft()
        self._commit()
        self.assertChased(invoice)
        self.assertEqual(self._items(invoice).activity_id.user_id, self.manager)

    def test_a_run_finds_the_tasks_of_leavers(self):
        self.policy.user_id = self.manager
        self._opened_for(self.customer, self.salesperson)
        self.env.cr.execute(
            "UPDATE res_users SET active = FALSE WHERE id = %s", [self.salesperson.id]
        )
        self.env.invalidate_all()
        self._run()
        task = self.env['collection.item'].search([]).activity_id
        self.assertEqual(task.user_id, self.manager)

    def test_without_a_team_the_fallback_gets_the_task(self):
        self.policy.user_id = self.manager
        self.assertEqual(self._opened_for(), self.manager)

    def test_who_may_not_see_a_task_gets_none(self):
        self.policy.user_id = self.manager
        for group in ('base.group_user', 'base.group_portal'):
            outsider = new_test_user(
                self.env, group, group, company_id=self.company.id, company_ids=self.company.ids
            )
            self.assertEqual(self._opened_for(salesperson=outsider), self.manager)

    def test_who_loses_the_group_loses_the_tasks_with_the_next_run(self):
        self.policy.user_id = self.manager
        self._opened_for(self.customer, self.salesperson)
        self.salesperson.sudo().group_ids = self.env.ref('base.group_user')
        self._run()
        task = self.env['collection.item'].search([]).activity_id
        self.assertEqual(task.user_id, self.manager)

    def test_giving_cases_to_a_collector_sends_no_mail_for_each(self):
        _invoice, item = self._overdue()
        told = self._get_messages_to(self.anna)
        item.case_id.user_id = self.anna
        self.env.flush_all()
        self.assertEqual(item.activity_id.user_id, self.anna)
        self.assertEqual(self._get_messages_to(self.anna), told)

    def test_an_archived_salesperson_gets_nothing(self):
        self.policy.user_id = self.manager
        self.salesperson.active = False
        self.assertEqual(self._opened_for(salesperson=self.salesperson), self.manager)

    def test_a_salesperson_of_another_company_gets_nothing(self):
        self.policy.user_id = self.manager
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere Ltd"})
        stranger = new_test_user(
            self.env,
            'stranger',
            'base.group_user',
            company_id=elsewhere.id,
            company_ids=elsewhere.ids,
        )
        self.assertNotIn(self.company, stranger.company_ids)
        self.assertEqual(self._opened_for(salesperson=stranger), self.manager)

    def test_no_notification_per_task_but_one_digest(self):
        for _number in range(3):
            invoice = self._invoice(partner=self.env['res.partner'].create({'name': "New"}))
            invoice.invoice_user_id = self.salesperson
        told = self._get_messages_to(self.salesperson)
        self._run()
        digest = self._get_messages_to(self.salesperson) - told
        self.assertEqual(digest.mapped('subject'), ["Overdue debts for you: 3 more"])

    def test_the_team_is_told_about_its_queue(self):
        self.policy.team_id = self.team
        self._opened_for()
        for user in self.leader | self.anna | self.boris:
            self.assertEqual(
                self._get_messages_to(user).mapped('subject'),
                ["Overdue debts for Collection: 1 more"],
            )

    def _get_messages_to(self, user):
        return self.env['mail.message'].sudo().search([('partner_ids', 'in', user.partner_id.ids)])

    def test_archiving_a_user_hands_the_tasks_to_the_leader(self):
        self.policy.team_id = self.team
        self._opened_for(self.customer, self.salesperson)
        task = self.env['collection.item'].search([]).activity_id
        self.salesperson.action_archive()
        self.assertFalse(self.salesperson.active)
        self.assertEqual(task.exists().user_id, self.leader)
        self.assertTrue(task.active)

    def test_archiving_the_leader_hands_the_tasks_to_the_fallback(self):
        self.policy.write({'team_id': self.team.id, 'user_id': self.manager.id})
        self._opened_for(self.customer, self.leader)
        task = self.env['collection.item'].search([]).activity_id
        self.leader.write({'active': False})
        self.assertEqual(task.user_id, self.manager)

    def test_with_nobody_to_take_over_archiving_is_refused_and_names_the_tasks(self):
        self._opened_for(self.customer, self.salesperson)
        with self.assertRaisesRegex(UserError, "Bakery Ltd"):
            self.salesperson.action_archive()
        self.assertTrue(self.salesperson.active)

    def test_a_leavers_cases_lose_their_collector(self):
        self.policy.user_id = self.manager
        _invoice, item = self._overdue()
        item.case_id.user_id = self.anna
        self.anna.action_archive()
        self.assertFalse(item.case_id.user_id)
        self.assertEqual(item.activity_id.user_id, self.manager)
