"""What is on disk when, and what a disk that fails does to whom."""

import itertools
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.contracts import JobKind, JobRequest, JobState
from pos_hardware_proxy.errors import BadInput, ProxyError
from pos_hardware_proxy.spool import MAX_CONTENT, Spool

_numbers = itertools.count()

LARGE = bytes(500_000)

# As version 1 made it.
FIRST_SCHEMA = """
CREATE TABLE job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    uuid TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    device TEXT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    code TEXT NOT NULL DEFAULT '',
    message TEXT NOT NULL DEFAULT '',
    confirmed INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0,
    accepted_at REAL NOT NULL,
    ended_at REAL
);
CREATE INDEX job_open ON job (seq) WHERE state IN ('queued', 'sending');
CREATE TABLE content (seq INTEGER PRIMARY KEY REFERENCES job (seq), content BLOB NOT NULL);
CREATE TABLE rest (device TEXT PRIMARY KEY);
"""


ROOT = Path(__file__).resolve().parents[2]


class SpoolCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name) / 'new' / 'spool.sqlite'
        self.spool = self.open()

    def open(self, **options):
        spool = Spool(self.path, **options)
        self.addCleanup(spool.close)
        return spool

    def reopen(self, **options):
        self.spool.close()
        self.spool = self.open(**options)

    def request(self, content=b'receipt', device='bar'):
        return JobRequest(f'job-{next(_numbers)}', device, JobKind.RAW, content)

    def accept(self, content=b'receipt', device='bar'):
        job, new = self.spool.accept(self.request(content, device))
        self.assertTrue(new)
        return job

    def print(self, state=JobState.DONE, **details):
        job = self.accept()
        self.spool.start(job.uuid)
        return self.spool.finish(job.uuid, state, **details)

    def refused(self, code, function, *values, **named):
        with self.assertRaises(ProxyError) as caught:
            function(*values, **named)
        self.assertEqual(caught.exception.code, code)
        return caught.exception


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


class TestDisk(SpoolCase):
    def fill(self):
        pages = self.spool._database.rows('PRAGMA page_count')[0][0]
        self.spool._database.rows(f'PRAGMA max_page_count = {pages}')

    def free(self):
        self.spool._database.rows('PRAGMA max_page_count = 100000')

    def test_a_full_disk_accepts_nothing_and_says_what_to_do(self):
        earlier = self.accept()
        self.fill()
        error = self.refused('spool', self.spool.accept, self.request(LARGE))
        self.assertIn('full', error.message)
        self.free()
        self.assertEqual(self.spool.jobs(9), [earlier])
        self.accept(LARGE)

    def failing(self):
        """Let every commit fail as on a disk without room."""
        error = ProxyError('spool', "full")
        return mock.patch.object(self.spool._database, 'transaction', side_effect=error)

    def test_the_end_of_a_started_job_outlives_a_full_disk(self):
        job = self.accept()
        self.spool.start(job.uuid)
        with self.failing():
            done = self.spool.finish(job.uuid, JobState.DONE, confirmed=True)
            self.assertEqual(done.state, JobState.DONE)
            self.assertEqual(self.spool.job(job.uuid), done)
            self.assertEqual(self.spool.jobs(9), [done])
        self.print()
        self.reopen()
        self.assertEqual(self.spool.recover(), [])
        self.assertEqual(self.spool.job(job.uuid), done)

    def test_the_end_of_a_queued_job_is_not_told_unless_it_is_on_disk(self):
        job = self.accept()
        with self.failing():
            self.refused('spool', self.spool.finish, job.uuid, JobState.FAILED)
            self.refused('spool', self.spool.start, job.uuid)
        self.assertEqual(self.spool.queued('bar'), [job])

    def test_another_process_is_refused(self):
        code = (
            'import sys; from pos_hardware_proxy.spool import Spool\n'
            'try: Spool(sys.argv[1])\n'
            'except Exception as error: print(error.code, error)\n'
        )
        command = [sys.executable, '-c', code, str(self.path)]
        run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        self.assertTrue(run.stdout.startswith('spool Another proxy'), run)
        self.spool.close()
        run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        self.assertEqual(run.stdout, '')

    def test_a_file_that_somebody_locks_is_told(self):
        self.spool._database._connection.execute('PRAGMA busy_timeout = 10')
        other = sqlite3.connect(self.path, isolation_level=None)
        self.addCleanup(other.close)
        other.execute('BEGIN EXCLUSIVE')
        error = self.refused('spool', self.spool.accept, self.request())
        self.assertIn('Another program', error.message)
        other.execute('ROLLBACK')
        self.accept()

    def test_a_damaged_file_is_told(self):
        self.spool.close()
        self.path.write_bytes(b'no database' * 1000)
        error = self.refused('spool', Spool, self.path)
        self.assertIn('damaged', error.message)
        self.path.unlink()
        self.spool = self.open()

    def test_a_file_of_a_newer_proxy_is_left_alone(self):
        self.spool._database.rows('PRAGMA user_version = 99')
        self.spool.close()
        self.assertIn('version 99', self.refused('spool', Spool, self.path).message)

    def test_a_place_that_cannot_be_written_is_told(self):
        self.refused('spool', Spool, self.path / 'below a file')

    def test_the_file_does_not_grow_while_jobs_come_and_go(self):
        for _ in range(20):
            job = self.accept(LARGE)
            self.spool.start(job.uuid)
            self.spool.finish(job.uuid, JobState.DONE)
        pages = self.spool._database.rows('PRAGMA page_count')[0][0]
        self.assertLess(pages * 4096, 3 * len(LARGE))


