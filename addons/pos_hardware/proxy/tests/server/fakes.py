"""A counter without devices, and a client on a real socket."""

import asyncio
import dataclasses
import threading
import unittest
from concurrent.futures import Future

import aiohttp
from pos_hardware_proxy.contracts import DeviceStatus, Job, JobState
from pos_hardware_proxy.counter import Counter
from pos_hardware_proxy.errors import BadInput, ProxyError
from pos_hardware_proxy.server import Access, Limits, make_app
from pos_hardware_proxy.server.run import listening

TOKEN = 'c2VjcmV0LXRva2Vu'
PAGE = 'https://pos.example.com'
READY = DeviceStatus(answered=True, asked_at=1.0)


class Ticket:
    def __init__(self):
        self.accepted, self.ended, self.known = Future(), Future(), False


class FakeSpool:
    def __init__(self):
        self.kept = {}
        self.threads = set()

    def job(self, uuid):
        self.threads.add(threading.current_thread())
        return self.kept.get(uuid)

    def jobs(self, limit, device=None):
        self.threads.add(threading.current_thread())
        return list(self.kept.values())[::-1][:limit]


class FakePrinter:
    """Ends each job at once as ``end`` says; ``end = None`` leaves it where ``state`` says."""

    def __init__(self, spool, name):
        self.spool, self.name = spool, name
        self.end, self.state = {'state': JobState.DONE}, JobState.QUEUED
        self.refusal = self.drawer_error = None
        self.drawer_answers = True
        self.requests, self.tickets, self.pulses, self.cancelling = {}, {}, [], set()
        self.now = READY
        self.submitted = threading.Event()

    def submit(self, request):
        known = self.requests.get(request.uuid)
        ticket = self.tickets.get(request.uuid) if known == request else Ticket()
        if self.refusal or (known and known != request):
            error = self.refusal or BadInput('uuid_reused', "Known with another content.")
            ticket.accepted.set_exception(error)
            ticket.ended.set_exception(error)
        elif known:
            ticket.known = True
        else:
            self._accept(request, ticket)
        self.submitted.set()
        return ticket

    def _accept(self, request, ticket):
        self.requests[request.uuid], self.tickets[request.uuid] = request, ticket
        job = Job(request.uuid, request.device, request.kind, self.state, accepted_at=5.0)
        self.spool.kept[request.uuid] = job
        ticket.accepted.set_result(job)
        if self.end:
            self.finish(request.uuid, **self.end)

    def finish(self, uuid, **end):
        job = dataclasses.replace(self.spool.kept[uuid], **end)
        self.spool.kept[uuid] = job
        self.tickets[uuid].ended.set_result(job)

    def cancel(self, uuid):
        self.cancelling.add(threading.current_thread())
        if self.spool.kept[uuid].state is not JobState.QUEUED:
            return False
        self.finish(uuid, state=JobState.FAILED, code='cancelled', message="Withdrawn.")
        return True

    def open_drawer(self, asked_at):
        future = Future()
        if self.drawer_error:
            future.set_exception(self.drawer_error)
        elif self.drawer_answers:
            self.pulses.append(asked_at)
            future.set_result(None)
        return future

    def status(self):
        return self.now


class FakeScale:
    def __init__(self):
        self.weight, self.error = 1.25, None

    def read(self):
        if self.error:
            raise self.error
        return self.weight


class FakeScanner:
    """Keeps a queue for each client it has seen."""

    def __init__(self):
        self.queues = {}
        self.asked = asyncio.Event()

    async def next(self, client_id, timeout):
        queue = self.queues.setdefault(client_id, asyncio.Queue())
        self.asked.set()
        try:
            async with asyncio.timeout(timeout):
                return await queue.get()
        except TimeoutError:
            return None

    def scan(self, code):
        for queue in self.queues.values():
            queue.put_nowait(code)


class ServerCase(unittest.IsolatedAsyncioTestCase):
    """A proxy on a free port with printers ``bar`` (default, with the drawer) and ``kitchen``."""

    access = Access(token=TOKEN, origins=(PAGE,))
    limits = Limits(print_seconds=0.2, poll_seconds=0.2, drawer_seconds=0.2, body_seconds=1)

    async def asyncSetUp(self):
        # Debugging of asyncio, on in this class, takes a traceback for every callback.
        asyncio.get_running_loop().set_debug(False)
        self.spool = FakeSpool()
        self.bar, self.kitchen = (FakePrinter(self.spool, name) for name in ('bar', 'kitchen'))
        self.counter = Counter(
            printers={'bar': self.bar, 'kitchen': self.kitchen},
            default='bar',
            drawer='bar',
            scale=FakeScale(),
            scanner=FakeScanner(),
            spool=self.spool,
        )
        await self.listen()

    async def listen(self):
        self.app = make_app(self.counter, self.access, self.limits)
        self.extend(self.app)
        addresses = await self.enterAsyncContext(listening(self.app, '127.0.0.1', 0))
        self.port = addresses[0][1]
        self.url = f'http://127.0.0.1:{self.port}'
        self.session = await self.enterAsyncContext(aiohttp.ClientSession())

    def extend(self, app):
        """Add routes before the proxy listens."""

    async def send(self, method, path, headers=None, **options):
        """Return status, headers and body (parsed where it is JSON) of an answer."""
        async with self.session.request(
            method, self.url + path, headers=headers or {'Origin': PAGE}, **options
        ) as response:
            is_json = response.content_type == 'application/json'
            body = await response.json() if is_json else await response.text()
            return response.status, response.headers, body

    async def rpc(self, path, params=None, **options):
        """Ask as the stock client does; return the parsed answer."""
        request = {'id': 7, 'jsonrpc': '2.0', 'method': 'call', 'params': params or {}}
        _status, _headers, body = await self.send('POST', path, json=request, **options)
        return body

    async def result(self, path, params=None, **options):
        answer = await self.rpc(path, params, **options)
        self.assertEqual(answer.keys(), {'jsonrpc', 'id', 'result'}, answer)
        return answer['result']


def bearer(token=TOKEN):
    return {'Authorization': f'Bearer {token}'}


def no_weight():
    return ProxyError('unstable', "The weight is not stable yet.")
