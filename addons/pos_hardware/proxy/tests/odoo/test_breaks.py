"""Lines that break, and an Odoo that is away or in trouble."""

import asyncio
import time
from unittest import mock

from aiohttp import web
from pos_hardware_proxy.odoo import client

from .case import PlaneCase
from .fake import new, until


class TestBreaks(PlaneCase):
    async def test_what_came_while_the_socket_was_broken_is_fetched_when_it_stands_again(self):
        await self.start()
        await self.rest()
        self.odoo.deaf = True
        await self.odoo.hang_up()
        await until(lambda: not self.link.websocket)
        number = self.odoo.queue()
        await asyncio.sleep(0.3)
        self.assertEqual(self.odoo.states(number), [])
        self.odoo.deaf = False
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])

    async def test_a_socket_that_is_silent_for_long_stands(self):
        self.enterContext(mock.patch.object(client, 'SECONDS_TO_ANSWER', 0.6))
        await self.start()
        first = set(self.odoo.sockets)
        await asyncio.sleep(1.5)
        self.assertEqual(self.odoo.sockets, first)
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])

    async def test_an_odoo_that_never_answers_makes_no_till_wait(self):
        await self.start()

        async def hang(_request):
            await asyncio.sleep(60)

        for name in ('hello', 'fetch', 'report'):
            self.odoo.answers[f'/pos_hardware/proxy/{name}'] = hang
        await self.odoo.wake()
        seconds = []
        for _ in range(10):
            start = time.monotonic()
            self.assertEqual((await self.print_here(new()))['state'], 'done')
            seconds.append(time.monotonic() - start)
        self.assertLess(min(seconds), 0.1)

    async def test_an_odoo_that_left_is_missed_at_once(self):
        await self.start()
        await self.odoo.go_down()
        await until(lambda: self.link.state == 'offline')
        await self.odoo.come_back()
        await until(lambda: self.link.state == 'online' and self.link.websocket)

    async def test_an_error_of_odoo_is_waited_out(self):
        await self.start()
        self.odoo.answers['/pos_hardware/proxy/fetch'] = lambda _request: web.Response(status=502)
        number = self.odoo.queue()
        await self.odoo.wake()
        await until(lambda: self.link.state == 'offline')
        self.odoo.answers.clear()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])
        await until(lambda: self.link.state == 'online')


class TestPolling(PlaneCase):
    poll = 5

    async def test_without_a_websocket_jobs_are_fetched_from_time_to_time(self):
        self.odoo.deaf = True
        self.pair()
        await self.serve()
        await until(lambda: self.link.state == 'online' and self.odoo.fetches)
        await until(lambda: self.ready('receipt'))
        number = self.odoo.queue()
        await until(lambda: self.odoo.states(number)[-1:] == ['done'])
        self.assertFalse(self.link.websocket)
