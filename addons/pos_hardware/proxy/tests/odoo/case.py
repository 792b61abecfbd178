"""A whole counter with virtual printers in this process, and an Odoo beside it."""

import asyncio
import logging
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import aiohttp
from pos_hardware_proxy.build import build
from pos_hardware_proxy.config.settings import AccessSettings, Settings, SpoolSettings
from pos_hardware_proxy.odoo import Pairing, link, pairing_path, plane, write_pairing
from pos_hardware_proxy.server.keys import COUNTER
from pos_hardware_proxy.server.run import listening

from .fake import TOKEN, FakeOdoo, until

LOCAL_TOKEN = 'token-of-this-till'


class PlaneCase(unittest.IsolatedAsyncioTestCase):
    """:cvar int poll: seconds that Odoo tells the proxy."""

    poll = 60
    database = ''
    access = AccessSettings(token=LOCAL_TOKEN)

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.enterContext(mock.patch.object(link, 'FIRST_PAUSE', 0.05))
        self.enterContext(mock.patch.object(link, 'LONGEST_PAUSE', 0.2))
        self.enterContext(mock.patch.object(plane, 'LOOK', 0.05))
        place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.settings = Settings(
            access=self.access, spool=SpoolSettings(path=str(place / 'jobs.sqlite'))
        )
        self.path = pairing_path(self.settings)
        self.odoo = await self.enterAsyncContext(FakeOdoo(self.poll))
        self.session = await self.enterAsyncContext(aiohttp.ClientSession())
        self.proxy = None
        logging.getLogger('pos_hardware_proxy').setLevel(logging.CRITICAL)
        self.addCleanup(logging.getLogger('pos_hardware_proxy').setLevel, logging.NOTSET)

    def pair(self, token=TOKEN):
        write_pairing(self.path, Pairing(self.odoo.url, token, self.database, 'Till 1'))

    async def start(self):
        """Start the proxy, paired, and wait until it is ready for jobs of either way."""
        self.pair()
        await self.serve()
        await until(lambda: self.odoo.sockets and self.link.state == 'online')
        await until(lambda: all(self.ready(name) for name in self.counter.printers))

    async def serve(self):
        self.app = build(self.settings, virtual=True)
        self.counter = self.app[COUNTER]
        self.proxy = listening(self.app, '127.0.0.1', 0)
        addresses = await self.proxy.__aenter__()
        self.addAsyncCleanup(self.stop)
        self.url = f'http://127.0.0.1:{addresses[0][1]}'

    async def stop(self):
        if self.proxy:
            proxy, self.proxy = self.proxy, None
            await proxy.__aexit__(None, None, None)

    async def rest(self, seconds=0.3):
        """Wait until Odoo has been asked nothing for so long."""
        asked = -1
        while asked != len(self.odoo.headers):
            asked = len(self.odoo.headers)
            await asyncio.sleep(seconds)

    @property
    def link(self):
        return self.counter.odoo

    def ready(self, name):
        return self.counter.printers[name].status().answered

    async def ask(self, method, path, **options):
        headers = options.pop('headers', {'Authorization': f'Bearer {LOCAL_TOKEN}'})
        async with self.session.request(
            method, self.url + path, headers=headers, **options
        ) as answer:
            return answer.status, await answer.json()

    async def receipts(self, name='receipt'):
        """Return how many receipts a virtual printer has printed."""
        _status, state = await self.ask('GET', '/virtual/state', headers={})
        return next(len(seen['receipts']) for seen in state['printers'] if seen['name'] == name)

    async def fault(self, name, *, on, printer='receipt'):
        body = {'fault': name, 'on': on}
        await self.ask(
            'POST',
            f'/virtual/printers/{printer}/fault',
            json=body,
            headers={'Origin': self.url},
        )

    async def print_here(self, number, wait=10, **values):
        """Print as a till on this network does; return the job."""
        job = {'uuid': number, 'kind': 'receipt', 'receipt': self.receipt(), **values}
        _status, told = await self.ask('POST', f'/v1/jobs?wait={wait}', json=job)
        return told

    def receipt(self):
        # As a browser writes it: other keys first than what comes back from Odoo's database.
        return {'lines': [{'text': "Total due", 'type': 'text'}, {'type': 'cut'}], 'version': 1}
