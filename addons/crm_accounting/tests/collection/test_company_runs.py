from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .border_common import BorderCommon


@tagged('post_install', '-at_install')
class TestCompanyRuns(BorderCommon):
    """What a run of one company does about money, people and policies of the others."""

    def test_a_rejected_part_payment_brings_back_what_was_owed_to_the_cent(self):
        invoice = self._owe(self.company, '10000', 'JPY')  # 67.88
        self._run_of(self.company)
        for _number in range(3):
            self._pay_from(self.company, invoice, '1000', 'JPY')  # 6.79 each
        item = self._items(invoice)
        self.assertEqual((item.amount_residual, item.amount_residual_company), (7000, 47.51))
        payment = self._pay_from(self.company, invoice, '2000', 'JPY')
        payment.action_reject()
        self._commit()
        item = self._items(invoice)
        self.assertEqual((item.amount_residual, item.amount_residual_company), (7000, 47.51))

    def test_a_branch_run_sees_a_debt_whose_payment_by_the_head_was_rejected(self):
        invoice = self._owe(self.loner, '200')
        self._pay_from(self.company, invoice, '200', 'USD').action_reject()
        self._commit()
        self.assertEqual(self._run_of(self.loner).checked_count, 1)

    def test_the_heads_run_sees_a_debt_whose_payment_by_a_branch_was_rejected(self):
        invoice = self._owe(self.company, '200')
        self._pay_from(self.loner, invoice, '200', 'USD').action_reject()
        self._commit()
        self.assertEqual(self._run_of(self.company).checked_count, 1)

    def test_a_team_message_goes_to_those_who_see_the_debts(self):
        only_head = self._people('only_head', self.company)[0]
        no_group = new_test_user(
            self.env,
            'no_group',
            'base.group_user',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
            context={'no_reset_password': True},
        )
        self.policy.team_id = self.env['crm.team'].create({
            'name': "Head Team",
            'is_collection_team': True,
            'company_id': self.company.id,
            'member_ids': [Command.set((only_head | no_group | self.head_people[0]).ids)],
        })
        invoice = self._owe(self.follower)
        invoice.invoice_user_id = False
        run = self._run_of(self.company)
        told = (
            self
            .env['mail.message']
            .sudo()
            .search([('model', '=', run._name), ('res_id', '=', run.id)])
            .partner_ids
        )
        self.assertIn(self.head_people[0].partner_id, told)
        self.assertNotIn(no_group.partner_id, told)
        self.assertNotIn(only_head.partner_id, told)

    def test_no_manager_puts_a_run_into_a_foreign_company(self):
        run = self._as(self.other_people[1], 'collection.run').create({'date': '2023-09-14'})
        with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
            run.company_id = self.company.id

    def test_a_preview_is_gone_when_the_run_is_for_another_company(self):
        self._owe(self.company)
        run = self._as(self.head_people[1], 'collection.run').create({'date': '2023-09-14'})
        run.action_preview()
        self.assertTrue(run.line_ids)
        run.company_id = self.loner
        self._commit()
        self.assertFalse(self._as(self.loner_people[0], 'collection.run.line').search([]))

    def test_a_draft_run_follows_the_policy_that_its_branch_got_meanwhile(self):
        run = self._as(self.head_people[1], 'collection.run').create({
            'date': '2023-09-14',
            'company_id': self.follower.id,
        })
        self._create_policy(self.follower)
        self._owe(self.follower)
        run.action_run()
        self.assertEqual(run.checked_count, 1)

    def test_the_team_of_the_head_may_work_the_cases_of_a_branch(self):
        team = self.policy.team_id = self.env['crm.team'].create({
            'name': "Head Team",
            'is_collection_team': True,
            'company_id': self.company.id,
        })
        invoice = self._owe(self.follower)
        self._run_of(self.company)
        case = self._items(invoice).case_id
        self.assertEqual(case.team_id, team)
        self._as(self.head_people[0], 'collection.case').browse(case.id).team_id = team.id

    def test_a_team_of_another_company_works_no_case(self):
        team = self.env['crm.team'].create({
            'name': "Other Team",
            'is_collection_team': True,
            'company_id': self.other.id,
        })
        invoice = self._owe(self.company)
        self._run_of(self.company)
        with self.assertRaises(ValidationError):
            self._items(invoice).case_id.team_id = team

    def test_history_stays_whatever_the_context_claims(self):
        self._owe(self.company)
        run = self._as(self.head_people[1], 'collection.run').browse(self._run_of(self.company).id)
        with self.assertRaises(UserError):
            run.with_context(_force_unlink=True).unlink()

    def test_a_run_is_copied_as_a_new_one(self):
        self._owe(self.company)
        run = self._as(self.head_people[1], 'collection.run').browse(self._run_of(self.company).id)
        again = run.copy()
        self.assertEqual((again.date, again.state, again.opened_count), (run.date, 'draft', 0))