class TestReports(SpoolCase):
    """Which jobs the reader of reports has not confirmed."""

    def untold(self, after=0, limit=50):
        return [job.uuid for _number, job in self.spool.untold(after, limit)]

    def tell_all(self):
        self.spool.told([job for _number, job in self.spool.untold(0, 50)])

    def test_a_job_is_news_in_every_state_until_that_is_confirmed(self):
        job = self.accept()
        self.assertEqual(self.untold(), [job.uuid])
        self.tell_all()
        self.assertEqual(self.untold(), [])
        self.spool.start(job.uuid)
        self.assertEqual(self.untold(), [job.uuid])
        self.tell_all()
        self.spool.finish(job.uuid, JobState.DONE)
        self.reopen()
        ((_number, told),) = self.spool.untold(0, 50)
        self.assertEqual((told.uuid, told.state), (job.uuid, JobState.DONE))
        self.tell_all()
        self.reopen()
        self.assertEqual(self.untold(), [])

    def test_a_state_that_changed_while_it_was_told_is_news_again(self):
        job = self.accept()
        self.spool.start(job.uuid)
        told = [self.spool.job(job.uuid)]
        self.spool.finish(job.uuid, JobState.DONE)
        self.spool.told(told)
        self.assertEqual(self.untold(), [job.uuid])

    def test_they_come_in_parts_in_their_order(self):
        jobs = [self.accept() for _ in range(5)]
        numbered = self.spool.untold(0, 2)
        self.assertEqual([job for _number, job in numbered], jobs[:2])
        self.assertEqual(self.untold(numbered[-1][0]), [job.uuid for job in jobs[2:]])

    def test_what_is_to_be_told_again_is_news(self):
        job = self.print()
        self.tell_all()
        self.assertTrue(self.spool.tell_again(job.uuid))
        self.assertEqual(self.untold(), [job.uuid])
        self.assertFalse(self.spool.tell_again(job.uuid))

    def test_a_new_reader_hears_nothing_of_what_was_before(self):
        self.print()
        self.spool.report_to('one')
        self.assertEqual(self.untold(), [])
        job = self.print()
        self.reopen()
        self.spool.report_to('one')
        self.assertEqual(self.untold(), [job.uuid])
        self.spool.report_to('other')
        self.assertEqual(self.untold(), [])

    def test_a_label_is_kept_and_is_not_what_tells_jobs_apart(self):
        request = replace(self.request(), document="Receipt 00012-001")
        self.spool.accept(request)
        again, new = self.spool.accept(replace(request, document="other"))
        self.assertEqual((again.document, new), ("Receipt 00012-001", False))

    def test_a_file_of_the_first_version_is_taken_over(self):
        self.spool.close()
        self.path.unlink()
        old = sqlite3.connect(self.path)
        old.executescript(FIRST_SCHEMA + 'PRAGMA user_version = 1;')
        row = ('old', bytes(32), 'bar', 'raw', 'queued', '', '', 0, 0, 7.0, None)
        old.execute(f"INSERT INTO job VALUES (1{', ?' * len(row)})", row)
        old.execute("INSERT INTO content VALUES (1, 'receipt')")
        old.commit()
        old.close()
        self.spool = self.open()
        (job,) = self.spool.queued('bar')
        self.assertEqual((job.uuid, job.accepted_at, job.document), ('old', 7.0, ''))
        self.assertEqual(self.untold(), [])
        self.spool.start('old')
        self.assertEqual(self.untold(), ['old'])
        self.spool.close()
        with mock.patch('pos_hardware_proxy.spool.database.MIGRATIONS', {}):
            self.spool = self.open()
