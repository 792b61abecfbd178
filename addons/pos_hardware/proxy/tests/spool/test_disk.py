"""What a disk that fails does to whom."""

import sqlite3
import subprocess
import sys
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.contracts import JobState
from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.spool import Spool

from .case import SpoolCase

LARGE = bytes(500_000)
ROOT = Path(__file__).resolve().parents[2]


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
