"""CUPS: with a scheduler of our own, as Debian ships it, and a queue to a printer that fails."""

import os
import shutil
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

import serial

from .lines import Emulator, failure, wait_until
from .processes import PROXY, SYSTEM_PYTHON, Line, Talk

RECEIPT = bytes(range(256)) * 400

FILES = """
ServerRoot {root}
ServerBin {root}/lib
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/spool
TempDir {root}/spool/tmp
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
"""
SCHEDULER = """
Listen {root}/cups.sock
Browsing Off
LogLevel warn
DefaultAuthType None
<Location />
Allow all
</Location>
<Policy default>
<Limit All>
Allow all
</Limit>
</Policy>
"""
QUEUE = """
<Printer {name}>
DeviceURI till://127.0.0.1:{port}
State {state}
Accepting Yes
ErrorPolicy abort-job
</Printer>
"""
BACKEND = """#!/usr/bin/python3
import os, socket, sys
host, port = os.environ['DEVICE_URI'][len('till://'):].split(':')
printer = socket.create_connection((host, int(port)))
printer.sendall(sys.stdin.buffer.read() if len(sys.argv) < 7 else open(sys.argv[6], 'rb').read())
printer.shutdown(socket.SHUT_WR)
sys.exit(1 if printer.recv(1) else 0)  # it says something when it is unhappy
"""


class TestCups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        place = tempfile.TemporaryDirectory()
        cls.addClassCleanup(place.cleanup)
        cls.root = Path(place.name)
        cls.printer = Emulator()
        cls.addClassCleanup(cls.printer.__exit__)
        cls.start_scheduler()
        paths = [str(PROXY), str(Path(serial.__file__).parents[1])]  # pyusb and pyserial are pure
        cls.client = Talk(
            [SYSTEM_PYTHON, '-m', f'{__package__}.client', 'cups'],
            PYTHONPATH=os.pathsep.join(paths),
        )
        cls.addClassCleanup(cls.client.end)

    @classmethod
    def start_scheduler(cls):
        root = cls.root
        root.chmod(0o755)  # the backend runs as another user
        for name in ('lib/backend', 'cache', 'state', 'spool/tmp'):
            (root / name).mkdir(parents=True)
        for name in ('daemon', 'filter', 'cgi-bin', 'notifier', 'monitor'):
            (root / 'lib' / name).symlink_to(Path('/usr/lib/cups', name))
        backend = root / 'lib/backend/till'
        backend.write_text(BACKEND)
        backend.chmod(0o755)
        (root / 'cups-files.conf').write_text(FILES.format(root=root))
        (root / 'cupsd.conf').write_text(SCHEDULER.format(root=root))
        port = cls.printer.port
        queues = [('counter', 'Idle'), ('stopped', 'Stopped')]
        (root / 'printers.conf').write_text(
            ''.join(QUEUE.format(name=name, port=port, state=state) for name, state in queues)
        )
        command = [shutil.which('cupsd', path='/usr/sbin:/sbin'), '-f']
        command += ['-c', str(root / 'cupsd.conf'), '-s', str(root / 'cups-files.conf')]
        cls.scheduler = subprocess.Popen(command)
        cls.addClassCleanup(cls.scheduler.wait, 5)
        cls.addClassCleanup(cls.scheduler.terminate)
        wait_until((root / 'cups.sock').exists, 10)

    def setUp(self):
        self.printer.received.clear()
        self.printer.mute = True

    def line(self, queue='counter'):
        line = Line(self.client, queue=queue, server=str(self.root / 'cups.sock'))
        self.addCleanup(line.close)
        return line

    def opened(self):
        line = self.line()
        line.open()
        return line

    def test_the_bytes_arrive_as_they_are(self):
        self.opened().write(RECEIPT, 5)
        self.assertEqual(self.printer.received, RECEIPT)

    def test_nothing_can_be_read(self):
        self.assertEqual(self.opened().read(1, 0), b'')

    def test_a_job_that_the_backend_gives_up_is_told(self):
        self.printer.mute = False  # it answers, which this backend takes for a failure
        error = failure(self.opened().write, RECEIPT + b'\x10\x04\x01', 5)
        self.assertEqual((error.code, error.sent), ('print_failed', len(RECEIPT) + 3))

    def test_a_job_that_does_not_get_on_is_cancelled(self):
        self.printer.deaf = True
        self.addCleanup(setattr, self.printer, 'deaf', False)
        line = self.opened()
        start = time.monotonic()
        error = failure(line.write, RECEIPT * 50, 0.3)  # more than the buffers hold
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual((error.code, error.sent), ('timeout', len(RECEIPT) * 50))
        self.printer.hang_up()
        self.printer.deaf = False
        line.write(b'next', 5)
        self.assertEqual(self.printer.received, b'next')

    def test_a_queue_that_is_not_there_is_unreachable(self):
        self.assertEqual(failure(self.line('kitchen').open).code, 'unreachable')

    def test_a_stopped_queue_is_unreachable(self):
        error = failure(self.line('stopped').open)
        self.assertEqual(error.code, 'unreachable')
        self.assertIn("cupsenable", error.message)

    def test_a_scheduler_that_is_not_there_is_unreachable(self):
        for server in (str(self.root / 'nothing'), '127.0.0.1:1'):
            error = failure(Line(self.client, queue='counter', server=server).open)
            self.assertEqual(error.code, 'unreachable')

    def test_a_queue_that_was_stopped_since_got_nothing(self):
        line = self.opened()
        self.admin('cupsdisable')
        self.addCleanup(self.admin, 'cupsenable')
        error = failure(line.write, RECEIPT, 0.3)
        self.assertEqual((error.code, error.sent), ('timeout', 0))
        self.admin('cupsenable')
        line.write(b'next', 5)
        self.assertEqual(self.printer.received, b'next')

    def admin(self, command):
        subprocess.run([command, '-h', str(self.root / 'cups.sock'), 'counter'], check=True)
