"""What lies on the papers, against what the proxy said of its jobs."""

import time
from collections import defaultdict

from _kill_clients import ENDED


class Papers:
    """The files that the printers write their marks to."""

    def __init__(self, folder, names):
        self._files = {name: folder / f'{name}.paper' for name in names}
        self._where = None

    def count(self):
        """Return about how many marks are on paper."""
        return sum(file.stat().st_size for file in self._files.values()) // len('0000a-000\n')

    def wait_until_quiet(self):
        """Wait until no printer has anything left to print."""
        before = -1
        while before != self.count():
            before = self.count()
            time.sleep(1)
        self._where = self._read()

    def _read(self):
        """Return {mark of a job: [(printer, line, mark of a part)]}."""
        where = defaultdict(list)
        for name, file in self._files.items():
            for line, mark in enumerate(file.read_text().split()):
                where[mark.split('-')[0]].append((name, line, mark))
        return where

    def known(self):
        return set(self._where)

    def parts(self, job):
        """Return what is there of a job, in the order of printing."""
        return [mark for _name, _line, mark in self._where.get(job.mark, ())]

    def is_in_one_piece(self, job):
        """Tell whether all of it is on the right paper, and nothing of another job in between."""
        places = self._where.get(job.mark, ())
        lines = [line for _name, line, _mark in places]
        in_turn = not lines or lines == list(range(lines[0], lines[0] + len(lines)))
        return in_turn and {name for name, _line, _mark in places} <= {job.printer}

    def extent(self, job):
        parts = self.parts(job)
        if not parts:
            return 'nothing'
        return 'whole' if set(parts) == set(job.marks) else 'partly'


def audit(book, ends, papers):
    """Return a sentence for each thing that must not be.

    :param dict ends: {uuid: (status, job)} as `GET /v1/jobs/<uuid>` told at last
    """
    wrong = list(book.wrong)
    for uuid, job in book.jobs.items():
        wrong += judge(job, book.ends.get(uuid), *ends[uuid], papers)
    for mark in papers.known() - {job.mark for job in book.jobs.values()}:
        wrong.append(f"{mark} is on paper, but no client was told that it was accepted.")
    for number, jobs in book.attempts().items():
        wrong += judge_receipt(number, sorted(jobs, key=lambda job: job.attempt), ends, papers)
    return wrong


def judge(job, told, status, last, papers):
    """Give sentences about one job, of which `told` was said before, and `last` at the end."""
    if status != 200 or last['state'] not in ENDED:
        yield f"{job.mark} was accepted and has no end: {status} {last}."
        return
    if told and told != last:
        yield f"{job.mark} ended as {told}, and later as {last}."
    state, parts = last['state'], papers.parts(job)
    if len(parts) > len(set(parts)):
        yield f"{job.mark} ({state}) is on paper more than once."
    elif parts != job.marks[: len(parts)] or not papers.is_in_one_piece(job):
        yield f"{job.mark} ({state}) is on paper with a gap, or mixed with another."
    if state == 'done' and set(parts) != set(job.marks):
        yield f"{job.mark} is said to be done: {len(parts)} of {len(job.marks)} parts are on paper."
    if state == 'done' and not last['confirmed']:
        yield f"{job.mark} is said to be done, but its printer, which confirms, was not waited for."
    if state == 'failed' and parts:
        yield f"{job.mark} is said to have failed: {len(parts)} parts are on paper."


def judge_receipt(number, jobs, ends, papers):
    """Give sentences about a receipt: whole on paper twice only if asked again after `unknown`."""
    whole = [job for job in jobs if papers.extent(job) == 'whole']
    for job in whole[:-1]:
        state = ends[job.uuid][1].get('state')
        if state != 'unknown':
            yield f"Receipt {number} is whole on paper again after {job.mark} ended as {state}."
    last = ends[jobs[-1].uuid][1].get('state')
    if last == 'failed' or (last == 'done' and not whole):
        yield f"Receipt {number} is not on paper: its last job {jobs[-1].mark} ended as {last}."
