"""Fetches what Odoo has for this proxy, and hands it to the printers as any other job."""

import asyncio
import logging
import time

from ..contracts import JobState
from ..counter import settled
from ..errors import BadInput, ProxyError
from ..server.jobs import job_request, printer_name, uuid_of
from ..server.keys import COUNTER, LIMITS
from ..server.orders import in_thread, pulse
from .client import MAX_JOBS, OdooError
from .reading import Unreadable, read_jobs

_logger = logging.getLogger(__name__)

FETCH = '/pos_hardware/proxy/fetch'
MOST_JOBS = 10  # at once; a request that is larger than it may be is made again for one
LONGEST_AGE = 86400  # seconds; long too late for anything that depends on it
PASSING = {'stopped', 'spool'}  # why a job is not accepted now, and may be later


class Fetcher:
    """Asks for jobs when it is woken, and every `poll` seconds.

    :param Reporter reporter: tells what was refused, and how drawers went.
    """

    def __init__(self, odoo, app, bells, reporter):
        self._odoo, self._counter, self._bells = odoo, app[COUNTER], bells
        self._drawer_seconds = app[LIMITS].drawer_seconds
        self._reporter = reporter
        self._most = MOST_JOBS
        self._working = {}  # uuid -> the task that waits for what becomes of it

    async def step(self):
        """Wait until there may be work, and fetch it; raises OdooError."""
        await self._bells.wait(self._bells.work)
        self._bells.work.clear()
        try:
            await self._fetch()
        except ProxyError:
            self._bells.work.set()
            raise

    async def close(self):
        """Wait for nobody any more; what was handed to a printer is its own affair."""
        tasks = tuple(self._working.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _fetch(self):
        asked_at = time.monotonic()
        jobs = await self._jobs()
        full = len(jobs) >= self._most
        self._bells.more = full  # before they are taken: some are reported sooner than the last is
        if not jobs:
            self._most = MOST_JOBS
        taken = [await self._take(job, asked_at) for job in jobs]
        # An Odoo that sends again and again what it has confirmed has no more.
        self._bells.more = full and any(taken)

    async def _jobs(self):
        try:
            answer = await self._odoo.ask(FETCH, {'limit': self._most}, MAX_JOBS, read_jobs)
        except OdooError as error:
            if error.code == 'too_large':
                self._most = 1
            raise
        jobs = answer.get('jobs')
        if not isinstance(jobs, list) or not all(isinstance(job, dict) for job in jobs):
            raise OdooError('bad_answer', "Odoo's list of jobs is none")
        return jobs[: self._most]

    async def _take(self, job, asked_at):
        """Do a job, or say why it cannot be done; False if Odoo has confirmed its end before."""
        try:
            uuid = uuid_of(job.get('uuid'))
        except BadInput:
            _logger.warning("Odoo sends a job without a uuid")
            return False
        if uuid in self._working or self._reporter.has(uuid):
            return True
        if job.get('kind') != 'drawer' and await in_thread(self._counter.spool.job, uuid):
            return not await self._tell_again(uuid)
        try:
            work = await self._begin(job, uuid, asked_at)
        except BadInput as error:
            self._reporter.add(ended(job, uuid, JobState.FAILED, error))
            return True
        task = self._working[uuid] = asyncio.ensure_future(work)
        task.add_done_callback(lambda _task: self._working.pop(uuid, None))
        return True

    async def _begin(self, job, uuid, asked_at):
        """Hand a job in; return what waits for it, or raise BadInput."""
        if isinstance(job, Unreadable):
            raise job.error
        if job.get('kind') == 'drawer':
            return self._open(job, uuid, asked_at - age_of(job))
        order = await in_thread(job_request, job, self._counter.default)
        ticket = self._counter.printer(order.device).submit(order)
        return self._see_accepted(ticket, head_of(job), uuid)

    async def _see_accepted(self, ticket, job, uuid):
        """A job that is on disk is reported from there; else say why it is not."""
        await settled(ticket.accepted, None)
        error = ticket.accepted.exception()
        if error is None or getattr(error, 'code', '') in PASSING:
            return
        if error.code == 'uuid_reused':
            await self._tell_again(uuid)
        else:
            self._reporter.add(ended(job, uuid, JobState.FAILED, error))

    async def _tell_again(self, uuid):
        """Have a job reported that Odoo offers though it is known; tell whether that had been."""
        confirmed = await in_thread(self._counter.spool.tell_again, uuid)
        self._bells.news.set()
        return confirmed

    async def _open(self, job, uuid, asked_at):
        """Open the drawer for who asked then (time.monotonic)."""
        try:
            printer = self._counter.drawer_printer(printer_name(job))
            await pulse(printer, asked_at, self._drawer_seconds)
        except ProxyError as error:
            unknown = error.code == 'drawer_unknown'
            state = JobState.UNKNOWN if unknown else JobState.FAILED
            self._reporter.add(ended(job, uuid, state, error))
        else:
            self._reporter.add(ended(job, uuid, JobState.DONE))


def age_of(job):
    """Return the seconds since somebody asked; a day if Odoo does not tell, or tells of more."""
    age = job.get('age')
    known = isinstance(age, int | float) and 0 <= age <= LONGEST_AGE
    return age if known else LONGEST_AGE


def head_of(job):
    """Return a job without its content."""
    return {key: job.get(key) for key in ('printer', 'kind', 'document')}


def ended(job, uuid, state, error=None):
    """Return the report of what never was a job of the spool: refused, or a drawer."""
    now = time.time()
    return {
        'uuid': uuid,
        'printer': text_of(job, 'printer'),
        'kind': text_of(job, 'kind'),
        'document': text_of(job, 'document'),
        'state': state,
        'code': error.code if error else '',
        'message': error.message if error else '',
        'confirmed': False,
        'sent': 0,
        'accepted_at': now,
        'ended_at': now,
    }


def text_of(job, key):
    value = job.get(key)
    return value[:80] if isinstance(value, str) else ''
