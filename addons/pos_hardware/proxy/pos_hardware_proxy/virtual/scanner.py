"""A scanner whose codes a hand on the page types."""

import asyncio
import threading
import time
from collections import OrderedDict, deque
from contextlib import suppress

from ..errors import BadInput

MAX_CODE = 512
"""Characters of a code; a QR code of a till is shorter."""
MAX_WAITING_CODES = 100
"""Codes that a client which does not ask finds later; the oldest go first."""
MAX_CLIENTS = 32
"""Clients that are remembered; the one who asked longest ago is forgotten first."""
MAX_ABSENCE = 300.0
"""Seconds without a question after which a client gets no more codes."""


class _Client:
    def __init__(self):
        self.codes = deque(maxlen=MAX_WAITING_CODES)
        self.asked_at, self.waiting, self.questions = time.monotonic(), None, 0


class Scanner:
    """Gives each scanned code to every client once, also to one that is between two questions."""

    def __init__(self):
        self._clients = OrderedDict()
        self._lock = threading.Lock()

    def scan(self, code):
        """Give a code to every client that asked lately; from any thread.

        :return: the number of clients that get it.
        :raises BadInput: it is empty, too long, or has characters that no scanner sends.
        """
        if not isinstance(code, str) or not 0 < len(code) <= MAX_CODE or not code.isprintable():
            message = f"A code has 1 to {MAX_CODE} printable characters."
            raise BadInput('bad_code', message)
        with self._lock:
            self._forget_absent()
            for client in self._clients.values():
                client.codes.append(code)
                self._wake(client)
            return len(self._clients)

    @property
    def clients(self):
        """Return how many clients get the next code."""
        with self._lock:
            self._forget_absent()
            return len(self._clients)

    async def next(self, client_id, timeout):
        """Return the client's next code; None after ``timeout`` seconds without one."""
        with self._lock:
            client = self._client(client_id)
            client.questions += 1
        try:
            async with asyncio.timeout(timeout):
                return await self._first_code(client)
        except TimeoutError:
            return None
        finally:
            client.questions -= 1

    async def _first_code(self, client):
        while True:
            with self._lock:
                if client.codes:
                    return client.codes.popleft()
                if client.waiting is None:
                    client.waiting = asyncio.get_running_loop(), asyncio.Event()
                _loop, scanned = client.waiting
            await scanned.wait()

    def _client(self, client_id):
        client = self._clients.setdefault(client_id, _Client())
        client.asked_at = time.monotonic()
        self._clients.move_to_end(client_id)
        while len(self._clients) > MAX_CLIENTS:
            self._clients.popitem(last=False)
        return client

    def _forget_absent(self):
        for client_id, client in list(self._clients.items()):
            absent = time.monotonic() - client.asked_at > MAX_ABSENCE
            if absent and not client.questions:
                del self._clients[client_id]

    @staticmethod
    def _wake(client):
        if client.waiting:
            loop, scanned = client.waiting
            client.waiting = None
            with suppress(RuntimeError):  # that loop is closed: nobody waits there any more
                loop.call_soon_threadsafe(scanned.set)
