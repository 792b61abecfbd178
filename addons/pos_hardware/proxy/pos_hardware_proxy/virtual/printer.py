"""A printer made of paper in memory: what a till prints becomes pictures, faults are switches."""

import threading
import time
from contextlib import contextmanager

from ..contracts import Fault
from ..errors import BadInput, TransportError
from .drawer import Drawer
from .interpreter import Answer, Cut, Interpreter, PrinterState, Pulse, Recover
from .interpreter.status import STOPPING, automatic_status
from .paper import Paper
from .tray import Tray

DOTS = 576
"""The head of an 80 mm printer at 203 dpi."""
RECEIVE_BUFFER = 4096
"""Bytes that a printer takes while it cannot print, as Epson's TM series; then its line is busy."""
CHUNK = 1024
"""Bytes printed between two looks at the switches."""
MAX_ANSWERS = 4096
"""Bytes of answers that nobody fetches."""

PAPER_OUT, COVER_OPEN, OFFLINE = Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE
FAULTS = (PAPER_OUT, 'near_end', COVER_OPEN, OFFLINE, Fault.MUTE, 'unplugged')
"""Switches. Stopped printers (the first, third and fourth) answer, and print on afterwards;
``mute`` prints and never answers; ``unplugged`` refuses the line."""


class VirtualPrinter:
    """A :class:`~..contracts.Transport` that ends on paper in memory.

    :param str name: of the printer, for people.
    :param int dots: width of its head.
    :param dict code_pages: as the interpreter takes them; None: python-escpos' default profile.
    :param float speed: bytes a second that it takes; None: as fast as they come.

    ``tray`` has the receipts. A line is one client's: whoever closes it, closes it for all.
    """

    can_read = True

    def __init__(self, name, *, dots=None, code_pages=None, drawer=None, speed=None):
        self.name = f'virtual {name}'
        self.drawer, self.speed = drawer or Drawer(), speed
        self.tray, self.received, self.cuts, self.version = Tray(), 0, 0, 0
        self._state, self._faults, self._strike = PrinterState(), set(), None
        self._interpreter = Interpreter(Paper(dots or DOTS, self.tray.add), self._state, code_pages)
        self._held, self._answers, self._line = bytearray(), bytearray(), 0
        self.is_open = False
        self._changed = threading.Condition(threading.RLock())
        self.drawer.moved = self._drawer_moved

    # ---- the line ----

    def open(self):
        with self._changed:
            if 'unplugged' in self._faults:
                message = f"The {self.name} printer is unplugged; plug it in on its page."
                raise TransportError('unreachable', message)
            self.is_open = True

    def close(self):
        with self._changed:
            self.is_open = False
            self._changed.notify_all()

    def write(self, data, timeout):
        line, sent = self._line, 0
        while sent < len(data):
            with self._changed:  # taken anew for each part, so that the page gets its turn
                self._wait_for_room(line, timeout, sent)
                part = data[sent : sent + self._room()]
                self._take(part)
                sent += len(part)
                self._count_down(len(part))
                if self.speed:
                    self._pause(len(part) / self.speed)

    def read(self, count, timeout):
        with self._changed:
            line = self._line
            self._changed.wait_for(lambda: self._answers or self._is_gone(line), timeout)
            self._check(line)
            answer = bytes(self._answers[:count])
            del self._answers[:count]
            return answer

    def drain(self):
        with self._changed:
            self._answers.clear()

    def _is_gone(self, line):
        return not self.is_open or line != self._line

    def _check(self, line, sent=0):
        if self._is_gone(line):
            raise TransportError('gone', f"The {self.name} printer went away.", sent)

    def _room(self):
        room = RECEIVE_BUFFER - len(self._held) if self._state.stopped else CHUNK
        if self.speed:
            room = min(room, max(1, int(self.speed / 20)))
        return min(room, self._strike[0]) if self._strike else room

    def _wait_for_room(self, line, timeout, sent):
        self._changed.wait_for(lambda: self._room() > 0 or self._is_gone(line), timeout)
        self._check(line, sent)
        if self._room() <= 0:
            raise TransportError('timeout', f"The {self.name} printer takes nothing more.", sent)

    def _pause(self, seconds):
        """Let others in while the bytes are on their way."""
        ends = time.monotonic() + seconds
        while (left := ends - time.monotonic()) > 0:
            self._changed.wait(left)

    # ---- what it does with the bytes ----

    def _take(self, part):
        self.received += len(part)
        if not self._state.stopped:
            self._act(self._interpreter.feed(part))
            return
        start = 0
        for end, event in self._interpreter.realtime.find(part):
            self._held += part[start:end]
            start = end
            if self._interpreter.obeys(event):
                self._act([event])
        self._held += part[start:]

    def _act(self, events):
        for event in events:
            match event:
                case Answer(data):
                    self._answer(data)
                case Pulse(pin):
                    self.drawer.pulse(pin)
                case Cut():
                    self.cuts += 1
                case Recover(clear=True) if self._state.stopped:
                    self._held.clear()
                    self._interpreter.clear()
        self._tell()

    def _answer(self, data):
        if Fault.MUTE not in self._faults:
            self._answers += data
            del self._answers[:-MAX_ANSWERS]

    def _tell(self):
        self.version += 1
        self._changed.notify_all()

    # ---- the switches ----

    @property
    def faults(self):
        """Return which of FAULTS are on."""
        return frozenset(self._faults)

    def switch(self, fault, on):
        """Switch one of FAULTS; what was held back is printed when the last obstacle goes.

        :raises BadInput: no such fault.
        """
        if fault not in FAULTS:
            raise BadInput('unknown_fault', f"A fault is one of {', '.join(FAULTS)}.")
        with self._status_change():
            (self._faults.add if on else self._faults.discard)(fault)
            self._state.faults = self._faults & STOPPING
            self._state.near_end = 'near_end' in self._faults
            if 'unplugged' in self._faults:
                self._drop()
            if not self._state.stopped:
                held, self._held = bytes(self._held), bytearray()
                self._act(self._interpreter.process(held))

    def strike(self, fault, after):
        """Let a fault, or ``reset``, happen when ``after`` more bytes were taken."""
        with self._changed:
            self._strike = [after, fault]
            self._count_down(0)

    def _count_down(self, taken):
        if self._strike is None:
            return
        self._strike[0] -= taken
        if self._strike[0] <= 0:
            fault, self._strike = self._strike[1], None
            self.reset() if fault == 'reset' else self.switch(fault, True)

    def reset(self):
        """Switch off and on: what it had not printed is lost, and the line is gone."""
        with self._changed:
            self._drop()
            self._tell()

    def _drop(self):
        self._line, self.is_open = self._line + 1, False
        self._held.clear()
        self._answers.clear()
        self._interpreter.reset()
        self._interpreter.paper.tear(cut=False)

    @contextmanager
    def _status_change(self):
        """Send the automatic status, where it is switched on and has changed."""
        with self._changed:
            before = automatic_status(self._state)
            yield
            after = automatic_status(self._state)
            if self._interpreter.automatic and after != before:
                self._answer(after)
            self._tell()

    def _drawer_moved(self):
        with self._status_change():
            self._state.drawer_open = self.drawer.is_open

    # ---- what can be seen ----

    def receipt(self, number):
        """Return a kept receipt; number 0 is the paper that is not cut yet. None: not there."""
        with self._changed:
            if not number:
                paper = self._interpreter.paper
                return None if paper.is_blank else paper.receipt(cut=False)
            return self.tray.get(number)

    def seen(self):
        """Return what the page shows, as JSON can hold it; receipts newest first."""
        with self._changed:
            return {
                'version': self.version,
                'faults': sorted(self._faults),
                'held': len(self._held),
                'uncut': not self._interpreter.paper.is_blank,
                'receipts': self.tray.seen(),
            }
