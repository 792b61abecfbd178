"""The SQLite file of the spool: opened by one process, its failures told as sentences."""

import contextlib
import sqlite3
from pathlib import Path

from ..errors import ProxyError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

SCHEMA_VERSION = 2

# The file can never grow past this: a disk that the spool filled would stop the whole till. It
# holds the contents that the spool keeps, at their greatest, with room for the rows.
MAX_FILE = 768 * 1024 * 1024
PAGE = 4096

# Seconds to wait for somebody who only looks (a backup, a 'sqlite3' at a prompt).
BUSY_TIMEOUT = 2

# `seq` is the order of acceptance: no clock, for clocks are set back. AUTOINCREMENT: a number is
# not used again after its row was deleted. The contents have a table of their own, so that reading
# states does not walk through pictures. `rest` has the printers that may hold a part of a job.
# `told` is the state that the `reader` of reports (the paired Odoo) has confirmed last.
SCHEMA = """
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
    ended_at REAL,
    document TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT ''
);
CREATE INDEX job_open ON job (seq) WHERE state IN ('queued', 'sending');
CREATE INDEX job_untold ON job (seq) WHERE told <> state;
CREATE TABLE content (seq INTEGER PRIMARY KEY REFERENCES job (seq), content BLOB NOT NULL);
CREATE TABLE rest (device TEXT PRIMARY KEY);
CREATE TABLE reader (name TEXT PRIMARY KEY);
"""

# From a version to the next one. Jobs of before there were reports are nobody's news.
MIGRATIONS = {
    1: """
ALTER TABLE job ADD COLUMN document TEXT NOT NULL DEFAULT '';
ALTER TABLE job ADD COLUMN told TEXT NOT NULL DEFAULT '';
UPDATE job SET told = state;
CREATE INDEX job_untold ON job (seq) WHERE told <> state;
CREATE TABLE reader (name TEXT PRIMARY KEY);
""",
}


@contextlib.contextmanager
def failures_told():
    """Turn what SQLite and the file system raise into a ProxyError 'spool'."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise ProxyError('spool', _sentence(error)) from error


def _sentence(error):
    name = getattr(error, 'sqlite_errorname', '') or ''
    if name.startswith('SQLITE_FULL') or getattr(error, 'errno', None) == 28:
        return "The disk of the till, or the spool, is full: free some space, then print again"
    if name.startswith('SQLITE_IOERR'):
        return f"The disk of the till fails ({name}): check its space and its health"
    if name.startswith(('SQLITE_BUSY', 'SQLITE_LOCKED')):
        return "Another program holds the spool's file: close it, then print again"
    if name.startswith(('SQLITE_CORRUPT', 'SQLITE_NOTADB')):
        return "The spool's file is damaged: move it away, then start the proxy again"
    return f"The spool cannot be used: {error}"


class Database:
    """A connection that may be used by every thread, one at a time (its user holds a lock)."""

    def __init__(self, path):
        """Open or create the file.

        :raise ProxyError: 'spool' if it cannot be used, or another process has it.
        """
        path = Path(path)
        with failures_told():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock_file = _lock(path)
            try:
                self._connection = sqlite3.connect(
                    path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False
                )
                self._prepare()
            except (sqlite3.Error, ProxyError):
                self.close()
                raise

    def _prepare(self):
        self._connection.row_factory = sqlite3.Row
        self._connection.execute('PRAGMA journal_mode = WAL')
        self._connection.execute(f'PRAGMA max_page_count = {MAX_FILE // PAGE}')
        version = self._connection.execute('PRAGMA user_version').fetchone()[0]
        if version == 0:
            version = self._change(SCHEMA, SCHEMA_VERSION)
        while version in MIGRATIONS:
            version = self._change(MIGRATIONS[version], version + 1)
        if version != SCHEMA_VERSION:
            raise ProxyError(
                'spool',
                f"The spool's file has version {version}, this proxy knows {SCHEMA_VERSION}:"
                " install the newer proxy, or move the file away",
            )

    def _change(self, statements, version):
        """Make tables those of a version, or leave them as they are; return the version."""
        self._connection.executescript(
            f'BEGIN; {statements} PRAGMA user_version = {version}; COMMIT;'
        )
        return version

    @contextlib.contextmanager
    def transaction(self, *, synced):
        """Commit what the block does, or nothing of it.

        :param bool synced: on the disk itself before this returns: it outlives a power cut.
            Otherwise it outlives the process only, and a power cut takes it back as a whole.
        """
        with failures_told():
            self._connection.execute(f'PRAGMA synchronous = {"FULL" if synced else "NORMAL"}')
            self._connection.execute('BEGIN IMMEDIATE')
            try:
                yield self._connection
                self._connection.execute('COMMIT')
            except BaseException:
                # SQLite itself rolls back when the disk is full: then no transaction is left.
                if self._connection.in_transaction:
                    self._connection.execute('ROLLBACK')
                raise

    def rows(self, query, *values):
        with failures_told():
            return self._connection.execute(query, values).fetchall()

    def close(self):
        if hasattr(self, '_connection'):
            self._connection.close()
        if self._lock_file:
            self._lock_file.close()


def _lock(path):
    """Refuse a file that another process has: two workers would print one job twice.

    A file of its own, because SQLite's locks are those of a process and vanish when any handle on
    its file is closed. The kernel frees it when the process dies, however it dies.
    """
    file = path.with_name(path.name + '.lock').open('ab')
    if fcntl:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            raise ProxyError(
                'spool', "Another proxy runs on this spool: stop it, or give this one its own file"
            ) from error
    return file
