"""Files and character devices, with the kernel's own that fail."""

import errno
import os
import stat
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest import mock

from .lines import failure, line, wait_until


class TestFile(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.path = Path(place.name, 'receipts.bin')

    def opened(self, path=None):
        transport = line('file', path=str(path or self.path))
        self.addCleanup(transport.close)
        transport.open()
        return transport

    def test_receipts_are_appended(self):
        for receipt in (b'one', b'two'):
            transport = self.opened()
            transport.write(receipt, 1)
            transport.close()
        self.assertEqual(self.path.read_bytes(), b'onetwo')

    def test_a_receipt_is_on_the_disk_itself_before_it_counts_as_written(self):
        transport = self.opened()
        with mock.patch('os.fsync', side_effect=OSError(errno.EIO, "broken")) as fsync:
            error = failure(transport.write, b'one', 1)
        fsync.assert_called_once()
        self.assertEqual((error.code, error.sent), ('gone', 3))

    def test_only_the_owner_reads_receipts(self):
        self.opened().write(b'one', 1)
        self.assertEqual(stat.S_IMODE(self.path.stat().st_mode) & 0o077, 0)

    def test_a_full_disk_is_told(self):
        transport = self.opened('/dev/full')
        error = failure(transport.write, b'receipt', 1)
        self.assertEqual((error.code, error.sent), ('no_space', 0))
        self.assertFalse(transport.is_open)

    def test_an_unplugged_device_is_not_made_a_file(self):
        path = Path('/dev/shm/../no-printer')
        self.addCleanup(path.unlink, missing_ok=True)
        self.assertEqual(failure(self.opened, path).code, 'unreachable')
        self.assertFalse(path.exists())

    def test_a_directory_that_is_missing_is_unreachable(self):
        self.assertEqual(failure(self.opened, self.path / 'deeper').code, 'unreachable')

    def test_a_pipe_that_nobody_reads_is_unreachable(self):
        os.mkfifo(self.path)
        self.assertEqual(failure(self.opened).code, 'unreachable')

    def test_a_reader_that_stalls_is_a_timeout_and_what_it_may_get_is_told(self):
        os.mkfifo(self.path)
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        transport = self.opened()
        start = time.monotonic()
        error = failure(transport.write, bytes(200_000), 0.1)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(error.code, 'timeout')
        self.assertEqual(error.sent, len(os.read(reader, 200_000)))

    def test_a_reader_that_goes_is_told(self):
        os.mkfifo(self.path)
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        transport = self.opened()
        os.close(reader)
        error = failure(transport.write, b'receipt', 1)
        self.assertEqual((error.code, error.sent), ('gone', 0))

    def test_what_was_taken_in_part_is_resumed_where_it_stopped(self):
        os.mkfifo(self.path)
        reader = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        transport, data, came = self.opened(), os.urandom(300_000), bytearray()
        with ThreadPoolExecutor() as pool:
            writing = pool.submit(transport.write, data, 1)
            wait_until(lambda: self.read_some(reader, came) or writing.done())
        writing.result()
        self.read_some(reader, came)
        self.assertEqual(bytes(came), data)

    def read_some(self, reader, came):
        try:
            while part := os.read(reader, 10_000):
                came += part
        except BlockingIOError:
            return False
        return False

    def test_a_closed_line_takes_nothing(self):
        self.assertEqual(failure(line('file', path=str(self.path)).write, b'a', 1).code, 'gone')
