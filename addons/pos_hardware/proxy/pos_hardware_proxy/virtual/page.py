"""The local page of the virtual devices, under ``/virtual/``."""

from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web

from ..errors import BadInput
from ..server.access import own_page
from ..server.body import read_object
from ..server.keys import LIMITS
from .drawer import Drawer
from .printer import VirtualPrinter
from .scale import Scale
from .scanner import Scanner

FILES = Path(__file__).parent / 'page'
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


def add_routes(app, devices):
    """Serve the page of some :class:`Devices` on an application of ``server.make_app``."""
    page = Page(devices)
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
        app.router.add_get(path, for_itself(handler))
    for path, handler in acts.items():
        app.router.add_post(path, for_itself(handler))


def for_itself(handler):
    """Make a route of a handler of the page: nobody else gets in, see ``server.access``."""

    @own_page
    async def route(request):
        is_act = request.method == 'POST'
        values = await read_object(request, request.app[LIMITS].body_seconds) if is_act else {}
        return handler(request, values)

    return route


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
            raise BadInput('not_found', "This receipt is not kept any more.")
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
