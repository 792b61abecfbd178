from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .common import YESTERDAY, CollectionCommon

ENGINE = 'odoo.addons.crm_accounting.models.collection.collection_run_chunk.CollectionRun'


@tagged('post_install', '-at_install')
class TestSchedule(CollectionCommon):
    """The scheduled action runs once for each day that ended, and takes up what was interrupted."""

    def setUp(self):
        super().setUp()
        self.env['collection.policy'].sudo().search([]).is_started = False
        self.policy.is_started = True
        self.cron = self.env.ref('crm_accounting.ir_cron_collection_run').sudo()
        self.invoice = self._invoice()

    def _trigger(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        return self.env['collection.run'].search([('company_id', '=', self.company.id)])

    def test_the_night_runs_as_of_yesterday(self):
        run = self._trigger()
        self.assertRecordValues(
            run,
            [
                {
                    'date': self._date(YESTERDAY),
                    'is_scheduled': True,
                    'state': 'done',
                    'opened_count': 1,
                }
            ],
        )
        self.assertChased(self.invoice)
        self.assertEqual(self.policy.last_scheduled_date, self._date(YESTERDAY))

    def test_the_night_runs_once(self):
        self._trigger()
        self.assertEqual(len(self._trigger()), 1)
        with self.freeze('2024-06-15'):
            self.assertEqual(len(self._trigger()), 2)

    def test_a_policy_that_is_not_started_does_not_run(self):
        self.policy.is_started = False
        self.assertFalse(self._trigger())

    def test_a_neutralized_copy_does_not_run(self):
        with file_open('crm_accounting/data/neutralize.sql') as file:
            self.env.cr.execute(file.read())
        self.env.invalidate_all()
        self.assertFalse(self.policy.is_started)
        self.assertFalse(self._trigger())

    def test_midnight_is_that_of_the_company(self):
        self.company.partner_id.tz = 'Pacific/Auckland'  # already the 15th there at 13:00 UTC
        with self.freeze('2024-06-14 13:00:00'):
            run = self._trigger()
        self.assertEqual(run.date, self._date('2024-06-14'))

    def test_a_failed_run_says_why_and_is_tried_again(self):
        with (
            patch(f'{ENGINE}._process_chunk', side_effect=ValueError("disk on fire")),
            mute_logger('odoo.addons.crm_accounting.models.collection.collection_run_schedule'),
        ):
            run = self._trigger()
        self.assertEqual(run.state, 'failed')
        self.assertIn("disk on fire", run.error)
        self.assertFalse(self._items(self.invoice))
        self.assertEqual(self._trigger(), run)
        self.assertEqual((run.state, run.error, run.opened_count), ('done', False, 1))

    def test_a_run_that_fails_at_once_is_on_record_and_stops_no_other_company(self):
        other = self.setup_other_company(name="Second Ltd")['company']
        other_policy = self.env['collection.policy'].sudo().search([('company_id', '=', other.id)])
        other_policy.is_started = True
        look = type(self.env['collection.run'])._look

        def look_or_fail(run):
            if run.company_id == self.company:
                raise ValueError("no disk")
            return look(run)

        with (
            patch.object(type(self.env['collection.run']), '_look', look_or_fail),
            mute_logger('odoo.addons.crm_accounting.models.collection.collection_run_schedule'),
        ):
            run = self._trigger()
        self.assertEqual(run.state, 'failed')
        self.assertIn("no disk", run.error)
        self.assertEqual(other_policy.last_scheduled_date, self._date(YESTERDAY))

    def test_a_run_whose_time_is_over_is_taken_up_again(self):
        second = self._invoice(partner=self.other_customer)
        IrCron = type(self.env['ir.cron'])
        commit = IrCron._commit_progress

        def commit_and_be_late(cron, processed=0, **kwargs):
            commit(cron, processed, **kwargs)
            return 0 if processed else float('inf')

        chunk = 'odoo.addons.crm_accounting.models.collection.collection_run_step.CHUNK_SIZE'
        with patch(chunk, 1), patch.object(IrCron, '_commit_progress', commit_and_be_late):
            run = self._trigger()
            self.assertEqual((run.state, run.opened_count), ('running', 1))
        self.assertEqual(self._trigger(), run)
        self.assertEqual((run.state, run.opened_count), ('done', 2))
        self.assertChased(self.invoice | second)

    def test_an_interrupted_run_goes_on_where_it_stopped(self):
        second = self._invoice(partner=self.other_customer)
        chunk = 'odoo.addons.crm_accounting.models.collection.collection_run_step.CHUNK_SIZE'
        done = []

        process = type(self.env['collection.run'])._process_chunk

        def process_then_die(run, partner_ids):
            if done:
                raise ValueError("power cut")
            done.append(partner_ids)
            return process(run, partner_ids)

        with (
            patch(chunk, 1),
            patch.object(type(self.env['collection.run']), '_process_chunk', process_then_die),
            mute_logger('odoo.addons.crm_accounting.models.collection.collection_run_schedule'),
        ):
            run = self._trigger()
        self.assertEqual((run.state, run.opened_count), ('failed', 1))
        self.assertEqual(self._trigger(), run)
        self.assertEqual((run.state, run.opened_count), ('done', 2))
        self.assertChased(self.invoice | second)
        found = {line.outcome: line.count for line in run.line_ids}
        self.assertEqual(found, {'new': 2}, "what the run found before it opened anything")

    def test_a_company_that_is_archived_stops_nobody(self):
        old = self.env['res.company'].create({'name': "Old Ltd"})
        policy = self.env['collection.policy'].sudo().search([('company_id', '=', old.id)])
        self.assertTrue(policy.is_started)
        old.sudo().active = False
        self._trigger()
        self.assertChased(self.invoice)
