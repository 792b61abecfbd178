"""A serial port, or one behind a network (``socket://``, ``rfc2217://``), by pyserial."""

import logging
import time
from urllib.parse import urlsplit

import serial

from ..errors import TransportError

try:
    import termios

    ERRORS = (OSError, ValueError, termios.error)  # termios.error is no OSError
except ImportError:  # Windows
    ERRORS = (OSError, ValueError)

LOG = logging.getLogger(__name__)
PARITIES = {'none': 'N', 'even': 'E', 'odd': 'O'}
FLOWS = {
    'none': {},
    'rtscts': {'rtscts': True},
    'xonxoff': {'xonxoff': True},
    'dsrdtr': {'dsrdtr': True},
}
SCHEMES = {'socket', 'rfc2217', 'loop'}  # the rest of pyserial's is for debugging
CHUNK = 64  # 67 ms at 9600 baud; pyserial does not tell how much of what timed out was taken


class SerialTransport:
    """Address: ``url`` (a device, or what ``serial_for_url`` knows), ``baudrate`` (9600),
    ``bytesize`` (8), ``parity`` (``none``), ``stopbits`` (1), ``flow`` (``none``).

    ``write`` returns when the line has sent everything (ports of this machine). In the ``sent`` of
    an error the chunk that timed out counts as sent: it may have been.
    """

    can_read = True

    def __init__(self, address):
        self.url = address.text('url')
        self.name = f'serial {self.url}'
        self._options = {
            'baudrate': address.number('baudrate', 300, 4_000_000, 9600),
            'bytesize': address.number('bytesize', 7, 8, 8),
            'parity': address.choice('parity', PARITIES, 'none'),
            'stopbits': address.number('stopbits', 1, 2, 1),
            **address.choice('flow', FLOWS, 'none'),
        }
        self._port = None
        self._check_url(address)

    def _check_url(self, address):
        scheme, colon, _rest = self.url.partition('://')
        if not colon:
            return
        try:
            parts = urlsplit(self.url)
            if scheme in SCHEMES and (scheme == 'loop' or (parts.hostname and parts.port)):
                return
        except ValueError as error:
            raise address.wrong('url', f"is {self.url!r:.80}: {error}.") from error
        raise address.wrong('url', f"is {self.url!r:.80}; it has to be like socket://host:port.")

    @property
    def is_open(self):
        return self._port is not None

    def open(self):
        if self.is_open:
            return
        try:
            self._port = serial.serial_for_url(self.url, exclusive=True, **self._options)
        except ERRORS as error:
            raise TransportError(
                'unreachable', f"{self.name} cannot be opened ({error}). Is the printer plugged in?"
            ) from error

    def close(self):
        port, self._port = self._port, None
        if port is not None:
            try:
                port.close()
            except ERRORS as error:
                LOG.info("%s: closing failed: %s", self.name, error)

    def write(self, data, timeout):
        port, sent = self._opened(), 0
        try:
            self._set('write_timeout', timeout)
            while sent < len(data):
                chunk = data[sent : sent + CHUNK]
                sent += len(chunk)
                port.write(chunk)
            self._wait_until_left(timeout)
        except (serial.SerialTimeoutException, TimeoutError) as error:
            sent -= self._forget_unsent()
            raise TransportError('timeout', f"{self.name} takes nothing more.", sent) from error
        except ERRORS as error:
            raise self._gone(error, sent) from error

    def _set(self, name, seconds):
        """Change a timeout; rfc2217 negotiates at each change and knows none for writing."""
        if name == 'write_timeout' and self.url.lower().startswith('rfc2217:'):
            return
        if getattr(self._port, name) != seconds:
            setattr(self._port, name, seconds)

    def _waiting(self):
        return getattr(self._port, 'out_waiting', 0)  # ports behind a network cannot tell

    def _wait_until_left(self, timeout):
        waiting, deadline = self._waiting(), time.monotonic() + timeout
        while left := self._waiting():
            if left < waiting:
                waiting, deadline = left, time.monotonic() + timeout
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(0.005)

    def _forget_unsent(self):
        """Empty the output buffer, or closing would wait for it; return how many bytes it held."""
        try:
            waiting = self._waiting()
            self._port.reset_output_buffer()
        except ERRORS as error:
            LOG.info("%s: the output buffer stays full: %s", self.name, error)
            return 0
        return waiting

    def read(self, count, timeout):
        port = self._opened()
        try:
            self._set('timeout', timeout)
            answer = port.read(1)
            more = min(port.in_waiting, count - 1) if answer else 0
            return answer + port.read(more) if more else answer
        except ERRORS as error:
            raise self._gone(error) from error

    def drain(self):
        port = self._opened()
        try:
            port.reset_input_buffer()
        except ERRORS as error:
            raise self._gone(error) from error

    def _opened(self):
        if self._port is None:
            raise TransportError('gone', f"{self.name} is not open.")
        return self._port

    def _gone(self, reason, sent=0):
        self.close()
        return TransportError('gone', f"{self.name} went away ({reason}).", sent)
