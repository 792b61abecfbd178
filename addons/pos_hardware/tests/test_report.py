from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import HardwareCommon, new_uuid

LATE = {'accepted_at': 1700000000.25, 'ended_at': 1700000001.0}


@tagged('post_install', '-at_install')
class TestReport(HardwareCommon):
    def test_a_job_goes_on_as_the_proxy_tells(self):
        job = self.order()
        self.fetch()
        for state in ('queued', 'sending', 'done'):
            self.assertEqual(self.report({'uuid': job.uuid, 'state': state}), [job.uuid])
            self.assertEqual(job.state, state)

    def test_the_end_comes_with_what_is_known_of_it(self):
        job = self.order()
        self.fetch()
        self.report({
            'uuid': job.uuid,
            'state': 'failed',
            'code': 'paper_out',
            'message': "bar has no paper.",
            'sent': 0,
            **LATE,
        })
        self.assertRecordValues(job, [{'code': 'paper_out', 'message': "bar has no paper."}])
        self.assertTrue(job.ended_at)

    def test_an_end_is_never_overwritten(self):
        job = self.order()
        self.report({'uuid': job.uuid, 'state': 'done', 'confirmed': True})
        for state in ('queued', 'sending', 'failed', 'unknown'):
            self.assertEqual(self.report({'uuid': job.uuid, 'state': state}), [job.uuid])
            self.assertEqual((job.state, job.confirmed), ('done', True))

    def test_a_job_never_goes_back(self):
        job = self.order()
        self.report({'uuid': job.uuid, 'state': 'sending'})
        self.report({'uuid': job.uuid, 'state': 'queued'})
        self.assertEqual(job.state, 'sending')

    def test_the_same_report_twice_changes_nothing(self):
        row = {'uuid': new_uuid(), 'state': 'done', **LATE}
        self.report(row)
        job = self.find(row['uuid'])
        before = job.read(['state', 'seconds', 'ended_at', 'write_date'])
        self.assertEqual(self.report(row, row), [row['uuid']])
        self.assertEqual(job.read(['state', 'seconds', 'ended_at', 'write_date']), before)
        self.assertEqual(len(self.find(row['uuid'])), 1)

    def test_the_truth_of_the_proxy_replaces_what_odoo_declared(self):
        job = self.order()
        job._declare('failed', 'expired')
        self.report({'uuid': job.uuid, 'state': 'queued'})
        self.assertEqual(job.state, 'failed')
        self.report({'uuid': job.uuid, 'state': 'done'})
        self.assertRecordValues(job, [{'state': 'done', 'code': '', 'message': ''}])
        self.report({'uuid': job.uuid, 'state': 'unknown'})
        self.assertEqual(job.state, 'done')

    def test_a_job_that_came_locally_is_shown_too(self):
        name = new_uuid()
        self.report({'uuid': name, 'state': 'done', 'confirmed': True, 'sent': 1751, **LATE})
        self.assertRecordValues(
            self.find(name),
            [
                {
                    'proxy_id': self.proxy.id,
                    'device_id': self.printer.id,
                    'company_id': self.company.id,
                    'document': "Order 0001",
                    'seconds': 0.75,
                    'sent': 1751,
                    'state': 'done',
                }
            ],
        )

    def test_a_job_for_a_printer_that_nobody_knows_is_stored(self):
        name = new_uuid()
        self.report({'uuid': name, 'state': 'done', 'printer': "gone"})
        self.assertFalse(self.find(name).device_id)

    def test_of_one_job_told_twice_the_furthest_counts(self):
        name = new_uuid()
        self.report(
            {'uuid': name, 'state': 'queued'},
            {'uuid': name, 'state': 'done'},
            {'uuid': name, 'state': 'sending'},
        )
        self.assertEqual(self.find(name).state, 'done')

    def test_a_proxy_cannot_touch_the_job_of_another(self):
        job = self.order()
        self.report({'uuid': job.uuid, 'state': 'done'}, proxy=self.other_proxy)
        self.assertEqual(job.state, 'waiting')
        own = self.jobs.search([('uuid', '=', job.uuid)]) - job
        self.assertEqual(own.company_id, self.other_company)

    def test_a_clock_that_is_fast_puts_no_job_into_the_future(self):
        name = new_uuid()
        before = fields.Datetime.now()
        self.report({'uuid': name, 'state': 'done', 'accepted_at': 4e9, 'ended_at': 4e9 + 1})
        job = self.find(name)
        for moment in (job.submitted_at, job.ended_at):
            self.assertLess(moment - before, timedelta(minutes=5))

    def test_what_is_no_job_is_refused_in_words_and_all_else_is_stored(self):
        good = {'uuid': new_uuid(), 'kind': 'receipt', 'state': 'done'}
        for wrong, words in (
            ({'state': 'printed'}, "state has to be one of"),
            ({'uuid': "1"}, "uuid has to be a UUID"),
            ({'uuid': None}, "uuid has to be a UUID"),
            ({'kind': ['raw']}, "kind has to be one of"),
            ({'document': "a\0b"}, "document has to be text"),
            ({'message': "x" * 1001}, "message has to be text"),
            ({'sent': 1 << 40}, "sent has to be a number"),
            ({'ended_at': float('inf')}, "ended_at has to be a number"),
            ({'accepted_at': -1}, "accepted_at has to be a number"),
        ):
            bad = {**good, 'uuid': new_uuid(), **wrong}
            with self.subTest(wrong):
                answer = self.jobs._report_for(self.proxy, self.told({'jobs': [bad, good]}))
                self.assertEqual(answer['known'], [good['uuid']])
                [refused] = answer['refused']
                self.assertEqual(refused['uuid'], bad['uuid'])
                self.assertIn(words, refused['message'])
                self.assertFalse(self.find(bad['uuid']))

    def test_what_is_no_list_of_jobs_is_refused(self):
        for jobs in (None, {}, ["x"], [{}] * 201):
            with self.assertRaises(ValidationError):
                self.jobs._report_for(self.proxy, self.told({'jobs': jobs}))

    def test_the_content_goes_when_it_is_printed_and_stays_when_it_is_not(self):
        done, failed = self.order(), self.order()
        self.report({'uuid': done.uuid, 'state': 'done'}, {'uuid': failed.uuid, 'state': 'failed'})
        self.assertFalse(done.content)
        self.assertTrue(failed.content)

    def test_the_content_of_what_is_printed_stays_where_the_settings_say_so(self):
        self.env['ir.config_parameter'].set_param('pos_hardware.keep_content', True)
        job = self.order()
        self.report({'uuid': job.uuid, 'state': 'done'})
        self.assertTrue(job.content)

    def test_a_long_report_takes_few_queries(self):
        rows = [{'uuid': new_uuid(), 'state': 'done', **LATE} for _number in range(200)]
        self.env.flush_all()
        with self.assertQueryCount(30):
            self.report(*rows)
            self.env.flush_all()
