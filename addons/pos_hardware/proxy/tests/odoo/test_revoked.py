"""Pairings that come, go, and are broken while the proxy runs."""

import asyncio

from pos_hardware_proxy.contracts import JobState

from .case import PlaneCase
from .fake import new, until


class TestRevoked(PlaneCase):
    async def test_a_revoked_proxy_says_so_asks_no_more_and_prints_on(self):
        await self.start()
        self.odoo.token = 'another'
        told = await self.print_here(new())
        self.assertEqual(told['state'], 'done')
        await until(lambda: self.link.state == 'revoked')
        await until(lambda: not self.odoo.sockets)
        await self.rest()
        before = len(self.odoo.headers)
        for _ in range(3):
            self.assertEqual((await self.print_here(new()))['state'], JobState.DONE)
        await asyncio.sleep(0.5)
        self.assertEqual(len(self.odoo.headers), before)
        _status, devices = await self.ask('GET', '/v1/devices')
        self.assertEqual(devices['odoo']['state'], 'revoked')
        self.assertIn("pair it again", devices['odoo']['message'])

    async def test_a_new_pairing_is_taken_up_without_a_restart(self):
        await self.start()
        self.odoo.token = 'another'
        await self.print_here(new())
        await until(lambda: self.link.state == 'revoked')
        self.pair('another')
        await until(lambda: self.link.state == 'online' and self.odoo.sockets)

    async def test_an_unpaired_proxy_leaves_and_lets_its_page_in_no_more(self):
        await self.start()
        page = {'Origin': self.odoo.url}
        self.assertEqual((await self.ask('GET', '/v1/devices', headers=page))[0], 200)
        self.path.unlink()
        await until(lambda: not self.odoo.sockets)
        status, answer = await self.ask('GET', '/v1/devices', headers=page)
        self.assertEqual((status, answer['error']['code']), (403, 'foreign_origin'))
        self.assertIsNone((await self.ask('GET', '/v1/devices'))[1]['odoo'])

    async def test_a_page_of_the_paired_odoo_is_let_in_while_that_is_down(self):
        self.pair()
        await self.odoo.go_down()
        await self.serve()
        await until(lambda: self.ready('receipt'))
        async with self.session.get(
            f'{self.url}/v1/devices', headers={'Origin': self.odoo.url}
        ) as answer:
            self.assertEqual(answer.status, 200)
            self.assertEqual(answer.headers['Access-Control-Allow-Origin'], self.odoo.url)

    async def test_a_pairing_that_is_not_whole_is_told_and_printing_goes_on(self):
        self.path.write_text('{"url": "https://sh')
        await self.serve()
        await until(lambda: self.ready('receipt'))
        self.assertEqual((await self.print_here(new()))['state'], 'done')
        _status, devices = await self.ask('GET', '/v1/devices')
        self.assertIn("pair the proxy again", devices['odoo']['message'])
