"""What waits for a printer: jobs and pulses, in the order of their turn."""

import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, field

from ..contracts import JobKind, JobRequest


@dataclass(slots=True, eq=False)
class Ticket:
    """What a client holds of a job it handed in.

    :param Future accepted: the Job once it is on disk, or why it was not accepted.
    :param Future ended: the Job at its end, however it ended; an error if it was not accepted, or
        waits on disk because the proxy stops.
    :param bool known: once it is accepted: the same job had been handed in before.
    """

    accepted: Future = field(default_factory=Future)
    ended: Future = field(default_factory=Future)
    known: bool = False


@dataclass(slots=True, eq=False)
class Entry:
    """A job in the queue.

    :param bytes | None content: None once it is on disk and has to wait for its turn.
    :param Future | None accepted: whether it is new; only then it may be printed. None: it is.
    :param Ticket | None ticket: of a job that is not on disk yet, nor on its way there: the
        printer's thread puts its `request` there, in the commit that starts it.
    """

    uuid: str
    kind: JobKind
    content: bytes | None
    accepted: Future | None = None
    ticket: Ticket | None = None
    request: JobRequest | None = None

    def is_new(self):
        """Wait until it is on disk; return whether it was not there before, nor refused."""
        return self.accepted is None or self.accepted.result()


@dataclass(slots=True, eq=False)
class Pulse:
    """Somebody who waits for the drawer since `asked_at` (time.monotonic)."""

    asked_at: float
    done: Future = field(default_factory=Future)


class Inbox:
    """The queue of one printer: pulses first, then jobs as they came."""

    def __init__(self):
        self._changed = threading.Condition()
        self._entries = deque()
        self._pulses = deque()
        self._closed = False
        self._taking = False

    def put_idle(self, entry):
        """Put a job if its turn comes at once, because the printer has nothing else to do."""
        with self._changed:
            if self._entries or self._pulses or self._closed or not self._taking:
                return False
            self._entries.append(entry)
            self._changed.notify()
            return True

    def put(self, entry):
        with self._changed:
            self._entries.append(entry)
            self._changed.notify()

    def put_first(self, entry):
        with self._changed:
            self._entries.appendleft(entry)

    def put_pulse(self, pulse):
        with self._changed:
            self._pulses.append(pulse)
            self._changed.notify()

    def take(self, timeout):
        """Return the next Pulse or Entry, None after `timeout` seconds or when it is closed."""
        with self._changed:
            self._taking = True
            self._changed.wait_for(lambda: self._closed or self._pulses or self._entries, timeout)
            self._taking = False
            if self._closed:
                return None
            queue = self._pulses or self._entries
            return queue.popleft() if queue else None

    def remove(self, uuid):
        """Take out and return the job that waits under this uuid, or None."""
        with self._changed:
            waiting = (entry for entry in self._entries if entry.uuid == uuid and not entry.ticket)
            entry = next(waiting, None)
            if entry:
                self._entries.remove(entry)
            return entry

    def release_content(self, entry):
        """Let go of what is on disk now, if its turn has not come."""
        with self._changed:
            if entry in self._entries:
                entry.content = None

    def late_pulses(self, before):
        """Take out and return the pulses that were asked for before this moment."""
        with self._changed:
            late = [pulse for pulse in self._pulses if pulse.asked_at < before]
            self._pulses = deque(pulse for pulse in self._pulses if pulse not in late)
            return late

    def close(self):
        """Give out nothing more; return the pulses that waited and the tickets of nobody's jobs."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
            pulses, self._pulses = self._pulses, deque()
            return pulses, [entry.ticket for entry in self._entries if entry.ticket]

    def wait_closed(self, timeout):
        """Wait, but not longer than until it is closed; return whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, timeout)
