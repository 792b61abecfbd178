from datetime import date
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from .life_common import LifeCommon

RUN = 'odoo.addons.crm_accounting.models.contract.customer_contract_run'


@tagged('post_install', '-at_install')
class TestLifeRun(LifeCommon):
    """The nightly run: tacit renewals, nights that were missed, runs that were stopped."""

    def test_a_tacit_contract_goes_on_and_says_so(self):
        contract = self._signed(renewal='tacit', renewal_months=6)
        self._night('2025-01-01')
        self.assertRecordValues(
            contract,
            [
                {
                    'state': 'running',
                    'date_end': date(2025, 6, 30),
                    'date_end_agreed': date(2024, 12, 31),
                }
            ],
        )
        message = contract.message_ids[0]
        self.assertIn("renewed tacitly", message.body)
        tracked = message.sudo().tracking_value_ids._tracking_value_format()
        self.assertIn('Valid Until', [value['fieldInfo']['changedField'] for value in tracked])
        self.assertEqual(len(contract.version_ids), 1, "nobody signed anything")

    def test_months_that_were_missed_are_renewed_at_once(self):
        contract = self._signed(date_end='2024-06-30', renewal='tacit', renewal_months=1)
        self._night('2025-03-17')
        self.assertEqual(contract.date_end, date(2025, 3, 31))
        self.assertEqual(contract.state, 'expiring')

    def test_the_30th_stays_the_30th_and_the_last_day_the_last_day(self):
        middle = self._signed(
            date_end='2024-11-29', renewal='tacit', renewal_months=1, notice_days=0
        )
        last = self._signed(date_end='2024-11-30', renewal='tacit', renewal_months=3, notice_days=0)
        for night, ends in (
            ('2025-02-01', ('2025-02-28', '2025-02-28')),
            ('2025-03-01', ('2025-03-29', '2025-05-31')),
            ('2025-06-01', ('2025-06-29', '2025-08-31')),
        ):
            with self.subTest(night=night):
                self._night(night)
                self.assertEqual(
                    (middle.date_end, last.date_end), tuple(self._day(end) for end in ends)
                )

    def test_the_last_day_of_february_in_a_leap_year(self):
        contract = self._signed(date_start='2023-03-01', date_end='2024-02-29', renewal='tacit')
        self.assertEqual(contract.date_end, date(2025, 2, 28))
        self._night('2027-03-01')
        self.assertEqual(contract.date_end, date(2028, 2, 29))

    def test_a_run_that_slept_through_everything_ends_the_contract_and_tells(self):
        contract = self._signed(date_start='2024-07-01', date_end='2024-08-31')
        self.assertEqual(contract.state, 'signed')
        self._night('2025-05-05')
        self.assertEqual(contract.state, 'ended')
        self.assertEqual(self._reminders(contract).user_id, self.salesman)

    def test_run_twice_is_run_once(self):
        contracts = self._signed() | self._signed(renewal='tacit') | self._signed(renewal='none')
        self._night('2025-02-03')
        before = self._picture(contracts)
        self._night('2025-02-03 01:00:00')
        self.assertEqual(self._picture(contracts), before)

    def test_a_run_that_is_stopped_in_the_middle_is_taken_up(self):
        contracts = self.env['customer.contract'].union(*(self._signed() for _number in range(5)))
        steps = []

        def stop(_self, processed=0, **_values):
            steps.append(processed)
            if len(steps) == 2:
                raise OSError("killed")
            return 60

        with (
            patch(f'{RUN}.CHUNK_SIZE', 2),
            patch('odoo.addons.base.models.ir_cron.IrCron._commit_progress', stop),
            mute_logger('odoo.addons.base.models.ir_cron'),
        ):
            self._night('2025-01-01')
        self.assertEqual(contracts.mapped('state').count('ended'), 4)
        with patch(f'{RUN}.CHUNK_SIZE', 2):
            self._night('2025-01-01')
        self.assertEqual(set(contracts.mapped('state')), {'ended'})
        for contract in contracts:
            self.assertEqual(len(self._reminders(contract)), 1)

    def test_the_number_of_queries_does_not_depend_on_the_contracts(self):
        counts = []
        for number in (2, 12):
            for _contract in range(number):
                self._signed()
            self.env.flush_all()
            self.env.invalidate_all()
            with self.freeze('2024-12-01'):
                start = self.env.cr.sql_log_count
                model = self.env['customer.contract'].sudo()
                self.assertEqual(model._follow_chunk(100), number)
                self.assertEqual(model._remind_chunk(100), number)
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - start)
        self.assertLessEqual(counts[1], counts[0] + 2, counts)
        with self.freeze('2024-12-01'), self.assertQueryCount(6):
            model._follow_chunk(100)
            model._remind_chunk(100)

    def _picture(self, contracts):
        return (
            contracts.mapped(lambda contract: (contract.state, contract.date_end)),
            contracts.mapped(lambda contract: len(contract.message_ids)),
            sorted((self._reminders(contracts) | self._reminders(contracts, done=True)).ids),
        )
