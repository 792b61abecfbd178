"""Tells Odoo that this proxy lives, where it is, and how its devices are."""

import asyncio
import socket
from contextlib import suppress
from urllib.parse import urlsplit

from .. import __version__
from ..printing import NullPrinter
from ..server.devices import printer_details, scanner_status, stock_printer
from ..server.keys import ACCESS, COUNTER, WEIGHER
from .bells import POLL
from .client import OdooError

HELLO = '/pos_hardware/proxy/hello'
SETTLE = 0.5  # seconds: a cover that is opened and shut is several changes
SHORTEST_POLL, LONGEST_POLL = 5, 600
MAX_CHANNEL = 200  # characters


class Greeter:
    """Says hello at the start, when a device changes, and every `poll` seconds.

    :param Odoo odoo: who is greeted.
    :param app: the application whose devices are told.
    :param str address: where tills reach it.
    :param Listener listener: is handed the channel.
    """

    def __init__(self, odoo, app, bells, address, listener):
        self._odoo, self._app, self._address = odoo, app, address
        self._bells, self._listener = bells, listener

    async def step(self):
        """Say hello once, and wait until the next one is due; raises OdooError."""
        self._bells.devices.clear()
        devices = await told_devices(self._app)
        access = self._app[ACCESS]
        answer = await self._odoo.ask(
            HELLO,
            {
                'version': __version__,
                'address': self._address,
                'local_token': access.token if access.token_required else '',
                'devices': devices,
            },
        )
        poll, channel = read_welcome(answer)
        self._bells.set_poll(poll)
        await self._listener.subscribe(channel)
        await self._wait(devices)

    async def _wait(self, devices):
        """Wait until devices are not what was told, or it is time in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._bells.poll):
                while await told_devices(self._app) == devices:
                    await self._bells.devices.wait()
                    await asyncio.sleep(SETTLE)
                    self._bells.devices.clear()


def read_welcome(answer):
    """Return seconds and channel of an answer to hello; raise OdooError."""
    poll, channel = answer.get('poll'), answer.get('channel')
    if not isinstance(channel, str) or not 0 < len(channel) <= MAX_CHANNEL:
        raise OdooError('bad_answer', "Odoo names no channel to listen to")
    if not isinstance(poll, int) or not SHORTEST_POLL <= poll <= LONGEST_POLL:
        poll = POLL
    return poll, channel


async def told_devices(app):
    """Return the devices as hello tells them."""
    counter = app[COUNTER]
    devices = [
        told_printer(name, printer, counter)
        for name, printer in counter.printers.items()
        if not isinstance(printer, NullPrinter)
    ]
    if counter.scale is not None:
        devices.append(told_other('scale', await app[WEIGHER].status()))
    if counter.scanner is not None:
        devices.append(told_other('scanner', scanner_status(counter.scanner)))
    return devices


def told_printer(name, printer, counter):
    details = printer_details(name, printer, counter)
    told = ('name', 'default', 'drawer', 'ready', 'faults', 'near_end')
    return {
        **{key: details[key] for key in told},
        'kind': 'printer',
        'driver': counter.drivers.get(name, ''),
        'messages': stock_printer(printer.status())['messages'],
    }


def told_other(kind, status):
    """Return a scale or a scanner; a proxy has one of each, which has the name of its kind."""
    ready = status['status'] == 'connected'
    return {
        'name': kind,
        'kind': kind,
        'default': True,
        'drawer': False,
        'ready': ready,
        'faults': [] if ready else [status['code']],
        'near_end': False,
        'driver': '',
        'messages': [] if ready else status['messages'],
    }


def own_address(settings, odoo_url):
    """Return the URL where tills reach this proxy; may wait for a name server.

    The first configured name, else where it listens; if that is everywhere, the address by which
    this machine reaches Odoo.
    """
    server = settings.server
    host = settings.access.hosts[0] if settings.access.hosts else server.host
    if host in {'', '0.0.0.0', '::'}:
        host = address_towards(urlsplit(odoo_url).hostname)
    scheme = 'https' if server.certificate else 'http'
    return f'{scheme}://{f"[{host}]" if ":" in host else host}:{server.port}'


def address_towards(host):
    """Return our own address on the way to a host; nothing is sent."""
    with suppress(OSError):
        family, kind, _protocol, _name, address = socket.getaddrinfo(
            host, 9, type=socket.SOCK_DGRAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.connect(address)
            return probe.getsockname()[0]
    return '127.0.0.1'
