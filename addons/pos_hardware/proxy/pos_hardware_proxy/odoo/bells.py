"""What the workers of one pairing tell each other."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field

POLL = 60  # seconds


def ringing():
    """Return an event that is set: at the start everything has to be done."""
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Bells:
    """Rung by whoever notices, waited for by whoever has to act.

    :param devices: one may be another than what Odoo was told.
    :param work: Odoo may have jobs.
    :param news: something is to be reported.
    :param int poll: seconds after which to act without being rung for; Odoo says how many.
    :param bool more: there is more to fetch as soon as Odoo has stored what became of the last.
    """

    devices: asyncio.Event = field(default_factory=ringing)
    work: asyncio.Event = field(default_factory=ringing)
    news: asyncio.Event = field(default_factory=ringing)
    poll: int = POLL
    more: bool = False

    def set_poll(self, seconds):
        """Act every so many seconds from now on; who waits already waits no longer than that."""
        if seconds < self.poll:
            self.work.set()
            self.news.set()
        self.poll = seconds

    def stored(self):
        """Odoo has stored reports: what is behind those jobs in its queue can be fetched now."""
        if self.more:
            self.work.set()

    async def wait(self, bell):
        """Wait for a bell, or until it is time in any case."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.poll):
                await bell.wait()
