"""What a paired proxy tells its Odoo of itself."""

import asyncio
from unittest import mock

from pos_hardware_proxy.config.settings import AccessSettings
from pos_hardware_proxy.odoo import greeting

from .case import LOCAL_TOKEN, PlaneCase
from .fake import until


class TestHello(PlaneCase):
    async def test_it_tells_where_it_is_and_what_stands_on_the_counter(self):
        await self.start()
        hello = self.odoo.hellos[-1]
        self.assertEqual(hello['address'], 'http://127.0.0.1:8069')
        self.assertEqual(hello['local_token'], '')
        devices = {device['name']: device for device in hello['devices']}
        self.assertEqual(list(devices), ['receipt', 'kitchen', 'scale', 'scanner'])
        self.assertEqual(
            [devices[name]['kind'] for name in devices][1:],
            [
                'printer',
                'scale',
                'scanner',
            ],
        )
        self.assertTrue(devices['receipt']['default'] and devices['receipt']['drawer'])
        self.assertFalse(devices['kitchen']['default'] or devices['kitchen']['drawer'])
        self.assertEqual(devices['receipt']['driver'], 'virtual TM-T88V')

    async def test_another_status_of_a_device_is_told_at_once_and_once(self):
        await self.start()
        self.enterContext(mock.patch.object(greeting, 'SETTLE', 0.01))
        await until(lambda: self.odoo.hellos[-1]['devices'][0]['ready'])
        await self.rest()
        before = len(self.odoo.hellos)
        await self.fault('paper_out', on=True)
        await until(lambda: len(self.odoo.hellos) > before)
        device = self.odoo.hellos[-1]['devices'][0]
        self.assertEqual((device['ready'], device['faults']), (False, ['paper_out']))
        self.assertIn("out of paper", device['messages'][0])
        await asyncio.sleep(0.2)
        self.assertEqual(len(self.odoo.hellos), before + 1)

    async def test_a_new_channel_is_listened_to(self):
        self.odoo.poll = 5
        await self.start()
        self.odoo.channel = 'another-word'
        await until(lambda: self.odoo.subscribed[-1]['channels'] == ['another-word'])

    async def test_odoo_is_told_its_state_in_the_devices(self):
        await self.start()
        _status, devices = await self.ask('GET', '/v1/devices')
        told = devices['odoo']
        self.assertEqual((told['url'], told['name']), (self.odoo.url, 'Till 1'))
        self.assertEqual((told['state'], told['websocket']), ('online', True))


class TestHelloOfAGuardedProxy(PlaneCase):
    access = AccessSettings(token=LOCAL_TOKEN, token_required=True, hosts=('till1.local',))
    database = 'shop'

    async def test_tills_are_told_name_and_token_by_odoo(self):
        await self.start()
        hello = self.odoo.hellos[-1]
        self.assertEqual(hello['local_token'], LOCAL_TOKEN)
        self.assertEqual(hello['address'], 'http://till1.local:8069')

    async def test_the_database_is_named_and_the_websocket_gets_a_session_of_it(self):
        await self.start()
        headers = dict(self.odoo.headers)
        self.assertEqual(headers['/pos_hardware/proxy/hello']['X-Odoo-Database'], 'shop')
        self.assertEqual(headers['/websocket']['Cookie'], 'session_id=session-of-shop')
        self.assertEqual(headers['/websocket']['Origin'], self.odoo.url)
        for of_session in ('/websocket', '/web/login'):
            self.assertNotIn('X-Odoo-Database', headers[of_session])
            self.assertNotIn('Authorization', headers[of_session])
