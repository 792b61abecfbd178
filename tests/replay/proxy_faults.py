"""Each fault of a printer before, in the middle of and after a job: what its clients are told.

`serve` is a process of its own; its printers are virtual ones behind TCP ports, switched by their
page and struck in the middle of a job. Alone: python tests/replay/proxy_faults.py, with the
packages of the proxy. No Odoo.
"""

import itertools
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from _kill_clients import Job, picture
from _kill_page import Shelf
from _kill_proxy import ORIGIN, Proxy

CLIENTS = ('stock', 'v1')
FAULTS = ('paper_out', 'near_end', 'cover_open', 'offline', 'mute', 'reset')
MOMENTS = ('before', 'middle', 'long', 'after')
ROWS, LONG = 40, 300  # of a picture: one that fits into a printer's buffer, and one that does not
STRIKE = {'middle': 1500, 'long': 10_000}  # bytes taken before it happens
SECONDS = 40
NUMBERS = itertools.count()
GOOD = ('connected', '')

# What either client is told of the job, what is on paper once the fault is mended, and how the
# printer is told to be meanwhile: the word for the stock client, and the faults in /v1/devices.
# A printer that stands still with a full buffer hears no question: nobody can know why it is mute.
EXPECTED = """
paper_out   before  failed   paper_out   nothing  error         paper_out near_end
paper_out   middle  unknown  paper_out   whole    error         paper_out near_end
paper_out   long    unknown  mute        whole    disconnected  mute
paper_out   after   done     -           whole    error         paper_out near_end
near_end    before  done     -           whole    connected     near_end
near_end    middle  done     -           whole    connected     near_end
near_end    long    done     -           whole    connected     near_end
near_end    after   done     -           whole    connected     near_end
cover_open  before  failed   cover_open  nothing  error         cover_open
cover_open  middle  unknown  cover_open  whole    error         cover_open
cover_open  long    unknown  mute        whole    disconnected  mute
cover_open  after   done     -           whole    error         cover_open
offline     before  failed   offline     nothing  disconnected  offline
offline     middle  unknown  offline     whole    disconnected  offline
offline     long    unknown  mute        whole    disconnected  mute
offline     after   done     -           whole    disconnected  offline
mute        before  failed   mute        nothing  disconnected  mute
mute        middle  unknown  mute        whole    disconnected  mute
mute        long    unknown  mute        whole    disconnected  mute
mute        after   done     -           whole    disconnected  mute
reset       before  done     -           whole    connected
reset       middle  unknown  gone        nothing  connected
reset       long    unknown  gone        partly   connected
reset       after   done     -           whole    connected
"""


@dataclass(frozen=True)
class Told:
    """What became of one job."""

    state: str
    code: str
    paper: str
    status: tuple  # word for the stock client, our faults

    def __str__(self):
        word, faults = self.status
        return f'{self.state:9}{self.code:12}{self.paper:9}{word:14}{faults}'


def read_expected():
    """Return {(fault, moment): Told}."""
    rows = [line.split(maxsplit=6) for line in EXPECTED.strip().splitlines()]
    return {
        (fault, moment): Told(state, code, paper, (word, faults[0] if faults else ''))
        for fault, moment, state, code, paper, word, *faults in rows
    }


def tell(*words):
    print(*words, flush=True)  # noqa: T201


