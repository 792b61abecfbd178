from datetime import date

from odoo.tests import new_test_user, tagged

from .life_common import LifeCommon


@tagged('post_install', '-at_install')
class TestLifeReminders(LifeCommon):
    """Who is reminded of the end of a contract, when, and for how long."""

    def test_two_weeks_before_the_last_day_for_notice_somebody_is_reminded(self):
        contract = self._signed()  # until New Year's Eve: notice by the 1st of December
        self._night('2024-11-16')
        self.assertFalse(self._reminders(contract))
        self._night('2024-11-17')
        self.assertRecordValues(
            self._reminders(contract),
            [{'user_id': self.salesman.id, 'date_deadline': date(2024, 12, 1), 'automated': True}],
        )
        self.assertIn("12/31/2024", self._reminders(contract).summary)
        self.assertEqual(contract.state, 'running')

    def test_tacit_and_other_contracts_have_reminders_of_their_own_types(self):
        tacit, other = self._signed(renewal='tacit'), self._signed()
        self._night('2024-12-15')
        types = [self._reminders(contract).activity_type_id for contract in (tacit, other)]
        names = ('contract_notice', 'contract_expires')
        self.assertEqual(
            types, [self.env.ref(f'crm_accounting.mail_activity_type_{name}') for name in names]
        )

    def test_somebody_is_reminded_once_of_each_end(self):
        contract = self._signed(renewal='tacit')
        self._night('2024-12-15')
        self._reminders(contract).with_user(self.salesman).action_feedback()
        self._night('2024-12-16')
        self.assertFalse(self._reminders(contract))
        self._night('2025-12-15')
        self.assertEqual(self._reminders(contract).date_deadline, date(2025, 12, 1))

    def test_a_decision_ends_the_reminder(self):
        terminated, renewed, tacit = (
            self._signed(renewal=renewal) for renewal in ('agreement', 'agreement', 'tacit')
        )
        self._night('2024-12-15')
        self.assertEqual(len(self._reminders(terminated | renewed | tacit)), 3)
        with self.freeze('2024-12-15'):
            self._terminate(terminated, '2024-12-31')
            self._wizard('renew', renewed).action_renew()
        self.assertEqual(self._reminders(terminated | renewed | tacit).res_id, tacit.id)
        self._night('2025-01-01')
        self.assertFalse(self._reminders(tacit))

    def test_who_has_left_is_stood_in_for_by_the_leader_or_a_manager(self):
        leader = new_test_user(
            self.env,
            'leader',
            'sales_team.group_sale_salesman_all_leads',
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        team = self.env['crm.team'].sudo().create({'name': "Bakers", 'user_id': leader.id})
        self.env['crm.team.member'].sudo().create({
            'crm_team_id': team.id,
            'user_id': self.salesman.id,
        })
        of_team, of_nobody = self._signed(), self._signed(user_id=False)
        self.salesman.sudo().active = False
        self._night('2024-12-15')
        self.assertEqual(self._reminders(of_team).user_id, leader)
        stand_in = self._reminders(of_nobody).user_id
        self.assertTrue(stand_in.active)
        self.assertIn(self.company, stand_in.company_ids)
        self.assertTrue(of_nobody.with_user(stand_in).has_access('read'))

    def test_reminders_of_who_leaves_go_to_who_stands_in(self):
        contract = self._signed()
        self._night('2024-12-15')
        reminder = self._reminders(contract)
        self.salesman.sudo().action_archive()
        self.assertTrue(reminder.exists().active)
        self.assertTrue(reminder.user_id)
        self.assertNotEqual(reminder.user_id, self.salesman)
