"""A file that grows, or a character device of the kernel, e.g. ``/dev/usb/lp0``."""

import errno
import logging
import os
import select
import stat

from ..errors import TransportError

FLAGS = (
    os.O_WRONLY
    | os.O_APPEND
    | getattr(os, 'O_NONBLOCK', 0)  # a device that takes nothing must not hold the thread
    | getattr(os, 'O_NOCTTY', 0)
    | getattr(os, 'O_BINARY', 0)
)
CHUNK = 16384
LOG = logging.getLogger(__name__)


class FileTransport:
    """Address: ``path``. What is appended to a file is on the disk when ``write`` returns."""

    can_read = False

    def __init__(self, address):
        self.path = address.text('path')
        self.name = f'file {self.path}'
        self._file = None
        self._regular = False

    @property
    def is_open(self):
        return self._file is not None

    def open(self):
        if self.is_open:
            return
        # Under /dev nothing is created: a plain file there would swallow the receipts of a printer
        # that is unplugged.
        create = 0 if os.path.abspath(self.path).startswith('/dev/') else os.O_CREAT
        try:
            self._file = os.open(self.path, FLAGS | create, 0o600)
            self._regular = stat.S_ISREG(os.fstat(self._file).st_mode)
        except (OSError, ValueError) as error:
            self.close()
            raise TransportError(
                'unreachable', f"{self.path} cannot be opened ({error}). Is the printer plugged in?"
            ) from error

    def close(self):
        handle, self._file = self._file, None
        if handle is not None:
            try:
                os.close(handle)
            except OSError as error:
                LOG.info("%s: closing failed: %s", self.name, error)

    def write(self, data, timeout):
        if self._file is None:
            raise TransportError('gone', f"{self.path} is not open.")
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._write_some(rest[:CHUNK], timeout) :]
            if self._regular:
                os.fsync(self._file)
        except OSError as error:
            raise self._failed(error, len(data) - len(rest)) from error

    def _write_some(self, chunk, timeout):
        try:
            return os.write(self._file, chunk)
        except BlockingIOError:
            poll = select.poll()
            poll.register(self._file, select.POLLOUT)
            if not poll.poll(timeout * 1000):
                raise TimeoutError('it takes nothing more') from None
            return 0

    def _failed(self, error, sent):
        self.close()
        if isinstance(error, TimeoutError):
            return TransportError('timeout', f"{self.path} takes nothing more.", sent)
        if error.errno == errno.ENOSPC:
            return TransportError(
                'no_space', f"{self.path}: no room on the disk, or no paper.", sent
            )
        return TransportError('gone', f"{self.path} cannot be written any more ({error}).", sent)

    def read(self, count, timeout):
        return b''

    def drain(self):
        return