class Till:
    """A client at one printer, as Odoo's own or as ours."""

    def __init__(self, proxy, kind, printer):
        self._proxy, self._kind, self._printer = proxy, kind, printer

    def print(self, marks):
        """Print a picture; return the state and the code that are told."""
        content = picture(marks)['content']
        if self._kind == 'v1':
            body = {'uuid': Job(0, '', '').uuid, 'printer': self._printer, 'kind': 'image'}
            status, job = self._proxy.ask('POST', '/v1/jobs?wait=30', body | {'content': content})
            return (job['state'], job['code']) if status == 201 else (status, job)
        data = {'action': 'print_receipt', 'receipt': content}
        result = self._ask_stock('default_printer_action', data=data)
        return ('done', '') if result is True else (result['state'], result['code'])

    def _ask_stock(self, route, **params):
        path = f'/p/{self._printer}/hw_proxy/{route}'
        body = {'jsonrpc': '2.0', 'method': 'call', 'id': 1, 'params': params}
        return self._proxy.ask('POST', path, body, Origin=ORIGIN)[1]['result']

    def status(self):
        """Return the word for the stock client, and our words."""
        told = self._ask_stock('status_json')['printer']
        [mine] = [
            printer
            for printer in self._proxy.ask('GET', '/v1/devices')[1]['printers']
            if printer['name'] == self._printer
        ]
        return told['status'], ' '.join((*mine['faults'], *['near_end'] * mine['near_end']))

    def wait_for(self, status):
        """Return the status, at last; a TCP printer that does nothing is asked every 15 s."""
        end = time.monotonic() + SECONDS
        while (told := self.status()) != status and time.monotonic() < end:
            time.sleep(0.2)
        return told


def make_marks(rows):
    number = next(NUMBERS)
    return [f'{number:04}a-{part:03}' for part in range(rows)]


def extent(marks, paper):
    own = [mark for mark in paper if mark in set(marks)]
    if own == marks:
        return 'whole'
    if own != marks[: len(own)]:
        return 'not as sent'
    return 'partly' if own else 'nothing'


def suffer(shelf, proxy, fault, client, expected):
    """Live through a fault at each moment; return [(moment, Told, what a later job left)]."""
    name = f'{fault}-{client}'
    till = Till(proxy, client, name)
    return [
        (moment, *suffer_once(shelf, till, name, fault, moment, expected[fault, moment].status))
        for moment in MOMENTS
    ]


def suffer_once(shelf, till, name, fault, moment, status):
    till.wait_for(GOOD)
    marks = make_marks(LONG if moment == 'long' else ROWS)
    if moment == 'before':
        shelf.switch(name, fault, True)
    elif moment != 'after':
        shelf.strike(name, fault, STRIKE[moment])
    state, code = till.print(marks)
    if moment == 'after':
        shelf.switch(name, fault, True)
    status = till.wait_for(status)
    shelf.switch(name, fault, False)
    later = print_at_last(shelf, till, name)
    return Told(state, code or '-', extent(marks, shelf.marks(name)), status), later


def print_at_last(shelf, till, name):
    """Print once more, until it is told to be done; return what is on paper."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        marks = make_marks(ROWS)
        if till.print(marks)[0] == 'done':
            return extent(marks, shelf.marks(name))
        time.sleep(0.5)
    return 'never'


def suffer_all(expected):
    """Return [(fault, client, moment, Told, later)]; every pair has a printer of its own."""
    pairs = list(itertools.product(FAULTS, CLIENTS))
    names = [f'{fault}-{client}' for fault, client in pairs]
    with tempfile.TemporaryDirectory() as place, Shelf(names) as shelf:
        proxy = Proxy(Path(place), shelf.ports, names)
        proxy.spawn()
        proxy.wait_until_it_answers()
        with ThreadPoolExecutor(len(pairs)) as pool:
            found = list(pool.map(lambda pair: suffer(shelf, proxy, *pair, expected), pairs))
        proxy.end()
    return [(*pair, *row) for pair, rows in zip(pairs, found, strict=True) for row in rows]


def main():
    begun, expected, wrong = time.monotonic(), read_expected(), []
    tell(f"{'fault':12}{'when':9}{'client':8}{'told':9}{'code':12}{'paper':9}{'printer is':14}")
    for fault, client, moment, told, later in suffer_all(expected):
        tell(f'{fault:12}{moment:9}{client:8}{told}')
        if told != expected[fault, moment]:
            wrong.append(f"{fault}, {moment}, {client}: expected was {expected[fault, moment]}.")
        if later != 'whole':
            wrong.append(f"{fault}, {moment}, {client}: a job after it is on paper: {later}.")
    tell(f"{time.monotonic() - begun:.0f} s")
    for sentence in wrong:
        tell(sentence)
    return wrong


if __name__ == '__main__':
    if main():
        sys.exit("A client was told something else than what happened.")
