"""Tells Odoo what became of every job, until Odoo says that it knows."""

import asyncio
import logging
import time

from ..errors import ProxyError
from ..server.jobs import job_json
from ..server.orders import in_thread
from .client import line_of

_logger = logging.getLogger(__name__)

REPORT = '/pos_hardware/proxy/report'
AT_ONCE = 100  # jobs in one report
GATHER = 0.1  # seconds: most receipts are queued, sent and printed in less, and told once
MOST_OTHERS = 200  # reports of what is not on disk; Odoo sends again what it was not told


class Reporter:
    """Reports when it is woken, and every `poll` seconds what Odoo did not know then.

    :param spool: knows which jobs Odoo has confirmed, also after a restart.
    """

    def __init__(self, odoo, spool, bells):
        self._odoo, self._spool, self._bells = odoo, spool, bells
        self._others = {}
        self._untaken = {}  # uuid -> the state that Odoo did not take; told again after `poll`
        self._again_at = 0.0

    def has(self, uuid):
        """Tell whether this waits to be told, and is not on disk."""
        return uuid in self._others

    def add(self, report):
        """Tell something that is not on disk."""
        if len(self._others) >= MOST_OTHERS:
            self._others.pop(next(iter(self._others)))
        self._others[report['uuid']] = report
        self._bells.news.set()

    async def step(self):
        """Wait until there is news, and tell it; raises OdooError."""
        await self._bells.wait(self._bells.news)
        if time.monotonic() > self._again_at:
            self._untaken.clear()
            self._again_at = time.monotonic() + self._bells.poll
        await asyncio.sleep(GATHER)
        self._bells.news.clear()
        try:
            await self._tell_others()
            await self._tell_jobs()
        except ProxyError:
            self._bells.news.set()
            raise

    async def _tell_others(self):
        while reports := list(self._others.values())[:AT_ONCE]:
            known = await self._tell(reports)
            for report in reports:
                if report['uuid'] in known:
                    self._others.pop(report['uuid'], None)
            if not known:
                return

    async def _tell_jobs(self):
        last = 0
        while numbered := await in_thread(self._spool.untold, last, AT_ONCE):
            last = numbered[-1][0]
            jobs = [job for _n, job in numbered if self._untaken.get(job.uuid) != job.state]
            if jobs:
                await self._tell_some(jobs)

    async def _tell_some(self, jobs):
        settled = await self._tell([job_json(job) for job in jobs])
        await in_thread(self._spool.told, [job for job in jobs if job.uuid in settled])
        self._untaken.update((job.uuid, job.state) for job in jobs if job.uuid not in settled)
        for uuid in settled:
            self._untaken.pop(uuid, None)

    async def _tell(self, reports):
        """Return the uuids of these that need not be told again."""
        answer = await self._odoo.ask(REPORT, {'jobs': reports})
        told = {report['uuid'] for report in reports}
        known = told.intersection(texts(answer.get('known')))
        if known:
            self._bells.stored()
        return known | told.intersection(refused(answer.get('refused')))


def texts(values):
    """Return the texts in what should be a list of them."""
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def refused(values):
    """Return, and log, the uuids of reports that Odoo will never store."""
    listed = values[:AT_ONCE] if isinstance(values, list) else ()
    found = [value for value in listed if isinstance(value, dict)]
    for value in found:
        _logger.warning("Odoo does not store a report: %s", line_of(value.get('message')))
    return texts([value.get('uuid') for value in found])
