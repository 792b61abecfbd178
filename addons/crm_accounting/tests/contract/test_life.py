from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .life_common import LifeCommon


@tagged('post_install', '-at_install')
class TestLife(LifeCommon):
    """Signing and terminating, and what the calendar makes of it."""

    def test_a_signed_contract_is_in_force_and_its_first_version_is_kept(self):
        contract = self._contract()
        self._sign(contract, '2024-06-10')
        self.assertRecordValues(
            contract,
            [{'state': 'running', 'date_signed': date(2024, 6, 10), 'reminded_for': False}],
        )
        self.assertRecordValues(
            contract.version_ids,
            [{'number': 0, 'kind': 'contract', 'date_signed': date(2024, 6, 10)}],
        )

    def test_the_question_proposes_today_of_the_company(self):
        self.company.partner_id.tz = 'Pacific/Auckland'
        with self.freeze('2024-06-14 13:00:00'):
            wizard = self._wizard('sign', self._contract())
        self.assertEqual(wizard.date_signed, date(2024, 6, 15))

    def test_a_signature_is_not_of_tomorrow(self):
        with self.assertRaisesRegex(UserError, "today or an earlier day"):
            self._sign(self._contract(), '2024-06-15')

    def test_a_contract_is_signed_once(self):
        contract = self._signed()
        with self.assertRaisesRegex(UserError, "signed already"):
            contract.action_sign()
        with self.assertRaisesRegex(UserError, "signed already"):
            contract._sign(date(2024, 6, 14))

    def test_a_contract_about_nothing_is_not_signed(self):
        contract = self._contract(lines=(), subject=" ")
        with self.assertRaisesRegex(UserError, "what is agreed"):
            self._sign(contract)
        contract.amount_limit = 100
        self._sign(contract)
        self.assertEqual(contract.state, 'running')

    def test_the_state_on_each_edge_of_the_year(self):
        """Valid in July, notice of ten days: the 21st is the last day to give it."""
        contract = self._signed(date_start='2024-07-01', date_end='2024-07-31', notice_days=10)
        self.assertEqual(contract.state, 'signed')
        for day, state in (
            ('2024-06-30', 'signed'),
            ('2024-07-01', 'running'),
            ('2024-07-20', 'running'),
            ('2024-07-21', 'expiring'),
            ('2024-07-31', 'expiring'),
            ('2024-08-01', 'ended'),
        ):
            with self.subTest(day=day):
                self._night(day)
                self.assertEqual(contract.state, state)

    def test_a_contract_without_an_end_goes_on(self):
        contract = self._signed(date_end=False)
        self._night('2060-01-01')
        self.assertEqual((contract.state, contract.days_left), ('running', 0))

    def test_an_old_contract_that_is_entered_now_is_over_at_once(self):
        contract = self._signed(date_start='2023-01-01', date_end='2023-12-31')
        self.assertEqual(contract.state, 'ended')

    def test_two_companies_have_two_days_at_the_same_moment(self):
        self.company.partner_id.tz = 'Pacific/Honolulu'
        other = self.env['res.company'].create({'name': "Apart"})
        other.partner_id.tz = 'Pacific/Auckland'
        self.salesman.company_ids |= other
        dates = {'date_start': '2024-06-15', 'date_end': '2024-12-31'}
        contract = self._sign(self._contract(**dates), '2024-06-10')
        elsewhere = {'company_id': other.id, 'warehouse_id': False, 'line_ids': False}
        there = self._contract(**dates).sudo().copy(elsewhere)
        there._sign(date(2024, 6, 1))
        self.assertEqual({contract.state, there.state}, {'signed'})
        self._night('2024-06-14 13:00:00')  # 3 o'clock at night in Honolulu, the 15th in Auckland
        self.assertEqual((contract.state, there.state), ('signed', 'running'))
        self._night('2024-06-15 10:30:00')
        self.assertEqual(contract.state, 'running')

    # === TERMINATED === #

    def test_a_terminated_contract_binds_until_its_last_day(self):
        contract = self._signed()
        self._terminate(contract, '2024-08-31', " moved away ")
        self.assertRecordValues(
            contract, [{'state': 'expiring', 'termination_reason': "moved away", 'days_left': 78}]
        )
        self._night('2024-08-31')
        self.assertEqual(contract.state, 'expiring')
        self._night('2024-09-01')
        self.assertEqual(contract.state, 'terminated')

    def test_a_terminated_contract_is_not_renewed_tacitly(self):
        contract = self._signed(renewal='tacit')
        self._terminate(contract, '2024-12-31')
        self._night('2025-01-01')
        self.assertRecordValues(contract, [{'state': 'terminated', 'date_end': date(2024, 12, 31)}])

    def test_the_day_of_a_termination_keeps_the_notice_unless_somebody_wants_otherwise(self):
        wizard = Form(self._wizard('terminate', self._signed(), reason="x"))
        self.assertEqual(wizard.date, '2024-07-14')
        self.assertFalse(wizard.warning)
        wizard.date = '2024-07-13'
        self.assertIn("07/14/2024", wizard.warning)

    def test_a_contract_that_ends_soon_is_terminated_for_its_end_with_a_warning(self):
        wizard = self._wizard('terminate', self._signed(date_end='2024-06-20'), reason="x")
        self.assertEqual(wizard.date, date(2024, 6, 20))
        self.assertTrue(wizard.warning)

    def test_a_termination_needs_a_reason_and_a_day_to_come(self):
        contract = self._signed(date_start='2024-06-20')
        for day, reason, message in (
            ('2024-06-30', "  ", "why"),
            ('2024-06-19', "x", "06/20/2024 or a later day"),
            ('2025-01-01', "x", "ends on 12/31/2024"),
        ):
            with self.subTest(day=day), self.assertRaisesRegex(UserError, message):
                self._terminate(contract, day, reason)
        self.assertFalse(contract.date_terminated)

    def test_only_a_contract_in_force_is_terminated(self):
        ended = self._signed(date_start='2023-01-01', date_end='2023-12-31')
        for contract in (self._contract(), ended):
            with self.assertRaisesRegex(UserError, "not in force"):
                contract.action_terminate()
