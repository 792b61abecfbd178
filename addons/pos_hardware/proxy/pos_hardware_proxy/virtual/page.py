"""The local page of the virtual devices, under ``/virtual/``."""

import functools
import json
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from ..errors import BadInput
from .drawer import Drawer
from .printer import VirtualPrinter
from .scale import Scale
from .scanner import Scanner

FILES = Path(__file__).parent / 'page'
MAX_BODY = 8192
"""Bytes of a request; the longest is a scanned code."""
LOOPBACK = {'127.0.0.1', 'localhost', '::1'}
HEADERS = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
}
"""No other page may frame this one, or a click meant for it would open the drawer."""


@dataclass
class Devices:
    """What the page shows.

    :param dict printers: name → :class:`VirtualPrinter`.
    :param Drawer | None drawer: the one that hangs on one of them.
    """

    printers: dict[str, VirtualPrinter] = field(default_factory=dict)
    drawer: Drawer | None = None
    scale: Scale | None = None
    scanner: Scanner | None = None


def add_routes(app, devices, hosts=()):
    """Serve the page of some :class:`Devices`.

    :param hosts: names besides the loopback ones that the proxy is called by.
    """
    page = Page(devices)
    names = LOOPBACK | set(hosts)
    reads = {
        '/virtual/': page.index,
        '/virtual/state': page.state,
        '/virtual/{file:page\\.(?:js|css)}': page.file,
        '/virtual/printers/{printer}/receipts/{number:\\d{1,9}}.png': page.receipt,
    }
    acts = {
        '/virtual/printers/{printer}/fault': page.fault,
        '/virtual/printers/{printer}/reset': page.reset,
        '/virtual/drawer/close': page.close_drawer,
        '/virtual/scale': page.weigh,
        '/virtual/scan': page.scan,
    }
    for path, handler in reads.items():
        app.router.add_get(path, guarded(handler, names))
    for path, handler in acts.items():
        app.router.add_post(path, guarded(handler, names))


def guarded(handler, names):
    """Let only this page in: a foreign page, or one behind a rebound name, gets 403.

    ``door`` tells the proxy's own gate that this page carries no token.
    """

    @functools.wraps(handler)
    async def guard(request):
        if not is_own(request, names):
            return refuse(403, "Only the page of the virtual devices may do this.")
        try:
            values = await body(request) if request.method == 'POST' else {}
            return handler(request, values)
        except BadInput as error:
            return refuse(400, error.message)

    guard.door = 'own_page'
    return guard


def is_own(request, names):
    """Tell whether a request comes from our own page, by Host, Origin and Sec-Fetch-Site."""
    own = f'{request.scheme}://{request.host}'
    # Browsers send 'Origin' with every POST; where they leave it out, the site tells as much.
    origin = request.headers.get('Origin', '' if request.method == 'POST' else own)
    site = request.headers.get('Sec-Fetch-Site', 'none')
    return is_known(request.host, names) and origin == own and site in {'same-origin', 'none'}


def is_known(host, names):
    """Tell whether a Host header holds one of our names, with or without a port."""
    try:
        return urlsplit(f'//{host}').hostname in names
    except ValueError:
        return False


async def body(request):
    """Return the JSON object of a request; raise BadInput for anything else."""
    if request.content_type != 'application/json':
        raise BadInput('not_json', "The request has to be JSON.")
    data = await request.read()  # aiohttp stops at the application's 'client_max_size'
    if len(data) > MAX_BODY:
        raise BadInput('too_large', "The request is too large.")
    try:
        values = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadInput('not_json', "The request is not readable as JSON.") from error
    if not isinstance(values, dict):
        raise BadInput('not_json', "The request has to be a JSON object.")
    return values


def refuse(status, message):
    return web.json_response({'error': message}, status=status, headers=HEADERS)


def done():
    return web.json_response({'done': True}, headers=HEADERS)


class Page:
    """The handlers, each with the request and its JSON object; they never wait."""

    def __init__(self, devices):
        self.devices = devices

    def index(self, _request, _values):
        return web.FileResponse(FILES / 'index.html', headers=HEADERS)

    def file(self, request, _values):
        return web.FileResponse(FILES / request.match_info['file'], headers=HEADERS)

    def state(self, _request, _values):
        """Everything that changes; the page asks again and again."""
        drawer, scale = self.devices.drawer, self.devices.scale
        printers = [
            {'name': name, **printer.seen()} for name, printer in self.devices.printers.items()
        ]
        state = {
            'printers': printers,
            'drawer': drawer and {'open': drawer.is_open, 'openings': drawer.openings},
            'scale': scale and {'weight': scale.weight, 'unstable': scale.unstable},
            'scanner': self.devices.scanner and {'clients': self.devices.scanner.clients},
        }
        return web.json_response(state, headers=HEADERS)

    def receipt(self, request, _values):
        receipt = self._printer(request).receipt(int(request.match_info['number']))
        if receipt is None:
            return refuse(404, "This receipt is not kept any more.")
        return web.Response(body=receipt.png, content_type='image/png', headers=HEADERS)

    def fault(self, request, values):
        on = values.get('on')
        if not isinstance(on, bool) or not isinstance(values.get('fault'), str):
            raise BadInput('bad_switch', "A switch needs 'fault', a word, and 'on', true or false.")
        self._printer(request).switch(values['fault'], on)
        return done()

    def reset(self, request, _values):
        self._printer(request).reset()
        return done()

    def close_drawer(self, _request, _values):
        self._device('drawer').close()
        return done()

    def weigh(self, _request, values):
        self._device('scale').put(values.get('weight'), values.get('unstable') is True)
        return done()

    def scan(self, _request, values):
        clients = self._device('scanner').scan(values.get('code'))
        return web.json_response({'clients': clients}, headers=HEADERS)

    def _printer(self, request):
        try:
            return self.devices.printers[request.match_info['printer']]
        except KeyError:
            raise BadInput('unknown_printer', "There is no virtual printer of this name.") from None

    def _device(self, kind):
        device = getattr(self.devices, kind)
        if device is None:
            raise BadInput(f'no_{kind}', f"There is no virtual {kind}.")
        return device
