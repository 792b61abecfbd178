"""Jobs on disk: accepted once, started once, ended once, whatever happens to the process."""

import threading
import time
from dataclasses import asdict, replace

from ..contracts import Job, JobKind, JobState
from ..errors import BadInput, ProxyError
from .database import Database
from .digest import digest_of

# Jobs that are remembered after their end, so that a uuid that comes again is known: a year of a
# busy till, some 30 MB. Counted, not aged: a clock that is set back or forth forgets nothing.
KEEP = 100_000

# Contents that are kept of jobs that did not print, to look into them; those that printed keep
# none.
KEEP_CONTENTS = 100

OPEN = "state IN ('queued', 'sending')"
KEEP_REST = 'INSERT OR IGNORE INTO rest VALUES (?)'


class Spool:
    """The jobs of all printers of this proxy. Every method may be called by any thread.

    :param path: file of the database; it is created with its directory.
    :param int keep: how many jobs are remembered, open ones not counted.
    :raise ProxyError: 'spool', in every method, when the disk does not do what it must.
    """

    def __init__(self, path, *, keep=KEEP):
        self._keep = keep
        self._lock = threading.RLock()
        self._database = Database(path)
        # Ends that could not be written (disk full), by uuid: see `finish`.
        self._unwritten = {}

    def close(self):
        with self._lock:
            self._database.close()

    def accept(self, request, *, started=False):
        """Put a job on the disk itself; it is there when this returns.

        :param bool started: take a new one to `sending` in the same commit, see `start`.
        :return: the job, and whether it is new (else it is the earlier one with this uuid).
        :raise BadInput: 'uuid_reused' for another content under a known uuid, 'too_large', 'uuid'.
        """
        digest = digest_of(request)
        with self._lock:
            row = self._row(request.uuid)
            if row is None:
                state = JobState.SENDING if started else JobState.QUEUED
                return self._insert(request, digest, state), True
            if row['hash'] != digest:
                raise BadInput(
                    'uuid_reused',
                    "This uuid was used for another content: give each job a uuid of its own",
                )
            return self._job(row), False

    def _insert(self, request, digest, state):
        job = Job(
            request.uuid,
            request.device,
            request.kind,
            state,
            accepted_at=time.time(),
            document=request.document,
        )
        with self._database.transaction(synced=True) as connection:
            cursor = connection.execute(
                'INSERT INTO job (uuid, hash, device, kind, state, accepted_at, document)'
                ' VALUES (?, ?, ?, ?, ?, ?, ?)',
                (job.uuid, digest, job.device, job.kind, job.state, job.accepted_at, job.document),
            )
            connection.execute(
                'INSERT INTO content VALUES (?, ?)', (cursor.lastrowid, request.content)
            )
        return job

    def content(self, uuid):
        """Return the bytes that were accepted.

        :raise ProxyError: 'gone' when the job printed, is long past, or never was.
        """
        with self._lock:
            rows = self._database.rows(
                'SELECT content FROM content JOIN job USING (seq) WHERE uuid = ?', uuid
            )
        if not rows:
            raise ProxyError('gone', "The content of this job is not kept any more")
        return rows[0]['content']

    def start(self, uuid):
        """Take a queued job to `sending`, on the disk itself: from here on it is never sent again.

        :raise ProxyError: 'spool'; then not a byte may be sent. 'state' if it is not queued.
        """
        with self._lock, self._database.transaction(synced=True) as connection:
            cursor = connection.execute(
                "UPDATE job SET state = 'sending' WHERE uuid = ? AND state = 'queued'", (uuid,)
            )
            if cursor.rowcount != 1:
                raise ProxyError('state', f"The job {uuid} is not waiting to be printed")

    def finish(self, uuid, state, *, code='', message='', confirmed=False, sent=0):
        """End an open job and return it.

        The end of a job that was started needs no sync: a power cut that takes it back leaves
        `sending`, which `recover` makes `unknown`. Nor does it need the disk to have room: it is
        kept in memory and written with the next one. But the end of a job that is still queued must
        be on the disk itself, or it would come back as queued and print after somebody was told it
        failed.

        :raise ProxyError: 'spool' if a queued job cannot be ended; it stays queued. 'state' if the
            job has ended, or never was.
        """
        with self._lock:
            row = self._row(uuid)
            earlier = row and self._job(row)
            if row is None or earlier.state.ended:
                raise ProxyError('state', f"The job {uuid} is not open")
            job = replace(
                earlier,
                state=state,
                code=code,
                message=message,
                confirmed=confirmed,
                sent=sent,
                ended_at=time.time(),
            )
            if earlier.state == JobState.QUEUED:
                self._write_ends([job], synced=True)
            else:
                self._end_started(job)
            return job

    def _end_started(self, job):
        self._unwritten[job.uuid] = job
        try:
            self._write_ends(self._unwritten.values(), synced=False)
        except ProxyError:
            return  # told by the next `accept`, which needs the disk; the end itself is not lost
        self._unwritten.clear()

    def _write_ends(self, jobs, *, synced):
        with self._database.transaction(synced=synced) as connection:
            for job in jobs:
                connection.execute(
                    'UPDATE job SET state = :state, code = :code, message = :message, sent = :sent,'
                    ' confirmed = :confirmed, ended_at = :ended_at WHERE uuid = :uuid',
                    asdict(job),
                )
                if job.state == JobState.UNKNOWN:
                    connection.execute(KEEP_REST, (job.device,))
                elif job.state == JobState.DONE:
                    connection.execute('DELETE FROM rest WHERE device = ?', (job.device,))
                    connection.execute(
                        'DELETE FROM content WHERE seq = (SELECT seq FROM job WHERE uuid = ?)',
                        (job.uuid,),
                    )
            self._prune(connection)

    def _prune(self, connection):
        """Forget what is far enough behind the last job, but nothing that is open."""
        last = connection.execute('SELECT max(seq) FROM job').fetchone()[0]
        for table, kept in (('content', min(KEEP_CONTENTS, self._keep)), ('job', self._keep)):
            connection.execute(
                f'DELETE FROM {table} WHERE seq <= ?'
                f' AND seq NOT IN (SELECT seq FROM job WHERE {OPEN})',
                (last - kept,),
            )

    def job(self, uuid):
        """Return the job of this uuid, or None."""
        with self._lock:
            row = self._row(uuid)
            return row and self._job(row)

    def jobs(self, limit, device=None):
        """Return the last jobs, of one device or of all, the newest first."""
        with self._lock:
            rows = self._database.rows(
                'SELECT * FROM job WHERE device = ?1 OR ?1 IS NULL ORDER BY seq DESC LIMIT ?2',
                device,
                limit,
            )
            return [self._job(row) for row in rows]

    def queued(self, device):
        """Return the jobs that this printer has to print, in the order of their acceptance."""
        with self._lock:
            rows = self._database.rows(
                f"SELECT * FROM job WHERE {OPEN} AND state = 'queued' AND device = ? ORDER BY seq",
                device,
            )
            return [self._job(row) for row in rows]

    def has_rest(self, device):
        """Tell whether a job of this printer ended as `unknown`, and none was printed after that.

        Kept apart from the jobs: their numbers are the order of acceptance, not of printing.
        """
        with self._lock:
            return bool(self._database.rows('SELECT 1 FROM rest WHERE device = ?', device))

    def keep_rest(self, device):
        """Remember, on the disk itself, that this printer may hold a part of what is sent next."""
        with self._lock, self._database.transaction(synced=True) as connection:
            connection.execute(KEEP_REST, (device,))

    def report_to(self, reader):
        """Begin to report to this reader; what happened before, and was told another, is not.

        :param str reader: a word for it; the same one again goes on where it was.
        """
        with self._lock:
            if self._database.rows('SELECT 1 FROM reader WHERE name = ?', reader):
                return
            with self._database.transaction(synced=False) as connection:
                connection.execute('DELETE FROM reader')
                connection.execute('INSERT INTO reader VALUES (?)', (reader,))
                connection.execute('UPDATE job SET told = state WHERE told <> state')

    def untold(self, after, limit):
        """Return jobs whose state the reader has not confirmed, the oldest first, with numbers.

        :param int after: the number to go on from, 0 at first.
        :return: list of (number, Job).
        """
        with self._lock:
            rows = self._database.rows(
                'SELECT * FROM job WHERE told <> state AND seq > ? ORDER BY seq LIMIT ?',
                after,
                limit,
            )
            return [(row['seq'], self._job(row)) for row in rows]

    def told(self, jobs):
        """Remember that the reader has confirmed these jobs, in the state that they had then.

        A power cut may take it back: they are told once more.
        """
        with self._lock, self._database.transaction(synced=False) as connection:
            connection.executemany(
                'UPDATE job SET told = ? WHERE uuid = ?', [(job.state, job.uuid) for job in jobs]
            )

    def tell_again(self, uuid):
        """Have a job reported once more; return whether its state was confirmed before."""
        with self._lock, self._database.transaction(synced=False) as connection:
            cursor = connection.execute(
                "UPDATE job SET told = '' WHERE uuid = ? AND told = state", (uuid,)
            )
            return cursor.rowcount == 1

    def recover(self, devices=None):
        """End what an earlier process left in the middle as `unknown`; return the jobs ended.

        To be called once, before any printer starts. Queued jobs stay queued, but those of printers
        not among `devices` fail: one might come back in a year, and print them then.
        """
        with self._lock:
            rows = self._database.rows(f'SELECT * FROM job WHERE {OPEN}')
            jobs = [job for row in rows if (job := _left_behind(self._job(row), devices))]
            if jobs:
                self._write_ends(jobs, synced=True)
            return jobs

    def _row(self, uuid):
        rows = self._database.rows('SELECT * FROM job WHERE uuid = ?', uuid)
        return rows[0] if rows else None

    def _job(self, row):
        return self._unwritten.get(row['uuid']) or Job(
            uuid=row['uuid'],
            device=row['device'],
            kind=JobKind(row['kind']),
            state=JobState(row['state']),
            code=row['code'],
            message=row['message'],
            confirmed=bool(row['confirmed']),
            sent=row['sent'],
            accepted_at=row['accepted_at'],
            ended_at=row['ended_at'],
            document=row['document'],
        )


def _left_behind(job, devices):
    """Return the end of a job that nobody will go on with; None when its printer takes it up."""
    if job.state is JobState.SENDING:
        state, code = JobState.UNKNOWN, 'interrupted'
        message = "The proxy stopped while this was printing: look at the paper"
    elif devices is not None and job.device not in devices:
        state, code = JobState.FAILED, 'unknown_printer'
        message = "Its printer is not configured any more: print it again, on another"
    else:
        return None
    return replace(job, state=state, code=code, message=message, ended_at=time.time())
