from datetime import date, timedelta
from functools import partial

from odoo.tests import tagged

from .connections import Connections

TODAY = date.today()


@tagged('post_install', '-at_install')
class TestContractRuns(Connections):
    """Two nightly runs of contracts at once, and a run beside a person."""

    def setUp(self):
        super().setUp()
        with self._connect() as env:
            contracts = env['customer.contract'].create([
                {
                    'partner_id': env.ref('base.main_partner').id,
                    'subject': f"Race {number}",
                    'date_start': TODAY - timedelta(days=100),
                    'date_end': TODAY + timedelta(days=10),
                    'notice_days': 30,
                }
                for number in range(4)
            ])
            for contract in contracts:
                contract._sign(TODAY)
            contracts.state = 'running'
            self.ids = contracts.ids
        self.addCleanup(self._clean)

    def _clean(self):
        with self._connect() as env:
            contracts = env['customer.contract'].browse(self.ids)
            contracts.state = 'draft'
            contracts.unlink()

    def _run(self, env):
        contracts = env['customer.contract']
        return contracts._follow_chunk(1000), contracts._remind_chunk(1000)

    def _look(self):
        with self._connect() as env:
            contracts = env['customer.contract'].browse(self.ids)
            return set(contracts.mapped('state')), [
                len(contract.activity_ids) for contract in contracts
            ]

    def test_of_two_runs_at_once_the_second_passes_over_what_the_first_has(self):
        with self._connect() as first, self._connect() as second:
            self._begin(second)
            self.assertEqual(self._run(first), (4, 4))
            first.cr.flush()
            self.assertEqual(self._run(second), (0, 0))
        self.assertEqual(self._look(), ({'expiring'}, [1, 1, 1, 1]))

    def test_a_run_whose_view_is_old_is_repeated_and_does_nothing_twice(self):
        with self._connect() as second:
            self._begin(second)
            with self._connect() as first:
                self._run(first)
            reasons = self._serve(second, self._run)
        self.assertTrue(reasons, "nothing had to be repeated")
        self.assertEqual(self._look(), ({'expiring'}, [1, 1, 1, 1]))

    def test_a_contract_that_somebody_is_terminating_is_left_for_the_next_run(self):
        with self._connect() as person, self._connect() as run:
            contract = person['customer.contract'].browse(self.ids[0])
            contract._terminate(TODAY + timedelta(days=5), "moved")
            person.cr.flush()
            self.assertEqual(self._run(run), (3, 3))
        self.assertEqual(self._look(), ({'expiring'}, [0, 1, 1, 1]))

    def test_of_two_people_who_sign_at_once_the_second_is_told(self):
        with self._connect() as env:
            env['customer.contract'].browse(self.ids).write({'state': 'draft'})
            env['customer.contract.version'].search([('contract_id', 'in', self.ids)]).unlink()
        sign = partial(self._sign_first)
        with self._connect() as second:
            self._begin(second)
            with self._connect() as first:
                sign(first)
            with self.assertRaisesRegex(Exception, "signed already"):
                self._serve(second, sign)
            second.cr.rollback()
        with self._connect() as env:
            self.assertEqual(len(env['customer.contract'].browse(self.ids[0]).version_ids), 1)

    def _sign_first(self, env):
        env['customer.contract'].browse(self.ids[0])._sign(TODAY)
