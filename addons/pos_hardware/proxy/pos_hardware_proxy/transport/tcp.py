"""A printer that listens on a TCP port, by convention 9100 ("raw", "JetDirect")."""

import contextlib
import socket
import struct
import time

from ..errors import TransportError

try:
    import fcntl
except ImportError:  # Windows: nobody tells what is still in the kernel's buffer
    fcntl = None

CONNECT_SECONDS = 3.0
KEEPALIVE = {'TCP_KEEPIDLE': 10, 'TCP_KEEPINTVL': 5, 'TCP_KEEPCNT': 3}
MAX_UNREAD = 65536  # bytes kept of what a device sends unasked; a status is 4 at most
SIOCOUTQNSD = 0x894B  # linux/sockios.h: bytes in the send queue that have not left yet
ABORT = struct.pack('ii', 1, 0)  # SO_LINGER: close() throws away what has not left


class TcpTransport:
    """Address: ``host``, ``port`` (9100).

    ``write`` returns when all bytes have left this machine (Linux; elsewhere: when the kernel has
    them). The ``sent`` of an error are those that left; the rest is thrown away, so that no half
    receipt comes out later.
    """

    can_read = True

    def __init__(self, address):
        self.host = address.text('host')
        self.port = address.number('port', 1, 65535, 9100)
        try:
            self.host.encode('idna')
        except UnicodeError as error:
            raise address.wrong('host', f"is {self.host!r:.80}; that is no host name.") from error
        self.name = f'tcp {self.host}:{self.port}'
        self._socket = None
        self._unread = bytearray()

    @property
    def is_open(self):
        if self._socket is not None:
            self._notice_end()
        return self._socket is not None

    def open(self):
        if self.is_open:
            return
        try:
            self._socket = socket.create_connection((self.host, self.port), CONNECT_SECONDS)
        except OSError as error:
            raise TransportError(
                'unreachable',
                f"{self.name} cannot be reached ({error}). Is the printer on and in the network?",
            ) from error
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, seconds in KEEPALIVE.items():
            if hasattr(socket, option):
                self._socket.setsockopt(socket.IPPROTO_TCP, getattr(socket, option), seconds)

    def close(self):
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._unread.clear()

    def write(self, data, timeout):
        if not self.is_open:
            raise self._gone("it closed the connection")
        rest = memoryview(data)
        try:
            while rest:
                self._socket.settimeout(timeout)
                rest = rest[self._socket.send(rest) :]
            self._wait_until_left(timeout)
        except OSError as error:
            raise self._failed(error, len(data) - len(rest)) from error

    def _wait_until_left(self, timeout):
        waiting, deadline, pause = self._waiting(), time.monotonic() + timeout, 0.0005
        while left := self._waiting():
            if left < waiting:
                waiting, deadline = left, time.monotonic() + timeout
            if time.monotonic() > deadline:
                raise TimeoutError('the receive window stays shut')
            time.sleep(pause)
            pause = min(pause * 2, 0.02)

    def _waiting(self):
        if fcntl is None:
            return 0
        try:
            answer = fcntl.ioctl(self._socket, SIOCOUTQNSD, bytes(4))
        except OSError:  # no Linux
            return 0
        return struct.unpack('i', answer)[0]

    def _failed(self, error, taken):
        sent = max(0, taken - self._waiting())
        with contextlib.suppress(OSError):  # the connection may have ended already
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        if isinstance(error, TimeoutError):
            self.close()
            return TransportError('timeout', f"{self.name} takes nothing more.", sent)
        return self._gone(error, sent)

    def _gone(self, reason, sent=0):
        self.close()
        return TransportError('gone', f"The connection to {self.name} ended ({reason}).", sent)

    def read(self, count, timeout):
        if self._socket is None:
            raise self._gone("it is not open")
        if not self._unread:
            self._receive(timeout)
        answer = bytes(self._unread[:count])
        del self._unread[:count]
        return answer

    def _receive(self, timeout):
        """Take over what came; raise when the other side closed and nothing is left to read."""
        try:
            self._socket.settimeout(timeout)
            data = self._socket.recv(4096)
        except (BlockingIOError, TimeoutError):
            return False
        except OSError as error:
            raise self._gone(error) from error
        if not data:
            raise self._gone("the printer closed it")
        self._acknowledge()
        self._unread += data
        del self._unread[:-MAX_UNREAD]
        return True

    def _acknowledge(self):
        """Acknowledge at once: a printer that waits for it (Nagle) sends its next byte 40 ms later.

        Linux forgets the wish with every segment (tcp(7), TCP_QUICKACK).
        """
        if hasattr(socket, 'TCP_QUICKACK'):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _notice_end(self):
        """Close our side when the printer closed its own: a write into it would vanish."""
        with contextlib.suppress(TransportError):
            for _turn in range(MAX_UNREAD // 4096):
                if not self._receive(0):
                    return

    def drain(self):
        if not self.is_open:
            raise self._gone("the printer closed it")
        self._unread.clear()
