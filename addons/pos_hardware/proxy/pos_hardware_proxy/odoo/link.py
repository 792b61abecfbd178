"""How it stands between this proxy and its Odoo, and how long to wait after a failure."""

import asyncio
import logging
import random
import time
import weakref
from contextlib import suppress

_logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds


class Link:
    """What is told of the pairing; belongs to the event loop.

    :param state: ``unpaired``, ``connecting`` (nothing was tried yet), ``online``, ``offline``, or
        ``revoked``: Odoo lets this proxy in no more.
    """

    def __init__(self):
        self.take(None)

    def take(self, pairing, message=''):
        """Begin with another pairing, or none."""
        self._pairing = pairing
        self.state = 'connecting' if pairing else 'unpaired'
        self.message = message
        self.websocket, self._deaf = False, ''
        self._seen_at = None
        self._pauses = weakref.WeakSet()

    def reached(self):
        """Odoo has answered; who waits after a failure tries again now."""
        self._seen_at = time.time()
        if self.state == 'online':
            return
        _logger.info("Odoo is reached")
        self.state, self.message = 'online', ''
        for pause in tuple(self._pauses):
            pause.cut()

    def failed(self, error):
        """Odoo has not answered, or not as it should."""
        if self._pairing and (self.state, self.message) != ('offline', error.message):
            _logger.warning("%s", error.message)
        self.state, self.message = 'offline', error.message

    def revoked(self, error):
        _logger.error("%s", error.message)
        self.state, self.message, self.websocket = 'revoked', error.message, False

    def heard(self):
        """The websocket stands."""
        self.websocket, self._deaf = True, ''
        self.reached()

    def unheard(self, error=None):
        """It does not stand; jobs are fetched from time to time only."""
        self.websocket = False
        if error and error.code == 'unreached':
            self.failed(error)
        elif error and error.message != self._deaf:
            _logger.warning("%s", error.message)
            self._deaf = error.message

    def backoff(self):
        """Return a new Backoff that ends when Odoo is reached again."""
        backoff = Backoff()
        self._pauses.add(backoff)
        return backoff

    def told(self):
        """Return what /v1/devices tells; None where there is no pairing, nor a broken one."""
        if self._pairing is None and not self.message:
            return None
        return {
            'url': self._pairing and self._pairing.url,
            'database': self._pairing and self._pairing.database,
            'name': self._pairing and self._pairing.name,
            'state': self.state,
            'message': self.message,
            'websocket': self.websocket,
            'seen_at': self._seen_at,
        }


class Backoff:
    """Pauses that double from failure to failure; by chance shorter, for many proxies lose one
    Odoo at the same moment."""

    def __init__(self):
        self._next = FIRST_PAUSE
        self._cut = asyncio.Event()

    def seconds(self):
        """Return how long the pause after one more failure is."""
        seconds = self._next * random.uniform(0.5, 1)
        self._next = min(2 * self._next, LONGEST_PAUSE)
        return seconds

    async def pause(self):
        self._cut.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.seconds()):
                await self._cut.wait()

    def cut(self):
        """End the pause that lasts."""
        self._cut.set()

    def reset(self):
        self._next = FIRST_PAUSE
