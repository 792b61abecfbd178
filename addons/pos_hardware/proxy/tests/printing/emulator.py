"""A printer made of memory: a buffer, paper, real-time answers, and faults to switch."""

import re
import threading
import time

from pos_hardware_proxy.contracts import Fault
from pos_hardware_proxy.errors import TransportError

_REAL_TIME = re.compile(rb'\x10\x04([\x01-\x04])')
_REQUEST = re.compile(
    rb'\x1dr\x01|\x1d\(H\x06\x00\x30\x30(?P<id>.{4})|\x1d\(L\x04\x00\x30(?P<keys>\x40KC)'
    rb'|\x1d(?P<define>:)|\x1d(?P<call>\^\x01\x00\x00)',
    re.DOTALL,
)
STOPPING = {Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE, Fault.CUTTER, Fault.DEVICE_ERROR}


class Emulator:
    """The printer itself. What it prints lands in `paper`, byte for byte.

    :param dict at: {number of bytes on paper: function} called when the paper gets there.
    """

    def __init__(self, capacity=1 << 20):
        self.changed = threading.Condition()
        self.capacity = capacity
        self.buffer, self.paper, self.out = bytearray(), bytearray(), bytearray()
        self.faults = set()
        self.near_end = self.mute = self.gone = self.deaf = False
        self.confirms = True
        self.keeps_macros = self.echoes = False  # echoes: it carries out what it records
        self.macro, self.defining = None, False
        self.keys = None  # of the pictures it keeps; None: it does not tell them
        self.at = {}
        self.requests = []
        self.boots = 0
        self.busy = False  # its line is shut, for questions too, while its buffer is full

    def receive(self, data):
        """Take what fits; return how many bytes."""
        with self.changed:
            if self.busy and len(self.buffer) == self.capacity:
                return 0
            for match in _REAL_TIME.finditer(data):
                self._answer(bytes([self._status(match[1][0])]))
            rest = _REAL_TIME.sub(b'', data)
            if not rest:
                return len(data)
            taken = min(len(rest), self.capacity - len(self.buffer))
            self.buffer += rest[:taken]
            self._print()
            return taken if taken < len(rest) else len(data)

    def switch(self, **what):
        with self.changed:
            for name, value in what.items():
                setattr(self, name, value)
            self._print()
            self.changed.notify_all()

    def power_cycle(self, *, breaks=False):
        """Forget everything; `breaks` the line too, as USB and TCP do, but no serial port."""
        with self.changed:
            self.boots += breaks
            self.buffer.clear()
            self.out.clear()
            self.macro, self.defining = None, False
            self.faults.clear()

    def _answer(self, data):
        if not self.mute:
            self.out += data
            self.changed.notify_all()

    def _status(self, kind):
        has = self.faults.__contains__
        bits = {
            1: 0x04 | (0x08 if self.faults & STOPPING else 0),
            2: (0x04 if has(Fault.COVER_OPEN) else 0) | (0x20 if has(Fault.PAPER_OUT) else 0),
            3: (0x08 if has(Fault.CUTTER) else 0) | (0x20 if has(Fault.DEVICE_ERROR) else 0),
            4: (0x60 if has(Fault.PAPER_OUT) else 0) | (0x0C if self.near_end else 0),
        }
        return 0x12 | bits[kind]

    def _print(self):
        while self.buffer and not self.faults & STOPPING and not self.deaf:
            request = _REQUEST.search(bytes(self.buffer))
            stop = min([at for at in self.at if at > len(self.paper)], default=None)
            length = request.start() if request else len(self.buffer)
            if stop is not None:
                length = min(length, stop - len(self.paper))
            self.paper += self.buffer[:length]
            del self.buffer[:length]
            if stop == len(self.paper):
                self.at.pop(stop)()
            elif request:
                del self.buffer[: len(request[0])]
                self._obey(request)
        self.changed.notify_all()

    def _obey(self, request):
        """Answer a request, unless a macro is made of it or called by it."""
        if request['define'] and self.keeps_macros:
            self.defining = not self.defining
            self.macro = b'' if self.defining else self.macro
        elif request['call'] and self.keeps_macros:
            self.buffer[:0] = self.macro or b''
        elif not request['define'] and not request['call']:
            if self.defining:
                self.macro += request[0]
            if not self.defining or self.echoes:
                self.requests.append(request[0])
                self._answer(self._reply(request))

    def _reply(self, request):
        if request['keys']:
            return b'' if self.keys is None else b'\x37\x72\x40' + self.keys + b'\x00'
        if not self.confirms:
            return b''
        return b'\x37\x22' + request['id'] + b'\x00' if request['id'] else b'\x00'

    @property
    def text(self):
        return bytes(self.paper)


class EmulatedLine:
    """A Transport to an Emulator.

    :param break_at: bytes of all writes together after which the line breaks, once.
    """

    def __init__(self, emulator, *, can_read=True):
        self.name = 'emulated'
        self.can_read = can_read
        self.emulator = emulator
        self.break_at = None
        self.opened = 0
        self.written = bytearray()
        self._open, self._boots = False, 0

    @property
    def is_open(self):
        return self._open

    def open(self):
        if self.emulator.gone:
            raise TransportError('unreachable', "Nobody there")
        self.opened += not self._open
        self._open, self._boots = True, self.emulator.boots

    def close(self):
        self._open = False
        self.emulator.out.clear()

    def _check(self, sent=0):
        if self.emulator.gone or not self._open or self._boots != self.emulator.boots:
            self._open = False
            raise TransportError('gone', "The line broke", sent)

    def write(self, data, timeout):
        self._check()
        sent = 0
        if self.break_at is not None and len(self.written) + len(data) > self.break_at:
            sent = self.emulator.receive(data[: max(self.break_at - len(self.written), 0)])
            self.break_at = None
            self._open = False
            raise TransportError('gone', "The line broke", sent)
        deadline = time.monotonic() + timeout
        while True:
            taken = self.emulator.receive(data[sent:])
            self.written += data[sent : sent + taken]
            sent += taken
            self._check(sent)
            if sent == len(data):
                return
            with self.emulator.changed:
                if not taken and time.monotonic() > deadline:
                    raise TransportError('timeout', "It takes nothing more", sent)
                self.emulator.changed.wait(0.01)

    def read(self, count, timeout):
        self._check()
        with self.emulator.changed:
            self.emulator.changed.wait_for(lambda: self.emulator.out or self.emulator.gone, timeout)
            self._check()
            data = bytes(self.emulator.out[:count])
            del self.emulator.out[:count]
            return data

    def drain(self):
        self._check()
        self.emulator.out.clear()
