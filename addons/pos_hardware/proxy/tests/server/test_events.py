"""A subscriber hears everything or is told that it does not."""

import asyncio
import threading
import unittest
from concurrent.futures import Future
from unittest import mock

import aiohttp
from pos_hardware_proxy.counter import Events, settled
from pos_hardware_proxy.server import Limits, events, make_app
from pos_hardware_proxy.server.keys import SOCKETS
from pos_hardware_proxy.server.run import listening

from .fakes import PAGE, TOKEN, ServerCase
from .test_access import UUID
from .test_v1 import PICTURE

SECONDS = 20
UPGRADE = (
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n'
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=='
)


class TestEvents(unittest.IsolatedAsyncioTestCase):
    async def test_changes_come_from_any_thread_in_their_order(self):
        events = Events()
        one, two = events.subscribe(), events.subscribe()
        thread = threading.Thread(target=lambda: [events.publish({'n': n}) for n in range(50)])
        thread.start()
        for subscription in (one, two):
            heard = [(await subscription.next())['n'] for _i in range(50)]
            self.assertEqual(heard, list(range(50)))
        thread.join()

    async def test_a_subscriber_that_does_not_read_is_dropped_and_no_other(self):
        events = Events(behind=3)
        slow, quick = events.subscribe(), events.subscribe()
        for n in range(4):
            events.publish({'n': n})
            self.assertEqual(await quick.next(), {'n': n})
        self.assertTrue(slow.lagged and slow.over.is_set())
        self.assertFalse(quick.lagged)
        self.assertEqual(len(events), 1)

    async def test_a_subscriber_whose_loop_is_closed_disturbs_nobody(self):
        events = Events()

        async def subscribe():
            events.subscribe()

        await asyncio.to_thread(asyncio.run, subscribe())
        self.assertEqual(len(events), 1)
        events.publish({'n': 1})
        self.assertEqual(len(events), 0)

    async def test_waiting_for_a_future_never_cancels_it(self):
        future = Future()
        self.assertFalse(await settled(future, 0.01))
        waiting = asyncio.ensure_future(settled(future, SECONDS))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        future.set_result('done')
        self.assertTrue(await settled(future, 0.01))


class TestSocket(ServerCase):
    limits = Limits(sockets=2, stop_seconds=1)

    async def connect(self, path='/v1/events', headers=None):
        url = f'ws://127.0.0.1:{self.port}{path}'
        return await self.session.ws_connect(url, headers=headers or {'Origin': PAGE})

    async def test_a_snapshot_comes_first_then_each_change(self):
        job = {'uuid': UUID, 'printer': 'bar', 'kind': 'image', 'content': PICTURE}
        await self.send('POST', '/v1/jobs', json=job)
        async with await self.connect() as socket:
            snapshot = await socket.receive_json(timeout=SECONDS)
            self.assertEqual(snapshot['type'], 'snapshot')
            self.assertEqual([job['uuid'] for job in snapshot['jobs']], [UUID])
            self.assertEqual([p['name'] for p in snapshot['printers']], ['bar', 'kitchen'])
            for change in ({'type': 'job', 'n': 1}, {'type': 'device', 'n': 2}):
                self.counter.events.publish(change)
                self.assertEqual(await socket.receive_json(timeout=SECONDS), change)

    async def test_the_upgrade_asks_for_origin_or_token(self):
        path = f'/t/{TOKEN}/v1/events'
        async with await self.connect(path, {'Accept': '*/*'}) as socket:
            await socket.receive_json(timeout=SECONDS)
        for headers in ({'Origin': 'https://evil.example'}, {'Accept': '*/*'}):
            with self.assertRaises(aiohttp.WSServerHandshakeError):
                await self.connect(headers=headers)

    async def test_a_page_that_does_not_read_is_told_and_dropped(self):
        async with await self.connect() as socket:
            await socket.receive_json(timeout=SECONDS)
            large = {'type': 'job', 'message': 'x' * 100_000}
            while len(self.counter.events):
                self.counter.events.publish(large)
                await asyncio.sleep(0)
            said = large
            while said == large:
                said = await socket.receive_json(timeout=SECONDS)
            self.assertEqual(said['type'], 'lagged')
            closing = await socket.receive(timeout=SECONDS)
            self.assertEqual((closing.type, closing.data), (aiohttp.WSMsgType.CLOSE, 1013))

    def extend(self, app):
        async def note(request, _response):
            self.socket = request.transport.get_extra_info('socket')

        app.on_response_prepare.append(note)

    async def test_a_page_that_never_reads_is_hung_up_on(self):
        head = f'Host: localhost\r\nOrigin: {PAGE}\r\n{UPGRADE}\r\n\r\n'
        _reader, writer = await asyncio.open_connection('127.0.0.1', self.port, limit=1)
        writer.write(f'GET /v1/events HTTP/1.1\r\n{head}'.encode())
        async with asyncio.timeout(SECONDS):
            with mock.patch.object(events, 'CLOSE_SECONDS', 0.1):
                while not len(self.counter.events):
                    await asyncio.sleep(0.001)
                while len(self.app[SOCKETS]):
                    self.counter.events.publish({'type': 'job', 'message': 'x' * 1_000_000})
                    await asyncio.sleep(0.001)
            while self.socket.fileno() != -1:
                await asyncio.sleep(0.01)
        writer.close()

    async def test_a_plain_get_is_no_subscription(self):
        status, _headers, body = await self.send('GET', '/v1/events')
        self.assertEqual((status, body['error']['code']), (400, 'bad_request'))
        self.assertEqual(len(self.counter.events), 0)

    async def test_a_page_that_left_is_forgotten(self):
        socket = await self.connect()
        await socket.receive_json(timeout=SECONDS)
        await socket.close()
        async with asyncio.timeout(SECONDS):
            while len(self.counter.events):
                await asyncio.sleep(0.01)

    async def test_only_so_many_may_listen(self):
        sockets = [await self.connect() for _i in range(2)]
        with self.assertRaises(aiohttp.WSServerHandshakeError) as refused:
            await self.connect()
        self.assertEqual(refused.exception.status, 503)
        for socket in sockets:
            await socket.close()

    async def test_stopping_the_proxy_sends_the_listeners_home(self):
        app = make_app(self.counter, self.access, Limits(stop_seconds=30))
        async with aiohttp.ClientSession() as session, asyncio.timeout(SECONDS):
            async with listening(app, '127.0.0.1', 0) as addresses:
                url = f'http://127.0.0.1:{addresses[0][1]}'
                socket = await session.ws_connect(f'{url}/v1/events', headers={'Origin': PAGE})
                await socket.receive_json()
                poll = asyncio.ensure_future(
                    session.post(f'{url}/hw_proxy/scanner', json={}, headers={'Origin': PAGE})
                )
                await self.counter.scanner.asked.wait()
            with self.assertRaises(aiohttp.ClientError):
                await poll
            closing = await socket.receive()
            self.assertIn(closing.type, {aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSE})
            await socket.close()
