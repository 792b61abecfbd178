"""Which jobs the reader of reports has not confirmed."""

import sqlite3
from dataclasses import replace
from unittest import mock

from pos_hardware_proxy.contracts import JobState

from .case import SpoolCase

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


class TestReports(SpoolCase):
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
