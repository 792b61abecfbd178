"""The nightly run, killed at random points and taken up by a new process, comes to the same end.

A ledger of five chunks is made once. Each round copies the database, lets an Odoo process of its
own begin the scheduled action, kills it (SIGKILL), and starts another one, until the night is over.
"""

import os
import random
import signal
import sys
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from _night import Ledger, compare, read_end
from _servers import LOGS, ask, connect, kill, serve, start_odoo, tell

KILLS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
# A third kill before the first chunk would make Odoo put the action off for an hour.
KILLS_PER_NIGHT = (1, 2)
SECONDS_FOR_A_NIGHT = 180
LOG = LOGS / 'replay-night.log'
SMALL_CHUNKS = Path(__file__).with_name('_small_chunks.py')
BEGUN = "SELECT COALESCE(MAX(id), 0) FROM ir_cron_progress"
AWAKE = """
UPDATE ir_cron SET active = TRUE
  FROM ir_act_server action JOIN ir_model model ON model.id = action.model_id
 WHERE action.id = ir_actions_server_id AND model.model = 'collection.run'
RETURNING ir_cron.id
"""
OVER = "SELECT bool_and(nextcall > NOW() AT TIME ZONE 'UTC') FROM ir_cron WHERE active"
DONE = """
SELECT (SELECT state FROM collection_run WHERE is_scheduled),
       (SELECT COUNT(*) FROM collection_item JOIN collection_run run ON run.id = run_id
         WHERE run.is_scheduled)
"""


class Night:
    """A copy of the ledger's database, in which the night comes."""

    def __init__(self, database):
        self.database = database
        self.connection = connect(database)
        ask(self.connection, AWAKE)
        # Odoo's scheduler listens in this database for work in any other one.
        self.bell = connect('postgres')

    def begin(self):
        """Start a process for scheduled actions; return it when the run has begun."""
        [(before,)] = ask(self.connection, BEGUN)
        options = ['--no-http', '--workers', '0', '--max-cron-threads', '1']
        process = start_odoo(self.database, LOG, *options, program=[SMALL_CHUNKS])
        self.wait(lambda: ask(self.connection, BEGUN) != [(before,)], 0.002, process)
        return process

    def wait(self, is_true, pause, process):
        end = time.monotonic() + SECONDS_FOR_A_NIGHT
        rung = 0
        while not is_true():
            if time.monotonic() > end or process.poll() is not None:
                process.send_signal(signal.SIGQUIT)  # Odoo writes into its log where it stands
                time.sleep(1)
                kill(process)
                raise RuntimeError(f"The night did not go on: see {LOG}.")
            if time.monotonic() - rung > 0.2:
                rung = time.monotonic()
                ask(self.bell, "SELECT pg_notify('cron_trigger', %s)", self.database)
            time.sleep(pause)

    def live(self):
        """Let the night pass; return how long the run took."""
        process = self.begin()
        start = time.monotonic()
        self.wait(self.is_over, 0.01, process)
        kill(process)
        return time.monotonic() - start

    def is_over(self):
        return ask(self.connection, OVER) == [(True,)]

    def interrupt(self, seconds):
        """Begin, kill after some seconds, and return what was reached; None if all was done."""
        process = self.begin()
        time.sleep(seconds)
        kill(process)
        self.wait_for_postgres()
        [(state, items)] = ask(self.connection, DONE)
        return None if self.is_over() else (state, items)

    def wait_for_postgres(self):
        """Wait until PostgreSQL has noticed that its client is dead."""
        others = (
            "SELECT 1 FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name LIKE 'odoo-%%'"
        )
        while ask(self.connection, others):
            time.sleep(0.01)


class Nights:
    def __init__(self):
        self.source = os.environ['ODOO_DB']
        self.copy = f'{self.source}_night'
        self.postgres = connect('postgres')
        self.random = random.Random(SEED)
        self.killed = []

    @contextmanager
    def new_night(self):
        """Give a copy of the ledger's database; the served Odoo loses its idle connections."""
        self.drop()
        self.make_copy()
        night = Night(self.copy)
        try:
            yield night
        finally:
            night.connection.close()
            night.bell.close()
            self.drop()

    def make_copy(self):
        self.allow_connections(False)
        end_connections(self.postgres, self.source)
        try:
            ask_nothing(self.postgres, f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.source}"')
        finally:
            self.allow_connections(True)

    def allow_connections(self, allowed):
        name = self.source
        ask_nothing(self.postgres, f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')

    def drop(self):
        ask_nothing(self.postgres, f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')

    def hold(self):
        """Live one night in peace, then nights with kills; return what differed."""
        with self.new_night() as night:
            self.seconds = night.live()
            expected = read_end(night.connection)
        tell(f"An undisturbed night: {self.seconds:.1f} s, {describe(expected)}")
        wrong = []
        while len(self.killed) < KILLS:
            wrong += self.hold_one(expected)
        return wrong

    def hold_one(self, expected):
        with self.new_night() as night:
            reached = list(self.interrupt(night))
            if not night.is_over():
                night.live()
            wrong = compare(expected, read_end(night.connection))
        tell(f"killed {'; '.join(reached)}: {wrong or 'the same end'}")
        return wrong

    def interrupt(self, night):
        """Kill once or twice; give what each kill hit, until the night is over before one."""
        for _ in range(self.random.choice(KILLS_PER_NIGHT)):
            seconds = self.random.uniform(0, self.seconds)
            point = night.interrupt(seconds)
            if not point:
                yield f"after {seconds:.2f} s, too late"
                return
            self.killed.append(point)
            yield f"after {seconds:.2f} s: {point}"


def ask_nothing(connection, query):
    with connection.cursor() as cursor:
        cursor.execute(query)


def end_connections(connection, database):
    query = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    ask(connection, query, database)


def describe(end):
    return ", ".join(f"{len(rows)} {name}" for name, rows in end.items())


def main():
    with serve(1) as [server]:
        start = time.monotonic()
        Ledger(server.knock()).fill()
    tell(f"seed {SEED}; the ledger took {time.monotonic() - start:.0f} s")
    nights = Nights()
    wrong = nights.hold()
    tell(f"{len(nights.killed)} kills; what the run had reached (its state, items): how often")
    for point, times in sorted(Counter(nights.killed).items(), key=str):
        tell(f"    {point}: {times}")
    return wrong


if __name__ == '__main__':
    if main():
        sys.exit("A killed run came to another end.")
