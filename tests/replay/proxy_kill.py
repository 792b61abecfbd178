"""The hardware proxy is killed at random moments while tills print: nothing is lost or doubled.

`serve`, three printers and the clients are three processes; only the first is killed (SIGKILL), and
started again at once. Alone: python tests/replay/proxy_kill.py [JOBS [SEED]], with the packages of
the proxy and its folder beside this one. No Odoo.
"""

import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from _kill_audit import Papers, audit
from _kill_clients import PARTS, Book, Clients, Job, draw
from _kill_proxy import Proxy

JOBS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(10**6)
KILLS = max(JOBS // 10, 1)
SECONDS = 120 + JOBS
CLIENTS = 12
BURST = 150  # jobs of the slowest printer that wait on disk from the beginning
KILLED_AT_START = 0.15  # of all: before the proxy listens, so that recovery is hit as well
KILLED_EARLY = 0.15  # of all: in the first second, which brings logos and clears what was left
SECONDS_TO_START = 1.5
LONGEST_LIFE = 3  # seconds, when nothing comes onto paper
CONFIRMS = {'bar', 'kitchen'}
PRINTERS = ('bar', 'counter', 'kitchen')
LOGO = [b'U' * 40] * 400  # rows; half a second of the slowest printer, after every restart


def tell(*words):
    print(*words, flush=True)  # noqa: T201


@contextmanager
def printers(folder):
    """Give the ports of the printers, in a process that ends with the context."""
    program = Path(__file__).with_name('_kill_printers.py')
    with subprocess.Popen(
        [sys.executable, program, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield json.loads(process.stdout.readline())
        process.stdin.close()


class Killer:
    """Kills and restarts the proxy when so much more is on paper.

    Must run in the thread that lives longest: the kernel ends a process with its parent's thread.
    """

    def __init__(self, proxy, papers):
        self._proxy, self._papers = proxy, papers
        self._random = random.Random(SEED)
        marks = JOBS * sum(PARTS.values()) / len(PARTS)
        self._most = 2 * marks / KILLS
        self.kills, self.restarts = Counter(), []

    def start(self):
        begun = time.monotonic()
        self._proxy.spawn()
        while self.kills and self._random.random() < KILLED_AT_START:
            time.sleep(self._random.uniform(0, SECONDS_TO_START))
            self._kill("while starting")
            self._proxy.spawn()
            begun = time.monotonic()
        self._proxy.wait_until_it_answers()
        self.restarts.append(time.monotonic() - begun)

    def run(self, over):
        """Kill until `over` (a threading.Event) is set; then a proxy is left alive."""
        self.start()
        while not self._live(over):
            self._kill("at work")
            self.start()

    def _live(self, over):
        if self._random.random() < KILLED_EARLY:
            return over.wait(self._random.uniform(0, 1))
        goal = self._papers.count() + self._random.uniform(0, self._most)
        end = time.monotonic() + LONGEST_LIFE
        while self._papers.count() < goal and time.monotonic() < end:
            if over.wait(0.002):
                return True
        return over.wait(self._random.uniform(0, 0.03))

    def _kill(self, moment):
        self._proxy.end()
        self.kills[moment] += 1


def make_jobs():
    chance = random.Random(SEED)
    kinds = tuple(PARTS)
    return [Job(number, chance.choice(PRINTERS), chance.choice(kinds)) for number in range(JOBS)]


def print_all(clients, book, jobs, over):
    """Hand in everything from many threads; then nobody needs to be killed any more."""
    slow = [job for job in jobs if job.printer == PRINTERS[-1]]
    with ThreadPoolExecutor(CLIENTS) as pool:
        burst = pool.submit(lambda: [clients.hand_in(job) for job in slow[:BURST]])
        for ended in [burst, *[pool.submit(clients.print, job) for job in jobs]]:
            if error := ended.exception():
                book.wrong.append(f"A client gave up: {error}.")
    over.set()


def tell_figures(killer, book, ends, papers):
    moments = ", ".join(f"{count} {moment}" for moment, count in killer.kills.items())
    tell(f"kills: {killer.kills.total()} ({moments}); questions without answer: {book.no_answers}")
    starts = killer.restarts
    tell(f"from start to first answer: longest {max(starts):.2f} s, mean {mean(starts):.2f} s")
    asked_again = sum(len(jobs) > 1 for jobs in book.attempts().values())
    tell(f"receipts: {JOBS}; {asked_again} of them asked again under a new uuid")
    tell(f"{'end':10}{'code':14}{'nothing':>9}{'partly':>9}{'whole':>9}   on paper")
    rows = Counter((end['state'], end['code'], papers.extent(book.jobs[at])) for at, end in ends)
    for state, code in sorted({row[:2] for row in rows}):
        counts = [rows[state, code, extent] for extent in ('nothing', 'partly', 'whole')]
        tell(f"{state:10}{code:14}" + "".join(f"{count:9}" for count in counts))


def mean(values):
    return sum(values) / len(values)


def main():
    tell(f"seed {SEED}: {JOBS} receipts, some {KILLS} kills")
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as place, printers(place) as ports:
        folder, book, over = Path(place), Book(), threading.Event()
        (folder / 'logo.png').write_bytes(draw(LOGO))
        logos = dict.fromkeys(PRINTERS[1:], folder / 'logo.png')
        proxy, papers = Proxy(folder, ports, CONFIRMS, logos), Papers(folder, PRINTERS)
        killer = Killer(proxy, papers)
        clients = Clients(proxy, book, SEED, begun + SECONDS)
        work = threading.Thread(target=print_all, args=(clients, book, make_jobs(), over))
        work.start()
        try:
            killer.run(over)
        except BaseException:
            clients.give_up()
            raise
        work.join()
        papers.wait_until_quiet()
        ends = {uuid: proxy.ask('GET', f'/v1/jobs/{uuid}') for uuid in book.jobs}
        proxy.end()
        tell(f"{time.monotonic() - begun:.0f} s")
        wrong = audit(book, ends, papers)
        known = [(uuid, job) for uuid, (status, job) in ends.items() if status == 200]
        tell_figures(killer, book, known, papers)
    for sentence in wrong:
        tell(sentence)
    return wrong


if __name__ == '__main__':
    if main():
        sys.exit("The proxy lost a job, printed one twice, or said what is not so.")
