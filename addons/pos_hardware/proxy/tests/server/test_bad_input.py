"""Whatever is sent, the answer is an error in the shape of its route: never a 500, never a hang."""

import asyncio
import base64
import gzip
import http.client
import io
import json
import threading
import unittest

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.errors import BadInput
from pos_hardware_proxy.server import Access, Limits, make_app
from pos_hardware_proxy.server.body import parse_object
from pos_hardware_proxy.server.limits import MAX_DEPTH
from pos_hardware_proxy.server.run import listening

from .fakes import PAGE, FakePrinter, FakeScale, FakeSpool, ServerCase
from .test_access import GUARDED, UUID

JSON = {'Origin': PAGE, 'Content-Type': 'application/json'}
POSTS = [path for method, path in GUARDED if method == 'POST']
SMALL = Limits(
    body=2 << 20, body_seconds=0.3, print_seconds=0.1, poll_seconds=0.01, drawer_seconds=0.1
)
few = settings(
    max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
contents = values | st.binary(max_size=40).map(lambda data: base64.b64encode(data).decode())
actions = st.fixed_dictionaries(
    {},
    optional={
        'action': values | st.sampled_from(['print_receipt', 'cashbox']),
        'receipt': contents,
    },
)
calls = st.fixed_dictionaries(
    {},
    optional={
        'id': values,
        'params': values | st.fixed_dictionaries({'data': values | actions}),
        'jsonrpc': values,
    },
)
jobs = st.fixed_dictionaries(
    {},
    optional={
        'uuid': values | st.uuids().map(str) | st.just(UUID),
        'printer': values | st.sampled_from(['', 'bar']),
        'kind': values | st.sampled_from(['image', 'receipt', 'raw']),
        'content': contents,
        'receipt': values | st.dictionaries(st.text(max_size=5), values, max_size=3),
    },
)


class TestAnything(unittest.TestCase):
    """The proxy runs in a thread, hypothesis asks over a real socket."""

    @classmethod
    def setUpClass(cls):
        cls.loop, started = asyncio.new_event_loop(), threading.Event()

        async def run():
            spool = FakeSpool()
            counter = Counter(
                {'bar': FakePrinter(spool, 'bar')}, 'bar', 'bar', FakeScale(), None, spool
            )
            cls.stop = asyncio.Event()
            app = make_app(counter, Access(origins=(PAGE,)), SMALL)
            async with listening(app, '127.0.0.1', 0) as addresses:
                cls.port = addresses[0][1]
                started.set()
                await cls.stop.wait()

        thread = threading.Thread(target=cls.loop.run_until_complete, args=(run(),))
        thread.start()
        cls.addClassCleanup(cls.loop.close)
        cls.addClassCleanup(thread.join)
        cls.addClassCleanup(lambda: cls.loop.call_soon_threadsafe(cls.stop.set))
        started.wait(20)
        cls.connection = http.client.HTTPConnection('127.0.0.1', cls.port, timeout=20)
        cls.addClassCleanup(cls.connection.close)

    def ask(self, path, body, method='POST', headers=JSON):
        """Return the status; the answer is checked to be JSON of the route's shape."""
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = json.loads(response.read())
        self.assertNotEqual(response.status, 500)
        self.assertEqual('jsonrpc' in answer, 'hw_proxy' in path)
        return response.status

    @few
    @given(st.sampled_from(POSTS), st.binary(max_size=200))
    def test_bytes(self, path, body):
        status = self.ask(path, body)
        if 'drawer' not in path and body[:1] != b'{':
            self.assertIn(status, {400, 404})

    @few
    @given(st.sampled_from(POSTS), values)
    def test_any_json(self, path, value):
        self.ask(path, json.dumps(value))

    @few
    @given(st.sampled_from(POSTS), calls)
    def test_anything_in_the_envelope(self, path, call):
        self.ask(path, json.dumps(call))

    @few
    @given(jobs)
    def test_any_job(self, job):
        status = self.ask('/v1/jobs', json.dumps(job))
        self.assertIn(status, {200, 201, 400, 404, 409, 422})

    @few
    @given(st.sampled_from(['GET', 'DELETE', 'PUT', 'PATCH']), st.text(max_size=30))
    def test_any_path(self, method, text):
        name = text.encode('utf-8', 'surrogatepass').hex('%')
        for start in ('/v1/jobs/%', '/v1/devices/%', '/p/%', '/t/%', '/v1/jobs?limit=%'):
            self.ask(start + name if name else '/v1/x', None, method)

    @few
    @given(
        st.dictionaries(
            st.sampled_from([
                'Host',
                'Origin',
                'Authorization',
                'Content-Type',
                'Content-Encoding',
                'Sec-Fetch-Site',
            ]),
            st.text(
                st.characters(min_codepoint=32, max_codepoint=255, exclude_characters='\x7f'),
                max_size=30,
            ),
        )
    )
    def test_any_header(self, headers):
        self.ask('/v1/jobs', '{}', headers=JSON | headers)


class TestBodies(ServerCase):
    limits = SMALL

    async def status(self, body, path='/hw_proxy/default_printer_action', **headers):
        status, _headers, answer = await self.send('POST', path, JSON | headers, data=body)
        self.assertIn('error', answer)
        self.assertEqual(self.bar.requests, {})
        return status, answer['error'].get('data', answer['error'])['code']

    async def test_a_body_that_is_too_large_is_refused(self):
        for path in ('/hw_proxy/default_printer_action', '/v1/jobs'):
            body = io.BytesIO(b'a' * (3 << 20))
            self.assertEqual(await self.status(body, path), (413, 'too_large'))

    async def test_only_json_in_utf8_is_read(self):
        for body in (b'', b'[]', b'1', b'{', b'\xff\xfe', b'{"a": NaN}', b'{"id": "\xe9"}'):
            self.assertEqual(await self.status(body), (400, 'bad_json'), body)
        self.assertEqual(await self.status('{}'.encode('utf-16')), (400, 'bad_json'))
        self.assertEqual(await self.status(b'{"a": ' + b'9' * 9999 + b'}'), (400, 'bad_json'))

    async def test_what_a_page_can_send_without_asking_is_not_read(self):
        for kind in ('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', ''):
            answer = await self.status(b'{}', **{'Content-Type': kind})
            self.assertEqual(answer, (415, 'content_type'))

    async def test_a_packed_body_is_not_unpacked(self):
        packed = gzip.compress(b'{}')
        answer = await self.status(packed, **{'Content-Encoding': 'gzip'})
        self.assertEqual(answer, (415, 'content_type'))

    async def test_a_body_that_does_not_come_is_not_waited_for(self):
        reader, writer = await self._begin(b'{"id": 1,')
        head = await asyncio.wait_for(reader.readline(), 3)
        self.assertIn(b' 408 ', head)
        writer.close()

    async def test_a_body_that_breaks_off_prints_nothing_and_the_next_is_served(self):
        _reader, writer = await self._begin(b'{"id": 1,')
        writer.close()
        self.assertIs(await self.result('/hw_proxy/handshake'), True)
        self.assertEqual(self.bar.requests, {})

    async def _begin(self, body):
        reader, writer = await asyncio.open_connection('127.0.0.1', self.port)
        head = (
            'POST /hw_proxy/default_printer_action HTTP/1.1\r\nHost: localhost\r\n'
            f'Origin: {PAGE}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n'
        )
        writer.write(head.encode() + body)
        await writer.drain()
        return reader, writer

    async def test_a_line_on_which_nothing_comes_is_closed(self):
        self.limits = Limits(idle_seconds=0.1)
        await self.listen()
        reader, writer = await asyncio.open_connection('127.0.0.1', self.port)
        writer.write(b'GET /hw_proxy/hello HTTP/1.1\r\nHost:')
        self.assertEqual(await asyncio.wait_for(reader.read(), 3), b'')
        writer.close()


class TestParser(unittest.TestCase):
    def test_depth_is_bounded_far_below_what_the_interpreter_stands(self):
        def nested(depth):
            return b'{"a":' + b'[' * (depth - 1) + b']' * (depth - 1) + b'}'

        parse_object(nested(MAX_DEPTH))
        for depth in (MAX_DEPTH + 1, 5_000, 1_000_000):
            with self.assertRaisesRegex(BadInput, "deeper|values"):
                parse_object(nested(depth))

    def test_many_small_values_are_not_unfolded(self):
        for piece in (b'[],', b'0,', b'{},', b'"",'):
            body = b'{"a":[' + piece * 600_000 + b'0]}'
            with self.assertRaisesRegex(BadInput, "more than"):
                parse_object(body)


class TestLargeBodies(ServerCase):
    limits = Limits(bodies=1, body_seconds=0.3)

    async def test_large_bodies_wait_for_one_another_and_small_ones_for_nobody(self):
        started = asyncio.get_running_loop().time()
        writers = [await self.half_sent() for _turn in range(2)]
        for _reader, writer in writers:
            self.addCleanup(writer.close)
        self.assertIs(await self.result('/hw_proxy/handshake'), True)
        for reader, _writer in writers:
            self.assertIn(b' 408 ', await asyncio.wait_for(reader.readline(), 20))
        self.assertGreater(asyncio.get_running_loop().time() - started, 0.55)  # one, then the other

    async def half_sent(self):
        reader, writer = await asyncio.open_connection('127.0.0.1', self.port)
        head = f'POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nOrigin: {PAGE}\r\n'
        writer.write(
            f'{head}Content-Type: application/json\r\nContent-Length: 99999\r\n\r\n{{'.encode()
        )
        return reader, writer
