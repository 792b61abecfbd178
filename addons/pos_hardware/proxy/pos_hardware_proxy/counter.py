"""What stands on one counter: printers, drawer, scale and scanner, and who is told of changes."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from .errors import BadInput, ProxyError

# A subscriber that is this many changes behind does not read any more; it has to come back for a
# new snapshot, which is smaller than what it missed.
MAX_BEHIND = 256


class Scale(Protocol):
    """A scale. Blocking; asked by one thread at a time."""

    def read(self) -> float:
        """Return the stable weight in kg; raise ProxyError where there is none right now."""


class Scanner(Protocol):
    """A scanner; keeps a queue for each client, so that nothing is lost between two questions."""

    async def next(self, client_id: str, timeout: float) -> str | None:
        """Return the client's next code, None after ``timeout`` seconds without one."""


class Subscription:
    """The changes that one subscriber has not read yet; belongs to the loop it was made in."""

    def __init__(self, events, behind):
        self._events = events
        self._loop = asyncio.get_running_loop()
        self._changes = asyncio.Queue(behind)
        self.lagged = False
        self.over = asyncio.Event()

    async def next(self):
        """Return the next change (a dict)."""
        return await self._changes.get()

    def offer(self, change):
        """Hand over a change from any thread."""
        try:
            self._loop.call_soon_threadsafe(self._take, change)
        except RuntimeError:  # the loop is closed: nobody reads here any more
            self._events.forget(self)

    def _take(self, change):
        try:
            self._changes.put_nowait(change)
        except asyncio.QueueFull:
            self.lagged = True
            self.end()

    def end(self):
        """Give up; call it in the loop of the subscriber."""
        self._events.forget(self)
        self.over.set()


class Events:
    """Hands every change to every subscriber; none can make another one or a printer wait."""

    def __init__(self, behind=MAX_BEHIND):
        self._behind = behind
        self._lock = threading.Lock()
        self._subscriptions = set()

    def publish(self, change):
        """Tell a change (a dict that JSON can hold), from any thread, without waiting."""
        with self._lock:
            subscriptions = tuple(self._subscriptions)
        for subscription in subscriptions:
            subscription.offer(change)

    def subscribe(self):
        """Return a new :class:`Subscription`; call it in the loop that will read it."""
        subscription = Subscription(self, self._behind)
        with self._lock:
            self._subscriptions.add(subscription)
        return subscription

    def forget(self, subscription):
        with self._lock:
            self._subscriptions.discard(subscription)

    def __len__(self):
        with self._lock:
            return len(self._subscriptions)


async def settled(future, seconds):
    """Tell whether a concurrent future ended within ``seconds``.

    ``asyncio.wrap_future`` would cancel the future with whoever waits for it, and its owner, a
    printer's thread, could not tell its result any more.
    """
    if future.done():
        return True
    loop, ended = asyncio.get_running_loop(), asyncio.Event()

    def wake(_future):
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(ended.set)

    future.add_done_callback(wake)
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await ended.wait()
    return future.done()


@dataclass
class Counter:
    """What the configuration put on this counter.

    :param dict printers: name → :class:`~.printing.ReceiptPrinter` or what looks like it.
    :param str default: name of the printer of requests that name none.
    :param str drawer: '' or the name of the printer that the drawer hangs on.
    :param spool: the jobs on disk, :class:`~.spool.Spool`.
    :param dict drivers: name → how that printer is driven, for people.
    :param odoo: how it stands with the paired Odoo, :class:`~.odoo.link.Link`.
    """

    printers: dict
    default: str
    drawer: str = ''
    scale: Scale | None = None
    scanner: Scanner | None = None
    spool: Any = None
    events: Events = field(default_factory=Events)
    drivers: dict = field(default_factory=dict)
    odoo: Any = None

    def printer(self, name=''):
        """Return the printer of that name, or the default one.

        :raises BadInput: there is none.
        """
        try:
            return self.printers[name or self.default]
        except KeyError:
            message = "This proxy has no printer of that name; look at /v1/devices for its names."
            raise BadInput('unknown_printer', message) from None

    def drawer_printer(self, name=''):
        """Return the printer whose drawer is meant.

        :raises ProxyError: no drawer is configured.
        """
        if name or self.drawer:
            return self.printer(name or self.drawer)
        raise ProxyError('no_drawer', "No cash drawer is configured on this proxy.")
