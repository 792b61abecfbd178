"""The page shows and switches the devices, for itself alone."""

import io
import re

from aiohttp.test_utils import AioHTTPTestCase
from PIL import Image
from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.server import Access, make_app
from pos_hardware_proxy.virtual import Devices, Scale, Scanner, VirtualPrinter, add_routes
from pos_hardware_proxy.virtual.page import FILES
from tests.virtual.helpers import CUT

ACTS = {
    '/virtual/printers/till/fault': {'fault': 'paper_out', 'on': True},
    '/virtual/printers/till/reset': {},
    '/virtual/drawer/close': {},
    '/virtual/scale': {'weight': 1.5},
    '/virtual/scan': {'code': '4006381333931'},
}
READS = ('/virtual/', '/virtual/state', '/virtual/page.js', '/virtual/printers/till/receipts/1.png')


class TestPage(AioHTTPTestCase):
    async def get_application(self):
        self.printer = VirtualPrinter('till')
        self.printer.open()
        self.printer.write(b'Total 5.00\n' + CUT + b'\x1bp\x00\x19\x19', 1)
        printers = {'till': self.printer}
        self.devices = Devices(printers, self.printer.drawer, Scale(), Scanner())
        app = make_app(Counter({}, ''), Access(hosts=('till.local',)))
        add_routes(app, self.devices)
        return app

    @property
    def origin(self):
        return str(self.client.make_url('')).rstrip('/')

    def state(self):
        drawer, scale = self.devices.drawer, self.devices.scale
        return self.printer.seen(), drawer.is_open, scale.weight, self.devices.scanner.clients

    async def post(self, path, values, **headers):
        headers = {'Origin': self.origin} | {k.replace('_', '-'): v for k, v in headers.items()}
        return await self.client.post(path, json=values, headers=headers)

    async def test_the_page_and_all_it_needs_are_served(self):
        for path in (*READS, '/virtual/page.css'):
            response = await self.client.get(path)
            self.assertEqual((response.status, path), (200, path))
            self.assertIn("frame-ancestors 'none'", response.headers['Content-Security-Policy'])
        picture = await self.client.get(READS[-1])
        self.assertEqual(Image.open(io.BytesIO(await picture.read())).size, (576, 30))

    async def test_nothing_is_fetched_from_elsewhere(self):
        for path in FILES.iterdir():
            self.assertIsNone(re.search(r'https?:|["\'(]//', path.read_text()), path.name)

    async def test_the_state_tells_of_every_device(self):
        state = await (await self.client.get('/virtual/state')).json()
        self.assertEqual(state['printers'][0]['name'], 'till')
        self.assertEqual(state['printers'][0]['receipts'][0]['number'], 1)
        self.assertEqual(state['drawer'], {'open': True, 'openings': 1})
        self.assertEqual(state['scale'], {'weight': 0.0, 'unstable': False})
        self.assertEqual(state['scanner'], {'clients': 0})

    async def test_its_buttons_do_what_they_say(self):
        await self.devices.scanner.next('client', 0)
        for path, values in ACTS.items():
            self.assertEqual((await self.post(path, values)).status, 200, path)
        self.assertEqual(self.printer.faults, {'paper_out'})
        self.assertFalse(self.printer.is_open)
        self.assertFalse(self.devices.drawer.is_open)
        self.assertEqual(self.devices.scale.read(), 1.5)
        self.assertEqual(await self.devices.scanner.next('client', 0), '4006381333931')

    async def test_a_foreign_page_does_nothing(self):
        before = self.state()
        for origin in ('https://evil.example', 'null', f'{self.origin}0', 'http://127.0.0.1', ''):
            for path, values in ACTS.items():
                response = await self.post(path, values, Origin=origin)
                self.assertEqual(response.status, 403, (origin, path))
                self.assertNotIn('Access-Control-Allow-Origin', response.headers)
        self.assertEqual(self.state(), before)

    async def test_a_request_without_origin_does_nothing(self):
        before = self.state()
        for path, values in ACTS.items():
            self.assertEqual((await self.client.post(path, json=values)).status, 403)
        self.assertEqual(self.state(), before)

    async def test_a_form_of_our_own_origin_does_nothing(self):
        before = self.state()
        for path in ACTS:
            headers = {'Origin': self.origin, 'Content-Type': 'text/plain'}
            response = await self.client.post(path, data='{}', headers=headers)
            self.assertEqual(response.status, 415)
        self.assertEqual(self.state(), before)

    async def test_a_rebound_name_sees_and_does_nothing(self):
        for path in READS:
            response = await self.client.get(path, headers={'Host': 'evil.example'})
            self.assertEqual(response.status, 403, path)
        for host in ('evil.example', '127.0.0.1.evil.example', '[', '127.0.0.1@evil.example'):
            response = await self.post(
                '/virtual/drawer/close', {}, Host=host, Origin=f'http://{host}'
            )
            self.assertIn(response.status, {400, 403}, host)
        self.assertTrue(self.devices.drawer.is_open)

    async def test_a_configured_name_is_let_in(self):
        headers = {'Host': 'till.local:8070', 'Origin': 'http://till.local:8070'}
        response = await self.post('/virtual/drawer/close', {}, **headers)
        self.assertEqual(response.status, 200)

    async def test_a_foreign_page_cannot_show_receipts(self):
        for site in ('cross-site', 'same-site'):
            headers = {'Sec-Fetch-Site': site}
            response = await self.client.get(READS[-1], headers=headers)
            self.assertEqual(response.status, 403)

    async def test_what_makes_no_sense_is_refused_with_a_sentence(self):
        for path, values in (
            ('/virtual/printers/till/fault', {'fault': 'on_fire', 'on': True}),
            ('/virtual/printers/till/fault', {'fault': 'mute', 'on': 1}),
            ('/virtual/printers/till/fault', {'fault': ['mute'], 'on': True}),
            ('/virtual/printers/nobody/reset', {}),
            ('/virtual/scale', {'weight': 'heavy'}),
            ('/virtual/scan', {}),
            ('/virtual/scan', []),
            ('/virtual/scan', {'code': 'x' * 9000}),
        ):
            response = await self.post(path, values)
            self.assertIn(response.status, {400, 404, 422}, (path, values))
            self.assertTrue((await response.json())['error']['message'].endswith('.'))
        self.assertEqual(
            (await self.client.get('/virtual/printers/till/receipts/99.png')).status, 404
        )
