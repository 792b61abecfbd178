from unittest.mock import patch

from psycopg2 import InterfaceError
from psycopg2.errors import SerializationFailure

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .debt_connections import DAY, DebtConnections

ENGINE = 'odoo.addons.crm_accounting.models.collection.collection_run_step'


@tagged('post_install', '-at_install')
class TestConflicts(DebtConnections):
    """A run and what happens meanwhile."""

    def test_a_payment_that_began_before_a_run_ended_is_repeated(self):
        with self._connect() as payer, self._connect() as runner:
            self._begin(payer)
            self._run(runner)
            runner.cr.commit()
            self.assertEqual(self._serve(payer, self._pay), [ConcurrencyError])
        self.assertEqual(self._read_states(), [('closed', True)])  # the second invoice is owed

    def test_a_payment_that_waits_for_a_run_closes_what_the_run_opened(self):
        with self._connect() as runner:
            self._run(runner)
            runner.cr.flush()
            with self._in_background(self._pay) as payment:
                runner.cr.commit()
                self.assertEqual(payment.result(), [ConcurrencyError])
        self.assertEqual(self._read_states(), [('closed', True)])

    def test_a_run_leaves_a_debt_alone_that_is_being_paid(self):
        with self._connect() as payer, self._connect() as runner:
            self._pay(payer)
            payer.cr.flush()
            self.assertEqual(self._serve(runner, self._run), [])
        self.assertEqual(self._read_states(), [])
        self.assertEqual(self._read_states(self.second_id), [('open', True)])

    def test_a_debt_whose_payment_came_to_nothing_is_chased_by_the_next_run(self):
        with self._connect() as payer, self._connect() as runner:
            self._pay(payer)
            payer.cr.flush()
            self._serve(runner, self._run)
            payer.cr.rollback()
            self._serve(runner, self._run)
        self.assertEqual(self._read_states(), [('open', True)])

    def test_a_run_that_began_before_a_payment_opens_nothing_for_it(self):
        with self._connect() as payer, self._connect() as runner:
            self._begin(runner)
            self._serve(payer, self._pay)
            self.assertEqual(self._serve(runner, self._run), [SerializationFailure])
        self.assertEqual(self._read_states(), [])

    def test_two_runs_at_once_open_each_debt_once(self):
        with self._connect() as first:
            self._run(first)
            first.cr.flush()
            with self._in_background(self._run) as second:
                first.cr.commit()
                self.assertEqual(second.result(), [SerializationFailure])
        self.assertEqual(self._read_states(), [('open', True)])
        with self._connect() as env:
            runs = env['collection.run'].search([('company_id', '=', self.company_id)])
            self.assertEqual(sorted(runs.mapped('opened_count')), [0, 2])

    def test_two_payments_under_one_task_end_it(self):
        with self._connect() as first, self._connect() as second:
            self._serve(first, self._run)
            self._begin(first)
            self._begin(second)
            self._serve(first, self._pay)
            reasons = self._serve(second, lambda env: self._pay(env, self.second_id))
        self.assertEqual(reasons, [SerializationFailure])
        self.assertEqual(self._read_states(), [('closed', False)])

    def test_a_payment_is_repeated_when_a_run_reopened_the_item_meanwhile(self):
        with self._connect() as payer, self._connect() as runner:
            self._serve(runner, self._run)
            line = runner['account.move.line'].search([
                ('move_id', '=', self.invoice_id),
                ('account_type', '=', 'asset_receivable'),
            ])
            line.date_maturity = '2099-01-01'
            runner.cr.commit()
            self.assertEqual(self._read_states(), [('closed', True)])
            # The new due date comes; by SQL, since writing it would reopen the item at once.
            runner.cr.execute(
                "UPDATE account_move_line SET date_maturity = %s WHERE id = %s", [DAY, line.id]
            )
            runner.cr.commit()
            self._begin(payer)
            self._serve(runner, self._run)
            self.assertEqual(self._read_states(), [('open', True)])
            self._serve(payer, self._pay)
        self.assertEqual(self._read_states(), [('closed', True)])

    def test_a_merge_that_began_before_a_run_ended_is_repeated(self):
        double_id, invoice_id = self._sell_to_double()
        with self._connect() as merger, self._connect() as runner:
            self._begin(merger)
            self._serve(runner, self._run)
            reasons = self._serve(merger, lambda env: self._merge(env, double_id))
        self.assertEqual(reasons, [SerializationFailure])
        self.assertOneCase(invoice_id)

    def test_a_merge_is_repeated_when_a_run_adds_to_the_case_meanwhile(self):
        double_id, invoice_id = self._sell_to_double()
        with self._connect() as merger, self._connect() as runner:
            self._serve(runner, self._run)
            added_id = self._sell(runner, 1, double_id).id
            runner.cr.commit()
            self._begin(merger)
            self._serve(runner, self._run)
            reasons = self._serve(merger, lambda env: self._merge(env, double_id))
        self.assertEqual(reasons, [SerializationFailure])
        self.assertOneCase(invoice_id, added_id)

    def test_a_run_that_began_before_a_merge_ended_is_repeated(self):
        double_id, invoice_id = self._sell_to_double()
        with self._connect() as merger, self._connect() as runner:
            self._begin(runner)
            self._serve(merger, lambda env: self._merge(env, double_id))
            self.assertEqual(self._serve(runner, self._run), [SerializationFailure])
        self.assertOneCase(invoice_id)

    def assertOneCase(self, *invoice_ids):
        """Check that these and the two invoices of the customer that stays are under one task."""
        for invoice_id in invoice_ids:
            self.assertEqual(self._read_states(invoice_id), [('open', True)])
        with self._connect() as env:
            items = env['collection.item'].search([('partner_id', '=', self.partner_id)])
            self.assertEqual(len(items), 2 + len(invoice_ids))
            self.assertEqual((len(items.case_id), len(items.activity_id)), (1, 1))

    def test_a_night_that_was_killed_between_two_customers_goes_on_where_it_stopped(self):
        _double_id, invoice_id = self._sell_to_double()
        Run = self.registry['collection.run']
        process, done = Run._process_chunk, []

        def process_or_die(run, partner_ids):
            if done:
                self._lose_connection(run.env)
            done.append(partner_ids)
            return process(run, partner_ids)

        with self._connect() as env:
            self._find_policy(env).is_started = True
        with (
            patch(f'{ENGINE}.CHUNK_SIZE', 1),
            patch.object(Run, '_process_chunk', process_or_die),
            mute_logger(f'{ENGINE}_schedule'),
            self.assertRaises(InterfaceError),
            self._connect() as env,
        ):
            env['collection.run']._cron_run()
        self.assertEqual(self._read_night(), [('running', 2)])
        with self._connect() as env:
            env['collection.run']._cron_run()
        self.assertEqual(self._read_night(), [('done', 3)])
        self.assertEqual(self._read_states(invoice_id), [('open', True)])

    def _read_night(self):
        with self._connect() as env:
            nights = env['collection.run'].search([('is_scheduled', '=', True)])
            return [(night.state, night.opened_count) for night in nights]

    def test_the_night_is_not_lost_when_a_run_by_hand_is_in_its_way(self):
        with self._connect() as runner:
            self._find_policy(runner).is_started = True
            runner.cr.commit()
            self._run(runner)
            runner.cr.flush()
            with self._in_background(lambda env: env['collection.run']._cron_run()):
                runner.cr.commit()
        with self._connect() as env:
            night = env['collection.run'].search([('is_scheduled', '=', True)])
            self.assertEqual(night.mapped('state'), ['done'])
        self.assertEqual(self._read_states(), [('open', True)])
