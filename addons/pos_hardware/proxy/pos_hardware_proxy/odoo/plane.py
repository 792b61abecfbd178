"""The proxy and the Odoo that it is paired with. Whatever fails here, tills print on."""

import asyncio
import logging
from contextlib import asynccontextmanager

from ..errors import ProxyError
from ..server.keys import ACCESS, COUNTER
from ..server.orders import in_thread
from .bells import Bells
from .client import Odoo, Revoked
from .fetching import Fetcher
from .greeting import Greeter, own_address
from .link import Link
from .listening import Listener
from .pairing import pairing_path, read_pairing
from .reporting import Reporter

_logger = logging.getLogger(__name__)

LOOK = 2  # seconds between two looks whether somebody paired or unpaired the proxy


@asynccontextmanager
async def attended(settings, app):
    """Attend the paired Odoo, and wait for a pairing, while the context lasts."""
    plane = Plane(settings, app)
    await plane.look()
    task = asyncio.ensure_future(plane.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Plane:
    """What the proxy does for its Odoo, in tasks of its own.

    :param Settings settings: say where the pairing is, and where tills reach the proxy.
    """

    def __init__(self, settings, app):
        self._settings, self._app = settings, app
        self._counter = app[COUNTER]
        self._link = self._counter.odoo = Link()
        self._found = self._pairing = None

    async def look(self):
        """Read the pairing; return whether it is another one than before."""
        try:
            found = await in_thread(read_pairing, pairing_path(self._settings))
            message = ''
        except ProxyError as error:
            found, message = None, error.message
        if (found, message) == self._found:
            return False
        if message:
            _logger.error("%s", message)
        self._found, self._pairing = (found, message), found
        self._link.take(found, message)
        paired = self._app[ACCESS].paired
        paired.clear()
        paired.update({found.url} if found else ())
        return True

    async def run(self):
        """Attend one pairing after the other."""
        while True:
            work = asyncio.ensure_future(self._attend(self._pairing))
            try:
                while not await self.look():
                    await asyncio.sleep(LOOK)
            finally:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    async def _attend(self, pairing):
        """Work for this pairing until it is revoked."""
        backoff = self._link.backoff()
        while pairing:
            try:
                await self._work(pairing)
            except* Revoked as group:
                self._link.revoked(group.exceptions[0])
                pairing = None
            except* Exception:
                # A defect of ours must end neither this nor the printing.
                _logger.exception("The work for Odoo broke off")
                await backoff.pause()

    async def _work(self, pairing):
        await in_thread(self._counter.spool.report_to, pairing.key)
        address = await in_thread(own_address, self._settings, pairing.url)
        async with Odoo(pairing, self._link) as odoo:
            bells = Bells()
            listener = Listener(odoo, self._link, bells)
            greeter = Greeter(odoo, self._app, bells, address, listener)
            reporter = Reporter(odoo, self._counter.spool, bells)
            fetcher = Fetcher(odoo, self._app, bells, reporter)
            try:
                async with asyncio.TaskGroup() as tasks:
                    for worker in (greeter, listener, fetcher, reporter):
                        tasks.create_task(self._keep(worker.step))
                    tasks.create_task(self._hear(bells))
            finally:
                await fetcher.close()

    async def _keep(self, step):
        """Do a step again and again; wait longer after each failure."""
        backoff = self._link.backoff()
        while True:
            try:
                await step()
                backoff.reset()
            except Revoked:
                raise
            except ProxyError:
                await backoff.pause()

    async def _hear(self, bells):
        """Ring when a device or a job changes."""
        of_kind = {'printer': bells.devices, 'job': bells.news}
        while True:
            changes = self._counter.events.subscribe()
            for bell in of_kind.values():
                bell.set()  # some may have passed while nobody heard
            try:
                while not changes.lagged:
                    of_kind[(await changes.next())['type']].set()
            finally:
                changes.end()
