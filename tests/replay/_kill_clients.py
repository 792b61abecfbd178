"""Clients of the proxy that do what is right when no answer comes: the same again, same uuid."""

import base64
import io
import random
import threading
import time
import uuid
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from _kill_proxy import NoAnswer
from PIL import Image

# Marks of a job; those of a picture are its rows.
PARTS = {'receipt': 25, 'image': 300, 'raw': 150}
WIDTH = 72  # bytes of a row of 576 dots
ENDED = {'done', 'failed', 'unknown'}
ATTEMPTS = 'abcdefghijklmnopqrstuvwxyz'
TWINS = 3  # who send the same uuid at once
PAUSE = 0.1
PAUSE_OF_PEOPLE = 0.3  # before they try again


@dataclass(frozen=True)
class Job:
    """One attempt to print a receipt, under a uuid of its own; its mark tells it on paper."""

    number: int
    printer: str
    kind: str
    attempt: int = 0
    uuid: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def mark(self):
        return f'{self.number:04}{ATTEMPTS[self.attempt]}'

    @property
    def marks(self):
        return [f'{self.mark}-{part:03}' for part in range(PARTS[self.kind])]

    def again(self):
        return Job(self.number, self.printer, self.kind, self.attempt + 1)

    def body(self):
        content = {'receipt': text, 'image': picture, 'raw': raw}[self.kind](self.marks)
        return {'uuid': self.uuid, 'printer': self.printer, 'kind': self.kind, **content}


def text(marks):
    lines = [{'type': 'text', 'text': f'#{mark}# and some words of it'} for mark in marks]
    lines = [{'type': 'logo'}, *lines, {'type': 'cut'}]
    return {'receipt': {'version': 1, 'lines': lines}}


def picture(marks):
    """Make a picture whose rows of dots, read as bytes, are the marks: black is a bit."""
    rows = [f'%{mark}%'.encode().ljust(WIDTH, b'U') for mark in marks]
    return {'content': base64.b64encode(draw(rows)).decode()}


def draw(rows):
    """Return a PNG file; bits of rows are black."""
    file = io.BytesIO()
    dots = bytes(255 - byte for byte in b''.join(rows))
    Image.frombytes('1', (len(rows[0]) * 8, len(rows)), dots).save(file, 'PNG')
    return file.getvalue()


def raw(marks):
    lines = ''.join(f'#{mark}# and some words of it\n' for mark in marks)
    return {'content': base64.b64encode(b'\x1b@' + lines.encode()).decode()}


class Book:
    """What was told of each job; what cannot be is a sentence in `wrong`."""

    def __init__(self):
        self.jobs, self.ends, self.wrong = {}, {}, []
        self.no_answers = 0
        self._lock = threading.Lock()

    def accepted(self, job, told):
        with self._lock:
            self.jobs[job.uuid] = job
            if told['state'] in ENDED:
                known = self.ends.setdefault(job.uuid, told)
                if known != told:
                    self.wrong.append(f"{job.mark} ended twice: {known}, then {told}.")

    def attempts(self):
        """Return the jobs of each receipt."""
        receipts = defaultdict(list)
        for job in self.jobs.values():
            receipts[job.number].append(job)
        return receipts

    def miss(self):
        with self._lock:
            self.no_answers += 1


class Clients:
    """Hand in every job until each has an end.

    :param int seed: of what each client chooses
    :param float end: moment of time.monotonic() after which nobody tries any more
    """

    def __init__(self, proxy, book, seed, end):
        self._proxy, self._book, self._seed, self._end = proxy, book, seed, end
        self._twins = ThreadPoolExecutor(TWINS * 2)

    def print(self, job):
        """Print a receipt, again if it failed, and sometimes if nobody knows."""
        chance = random.Random(f'{self._seed} {job.number}')
        while True:
            end = self._print_once(job, chance)
            if chance.random() < 0.15:
                self._post(job, 0)  # a late repetition; must change nothing
            if end == 'done' or (end == 'unknown' and chance.random() < 0.5):
                return
            time.sleep(PAUSE_OF_PEOPLE)
            job = job.again()

    def _print_once(self, job, chance):
        wait = chance.choice((0, 0, 5, 20))
        if chance.random() < 0.1:
            list(self._twins.map(lambda _twin: self._post(job, wait), range(TWINS)))
        told = self._post(job, wait)
        while told['state'] not in ENDED:
            time.sleep(PAUSE)
            told = self._get(job)
        return told['state']

    def give_up(self):
        self._end = 0

    def hand_in(self, job):
        self._post(job, 0)

    def _post(self, job, wait):
        return self._ask(job, 'POST', f'/v1/jobs?wait={wait}', job.body(), {200, 201})

    def _get(self, job):
        return self._ask(job, 'GET', f'/v1/jobs/{job.uuid}', None, {200})

    def _ask(self, job, method, path, body, good):
        while time.monotonic() < self._end:
            try:
                status, told = self._proxy.ask(method, path, body)
            except NoAnswer:
                self._book.miss()
                time.sleep(PAUSE)
                continue
            if status not in good:
                raise RuntimeError(f"{method} of {job.mark} was answered {status} {told}")
            self._book.accepted(job, told)
            return told
        raise RuntimeError(f"{job.mark} did not come to an end in time")
