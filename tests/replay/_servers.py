"""Odoo processes of a replay's own beside the served one, and PostgreSQL as it sees them.

`ODOO_CONF` is the configuration that `scripts/replay` wrote: every process here uses it.
"""

import configparser
import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import psycopg2
from _outside import CLONE, XmlRpc, ports, serving

LOGS = CLONE / '.run/log'
SECONDS_TO_START = 60
CONNECTION = {'db_host': 'host', 'db_port': 'port', 'db_user': 'user', 'db_password': 'password'}
ANSWER = re.compile(r'^\S+ \S+ (\d+) .*"POST /(?:xmlrpc/2/object|my/)')
RETRY = re.compile(r'service\.model: (.*), \d tries left')
GIVEN_UP = 'maximum number of tries reached'


def read_conf():
    conf = configparser.ConfigParser(interpolation=None)
    conf.read(os.environ['ODOO_CONF'])
    return conf['options']


def connect(database):
    """Return a connection of our own, each statement a transaction."""
    conf = read_conf()
    known = {name: conf[key] for key, name in CONNECTION.items() if key in conf}
    connection = psycopg2.connect(dbname=database, application_name='replay', **known)
    connection.autocommit = True
    return connection


def ask(connection, query, *arguments):
    """Return all rows."""
    with connection.cursor() as cursor:
        cursor.execute(query, arguments)
        return cursor.fetchall()


def start_odoo(
    database, log, *options, program=('-m', 'odoo'), command='server', stdin=subprocess.DEVNULL
):
    """Start an Odoo process that dies with us, even when we are killed."""
    odoo = [sys.executable, *program, command, '-c', os.environ['ODOO_CONF']]
    with log.open('a') as file:
        return subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', *odoo, '-d', database, *options],
            cwd=CLONE,
            stdin=stdin,
            stdout=file,
            stderr=file,
        )


def kill(process):
    process.kill()
    process.wait()


# === SEVERAL SERVERS OF ONE DATABASE === #


class Server:
    """One Odoo process that answers requests and runs no scheduled action by itself.

    :param number: or word, that stands in the name of its log
    :param program: arguments of Python that start Odoo
    """

    def __init__(self, number, database=None, program=('-m', 'odoo')):
        self.database = database or os.environ['ODOO_DB']
        self.port = ports.find_free(0)
        self.url = f'http://127.0.0.1:{self.port}'
        self.log = LOGS / f'replay-process-{number}.log'
        self.log.unlink(missing_ok=True)
        options = ['--http-port', str(self.port), '--workers', '0', '--max-cron-threads', '0']
        options.append(f'--db-filter=^{self.database}$')
        self.process = start_odoo(self.database, self.log, *options, program=program)

    def wait(self):
        """Wait until this very process answers, and has loaded what it needs to."""
        end = time.monotonic() + SECONDS_TO_START
        while not ports.is_owner(self.port, self.process.pid):
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"An Odoo process did not start to serve: see {self.log}.")
            time.sleep(0.1)
        if not serving.wait_for(f'{self.url}/web/login'):
            raise RuntimeError(f"An Odoo process does not answer: see {self.log}.")

    def knock(self, login=None, password=None):
        """Return the door of this process for a user; the administrator by default."""
        return XmlRpc(
            self.url,
            self.database,
            login or os.environ['ODOO_LOGIN'],
            password or os.environ['ODOO_PASSWORD'],
        )


@contextmanager
def serve(count):
    """Serve the database by so many processes, and end them."""
    LOGS.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        servers = [Server(number + 1) for number in range(count)]
        for server in servers:
            stack.callback(kill, server.process)
        with ThreadPoolExecutor(count) as pool:
            list(pool.map(Server.wait, servers))
        yield servers


class Witness:
    """What the processes and PostgreSQL say about the time since they were last asked."""

    def __init__(self, servers):
        self._offsets = {server.log: 0 for server in servers}
        self._connection = connect(os.environ['ODOO_DB'])
        self.ask()

    def ask(self):
        """Return who answered how often, what was repeated and why, and what was given up."""
        lines = [line for log in self._offsets for line in self._read_new(log)]
        answers = Counter(match[1] for match in map(ANSWER.match, lines) if match)
        retries = Counter(match[1] for match in map(RETRY.search, lines) if match)
        given_up = [line for line in lines if GIVEN_UP in line]
        return answers, retries, given_up

    def _read_new(self, log):
        with log.open(errors='replace') as file:
            file.seek(self._offsets[log])
            text = file.read()
            self._offsets[log] = file.tell()
        return text.splitlines()

    def count_deadlocks(self):
        """Return how many deadlocks PostgreSQL has broken in this database so far."""
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        [(count,)] = ask(self._connection, query)
        return count


def tell(line):
    sys.stdout.write(f'{line}\n')


def tell_what_was_seen(witness, deadlocks_before):
    """Tell who answered and what was repeated; return what should not have been."""
    answers, retries, given_up = witness.ask()
    deadlocks = witness.count_deadlocks() - deadlocks_before
    processes = ", ".join(f"{pid}: {times}" for pid, times in sorted(answers.items()))
    repeated = ", ".join(f"{times} times {why}" for why, times in retries.most_common())
    tell(f"    requests answered by process {processes}")
    tell(f"    repeated by the server: {repeated or 'nothing'}; deadlocks broken: {deadlocks}")
    wrong = ["only one process answered"] * (len(answers) < 2)
    return wrong + [f"given up: {line}" for line in given_up]
