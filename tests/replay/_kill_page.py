"""Virtual printers behind TCP ports, with their page: all of them are strangers to the proxy."""

import asyncio
import json
import re
import sys
import threading
import urllib.request
from contextlib import ExitStack

from _kill_clients import WIDTH
from _kill_proxy import PACKAGE
from aiohttp import web

sys.path.append(str(PACKAGE))
from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.server import Access, make_app
from pos_hardware_proxy.virtual import Devices, TcpPrinter, VirtualPrinter, add_routes

SPEED = 60_000  # bytes a second
MARK = re.compile(rb'%(\w+-\d+)%')


class Shelf(ExitStack):
    """Virtual printers by name; `ports` has that of each."""

    def __init__(self, names):
        super().__init__()
        self.printers = {name: VirtualPrinter(name, speed=SPEED) for name in names}
        self.ports = {
            name: self.enter_context(TcpPrinter(printer)).address[1]
            for name, printer in self.printers.items()
        }
        started = threading.Event()
        threading.Thread(target=self._serve, args=(started,), daemon=True).start()
        started.wait()

    def _serve(self, started):
        asyncio.run(self._serve_page(started))

    async def _serve_page(self, started):
        app = make_app(Counter({}, ''), Access())
        add_routes(app, Devices(self.printers))
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, '127.0.0.1', 0).start()
        self._url = f'http://127.0.0.1:{runner.addresses[0][1]}'
        started.set()
        await asyncio.Event().wait()

    def switch(self, name, fault, on):
        """Do what the buttons of the page do."""
        if fault != 'reset':
            self._press(f'/virtual/printers/{name}/fault', {'fault': fault, 'on': on})
        elif on:
            self._press(f'/virtual/printers/{name}/reset', {})

    def _press(self, path, values):
        headers = {'Content-Type': 'application/json', 'Origin': self._url}
        request = urllib.request.Request(self._url + path, json.dumps(values).encode(), headers)
        with urllib.request.urlopen(request):
            pass

    def strike(self, name, fault, after):
        self.printers[name].strike(fault, after)

    def marks(self, name):
        """Return what the rows of all receipts say, in the order of printing."""
        found = []
        for receipt in self.printers[name].tray.receipts:
            dots = bytes(255 - byte for byte in receipt.picture.tobytes())
            rows = (dots[at : at + WIDTH] for at in range(0, len(dots), WIDTH))
            found += [mark[1].decode() for mark in map(MARK.match, rows) if mark]
        return found
