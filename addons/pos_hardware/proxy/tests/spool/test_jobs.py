"""What is on disk when: the life of a job, its name, and when it is forgotten."""

import threading
from dataclasses import replace
from unittest import mock

from pos_hardware_proxy.contracts import JobKind, JobState
from pos_hardware_proxy.errors import BadInput
from pos_hardware_proxy.spool import MAX_CONTENT

from .case import SpoolCase


class TestLife(SpoolCase):
    def test_what_was_accepted_is_there_after_the_process_died(self):
        job = self.accept(b'content')
        self.reopen()
        self.assertEqual(self.spool.queued('bar'), [job])
        self.assertEqual(self.spool.content(job.uuid), b'content')
        self.assertEqual(self.spool.recover(), [])
        self.assertEqual(self.spool.job(job.uuid).state, JobState.QUEUED)

    def test_what_was_started_is_unknown_after_the_process_died(self):
        job = self.accept()
        self.spool.start(job.uuid)
        self.reopen()
        (recovered,) = self.spool.recover()
        self.assertEqual((recovered.uuid, recovered.state), (job.uuid, JobState.UNKNOWN))
        self.assertEqual(self.spool.job(job.uuid), recovered)
        self.assertEqual(self.spool.queued('bar'), [])

    def test_what_waits_for_a_printer_that_is_gone_fails(self):
        job = self.accept()
        self.assertEqual(self.spool.recover(['bar']), [])
        self.reopen()
        (ended,) = self.spool.recover(['kitchen'])
        self.assertEqual((ended.state, ended.code), (JobState.FAILED, 'unknown_printer'))
        self.assertEqual(self.spool.job(job.uuid), ended)
        self.assertEqual(self.spool.queued('bar'), [])

    def test_an_end_is_there_after_the_process_died(self):
        job = self.print(JobState.FAILED, code='paper_out', message="No paper", sent=0)
        self.reopen()
        self.assertEqual(self.spool.job(job.uuid), job)
        self.assertEqual((job.code, job.message), ('paper_out', "No paper"))

    def test_accepting_starting_and_ending_what_was_not_started_are_synced(self):
        real, seen = self.spool._database.transaction, []

        def transaction(*, synced):
            seen.append(synced)
            return real(synced=synced)

        with mock.patch.object(self.spool._database, 'transaction', transaction):
            self.print()
            self.assertEqual(seen, [True, True, False])
            job = self.accept()
            self.spool.finish(job.uuid, JobState.FAILED)
            self.assertEqual(seen[3:], [True, True])

    def test_synced_means_that_sqlite_syncs_at_the_commit(self):
        for synced, level in ((True, 2), (False, 1)):
            with self.spool._database.transaction(synced=synced) as connection:
                self.assertEqual(connection.execute('PRAGMA synchronous').fetchone()[0], level)

    def test_a_job_starts_once_and_ends_once(self):
        job = self.accept()
        self.spool.start(job.uuid)
        self.refused('state', self.spool.start, job.uuid)
        self.spool.finish(job.uuid, JobState.DONE)
        self.refused('state', self.spool.start, job.uuid)
        self.refused('state', self.spool.finish, job.uuid, JobState.FAILED)
        self.refused('state', self.spool.finish, 'nobody', JobState.FAILED)

    def test_the_content_goes_when_it_is_printed_and_stays_when_it_is_not(self):
        self.refused('gone', self.spool.content, self.print().uuid)
        job = self.print(JobState.UNKNOWN)
        self.assertEqual(self.spool.content(job.uuid), b'receipt')

    def test_jobs_are_listed_by_printer_the_newest_first(self):
        first, other, second = self.accept(), self.accept(device='kitchen'), self.accept()
        self.assertEqual(self.spool.jobs(9, 'bar'), [second, first])
        self.assertEqual(self.spool.jobs(2), [second, other])
        self.assertEqual(self.spool.queued('bar'), [first, second])


