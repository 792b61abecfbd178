"""Odoo as the proxy sees it: real HTTP and a real websocket on a loopback address."""

import asyncio
import inspect
import logging
import secrets
import time
import uuid

from aiohttp import WSCloseCode, web
from hypothesis import HealthCheck, given, settings

TOKEN = 'token-of-the-proxy'
CHANNEL = 'a-secret-word'
WORK = {'id': 7, 'message': {'type': 'pos_hardware.work', 'payload': {}}}
QUIET = logging.getLogger('server_of_a_test')  # its lines are cut on purpose
QUIET.setLevel(logging.CRITICAL + 1)
LATER = 60  # seconds between two hellos, unless a test says otherwise


class FakeOdoo:
    """Answers as docs/planes.md says; what a test sets makes it misbehave.

    :param int poll: seconds that it tells the proxy.
    """

    def __init__(self, poll=LATER):
        self.poll, self.token, self.channel = poll, TOKEN, CHANNEL
        self.expires_in, self.interval, self.entered = 60, 1, True
        self.hellos, self.reports, self.fetches, self.begun = [], [], [], []
        self.jobs, self.known = {}, {}
        self.headers = []
        self.subscribed = []
        self.sockets = set()
        self.down = self.forgets = self.forgets_to_clear = self.deaf = False
        self.refuses = set()  # uuids that it will not store
        self.answers = {}  # path -> function of the request that answers in its place
        self.port = None
        self._codes = {}

    async def __aenter__(self):
        app = web.Application(middlewares=[self._gate], client_max_size=16 << 20)
        app.router.add_get('/websocket', self._websocket)
        app.router.add_get('/web/login', self._login)
        for name, answer in {
            'pair/begin': self._begin,
            'pair/poll': self._poll,
            'proxy/hello': self._hello,
            'proxy/fetch': self._fetch,
            'proxy/report': self._report,
        }.items():
            app.router.add_post(f'/pos_hardware/{name}', _rpc(answer))
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, logger=QUIET)
        await self._runner.setup()
        await self.listen()
        return self

    async def __aexit__(self, *_error):
        await self.hang_up()
        await self._runner.cleanup()

    async def listen(self):
        self._site = web.TCPSite(self._runner, '127.0.0.1', self.port or 0)
        await self._site.start()
        self.port = self._runner.addresses[0][1]
        self.url = f'http://127.0.0.1:{self.port}'

    async def go_down(self):
        """Nobody listens any more, and what stood is cut."""
        self.down = True
        await self._site.stop()
        await self.hang_up()

    async def come_back(self):
        self.down = False
        await self.listen()

    async def hang_up(self):
        for socket in tuple(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    # === WHAT A TEST DOES === #

    def queue(self, kind='receipt', printer='receipt', age=0.0, number=None, **values):
        """Have a job wait for the proxy; return its uuid."""
        number = number or new()
        job = {'uuid': number, 'printer': printer, 'kind': kind, 'document': '', **values}
        if kind == 'receipt':
            job.setdefault('receipt', receipt())
        self.jobs[number] = (job, time.monotonic() - age)
        return number

    async def wake(self, notification=WORK):
        for socket in tuple(self.sockets):
            await socket.send_json([notification])

    def states(self, number):
        """Return the states that were reported of a job, in their order."""
        return [job['state'] for job in self.reports if job['uuid'] == number]

    # === WHAT IT ANSWERS === #

    @web.middleware
    async def _gate(self, request, handler):
        self.headers.append((request.path, dict(request.headers)))
        if self.down:
            request.transport.abort()
            raise web.HTTPServiceUnavailable
        if request.path in self.answers:
            answer = self.answers[request.path](request)
            return await answer if inspect.isawaitable(answer) else answer
        needs_token = '/proxy/' in request.path
        if needs_token and request.headers.get('Authorization') != f'Bearer {self.token}':
            raise web.HTTPUnauthorized
        return await handler(request)

    async def _begin(self, name, version):
        self.begun.append((name, version))
        code = secrets.token_hex(8)
        self._codes[code] = time.monotonic() + self.expires_in
        return {
            'device_code': code,
            'user_code': 'WDJB-MJHT',
            'expires_in': self.expires_in,
            'interval': self.interval,
        }

    async def _poll(self, device_code):
        if self._codes.get(device_code, 0) < time.monotonic():
            return {'state': 'expired'}
        if not self.entered:
            return {'state': 'pending'}
        del self._codes[device_code]
        return {'state': 'paired', 'token': self.token, 'name': 'Till 1'}

    async def _hello(self, **values):
        self.hellos.append(values)
        return {'name': 'Till 1', 'channel': self.channel, 'poll': self.poll}

    async def _fetch(self, limit):
        self.fetches.append(limit)
        now = time.monotonic()
        jobs = [{**job, 'age': now - since} for job, since in self.jobs.values()]
        return {'jobs': jobs[:limit]}

    async def _report(self, jobs):
        self.reports += jobs
        if self.forgets:
            return {'known': []}
        for job in jobs:
            if job['uuid'] in self.refuses:
                continue
            if not self.forgets_to_clear:
                self.jobs.pop(job['uuid'], None)
            self.known[job['uuid']] = job
        names = [job['uuid'] for job in jobs]
        return {
            'known': [name for name in names if name not in self.refuses],
            'refused': [{'uuid': name, 'message': "Odd."} for name in self.refuses & set(names)],
        }

    async def _login(self, request):
        answer = web.Response(status=303, headers={'Location': '/elsewhere'})
        answer.set_cookie('session_id', f'session-of-{request.query["db"]}')
        return answer

    async def _websocket(self, request):
        if self.deaf or 'Origin' not in request.headers or 'User-Agent' in request.headers:
            raise web.HTTPBadRequest
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        try:
            async for message in socket:
                self._subscribe(socket, message.json())
        finally:
            self.sockets.discard(socket)
        return socket

    def _subscribe(self, socket, message):
        assert message['event_name'] == 'subscribe', message
        self.subscribed.append(message['data'])
        self.sockets.add(socket)


def _rpc(answer):
    async def handler(request):
        body = await request.json()
        result = await answer(**body['params'])
        return web.json_response({'jsonrpc': '2.0', 'id': body['id'], 'result': result})

    return handler


def new():
    """Return the uuid of another job."""
    return str(uuid.uuid4())


def receipt(text="Total due"):
    lines = [{'type': 'text', 'text': text}, {'type': 'cut'}]
    return {'version': 1, 'lines': lines}


async def until(condition, seconds=20):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("It did not come to that")
        await asyncio.sleep(0.005)


def examples(strategy, count):
    """Return so many values of a strategy, for what cannot be called once for each."""
    found = []

    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value):
        found.append(value)

    collect()
    return found
