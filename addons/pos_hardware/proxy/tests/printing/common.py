"""A printer at work in a directory of its own."""

import itertools
import tempfile
import time
import unittest
from pathlib import Path

from pos_hardware_proxy.contracts import JobKind, JobRequest, PrinterSettings
from pos_hardware_proxy.errors import BadInput
from pos_hardware_proxy.printing import NO_LOGO, ReceiptPrinter
from pos_hardware_proxy.spool import Spool

from .emulator import EmulatedLine, Emulator
from .limits import LIMITS

PULSE = b'\x1bp\x00\x19\x19'

_numbers = itertools.count()


def encode(kind, content):
    if content == b'bad':
        raise BadInput('bad', "This content is bad")
    return content


class PrinterCase(unittest.TestCase):
    settings = {}
    limits = LIMITS

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name) / 'spool.sqlite'
        self.spool = self.open_spool()
        self.emulator = Emulator()
        self.line = EmulatedLine(self.emulator)
        self.events = []
        self.printer = None

    def open_spool(self):
        spool = Spool(self.path)
        self.addCleanup(spool.close)
        return spool

    def start(self, *, encode=encode, logo=NO_LOGO, **settings):
        settings = {'connection': 'usb', **self.settings, **settings}
        self.printer = ReceiptPrinter(
            PrinterSettings('bar', **settings),
            self.line,
            self.spool,
            self.events.append,
            encode=encode,
            logo=logo,
            pulse=PULSE,
            limits=self.limits,
        )
        self.addCleanup(self.printer.stop)
        deaf, self.emulator.deaf = self.emulator.deaf, False
        self.printer.start()
        if deaf:  # later than when the printer learns what it can ask for
            self.wait(lambda: self.emulator.requests)
            self.emulator.switch(deaf=True)
        return self.printer

    def request(self, content=b'receipt', uuid=None):
        return JobRequest(uuid or f'job-{next(_numbers)}', 'bar', JobKind.RAW, content)

    def submit(self, content=b'receipt', uuid=None):
        return self.printer.submit(self.request(content, uuid))

    def print(self, content=b'receipt', uuid=None):
        return self.submit(content, uuid).ended.result(20)

    def wait(self, condition, seconds=20):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, "It did not come to that")
            time.sleep(0.005)