class TestIdentity(SpoolCase):
    def test_a_printer_may_hold_a_part_of_an_unknown_job_until_one_is_printed(self):
        first, second = self.accept(), self.accept()
        for job in (second, first):  # printed in another order than they were accepted
            self.assertFalse(self.spool.has_rest('bar'))
            self.spool.start(job.uuid)
            if job is second:
                self.spool.finish(job.uuid, JobState.DONE)
        for _ in range(150):
            self.accept()
        self.reopen()
        self.spool.recover()
        self.spool.finish(self.accept().uuid, JobState.FAILED)
        self.reopen()
        self.assertEqual(self.spool.recover(), [])
        self.assertTrue(self.spool.has_rest('bar'))
        self.assertFalse(self.spool.has_rest('kitchen'))
        self.print()
        self.assertFalse(self.spool.has_rest('bar'))
        self.spool.keep_rest('bar')
        self.reopen()
        self.assertTrue(self.spool.has_rest('bar'))

    def test_the_same_request_twice_is_one_job(self):
        request = self.request()
        job, _new = self.spool.accept(request)
        self.assertEqual(self.spool.accept(request), (job, False))

    def test_twenty_threads_with_one_uuid_get_one_new_job(self):
        request, start, found = self.request(), threading.Barrier(20), []

        def accept():
            start.wait()
            found.append(self.spool.accept(request)[1])

        threads = [threading.Thread(target=accept) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(sorted(found), [False] * 19 + [True])
        self.assertEqual(len(self.spool.queued('bar')), 1)

    def test_a_uuid_names_one_content_one_kind_and_one_printer(self):
        request = self.request()
        self.spool.accept(request)
        for change in ({'content': b'x'}, {'kind': JobKind.IMAGE}, {'device': 'kitchen'}):
            with self.subTest(change), self.assertRaises(BadInput) as caught:
                self.spool.accept(replace(request, **change))
            self.assertEqual(caught.exception.code, 'uuid_reused')

    def test_what_is_too_large_or_has_no_name_is_refused(self):
        self.refused('too_large', self.spool.accept, self.request(bytes(MAX_CONTENT + 1)))
        for uuid in ('', 'x' * 101, 'a\nb', '\ud800'):
            self.refused('uuid', self.spool.accept, replace(self.request(), uuid=uuid))
        self.assertEqual(self.spool.jobs(9), [])


class TestForgetting(SpoolCase):
    def test_jobs_are_forgotten_by_number_but_never_while_they_are_open(self):
        self.reopen(keep=5)
        waiting, started = self.accept(), self.accept()
        self.spool.start(started.uuid)
        printed = [self.print() for _ in range(10)]
        uuids = {job.uuid for job in self.spool.jobs(100)}
        self.assertEqual(uuids, {waiting.uuid, started.uuid} | {job.uuid for job in printed[5:]})
        self.assertEqual(self.spool.content(waiting.uuid), b'receipt')

    def test_contents_of_failed_jobs_go_long_before_their_uuids(self):
        with mock.patch('pos_hardware_proxy.spool.spool.KEEP_CONTENTS', 3):
            failed = [self.print(JobState.FAILED) for _ in range(5)]
        kept = self.spool._database.rows('SELECT count(*) FROM content')[0][0]
        self.assertEqual(kept, 3)
        self.refused('gone', self.spool.content, failed[0].uuid)
        self.assertEqual(self.spool.job(failed[0].uuid), failed[0])

    def test_a_clock_that_is_set_back_changes_nothing_but_the_times_shown(self):
        self.reopen(keep=3)
        first = self.accept()
        with mock.patch('time.time', return_value=1000.0):
            second = self.accept()
            printed = [self.print() for _ in range(5)]
        third = self.accept()
        self.assertEqual(self.spool.queued('bar'), [first, second, third])
        self.assertEqual(self.spool.jobs(2), [third, printed[-1]])
        self.assertEqual(second.accepted_at, 1000.0)
