"""The emulated printer behind a real socket, and a plain line to it."""

import socket
import threading
import time

from pos_hardware_proxy.errors import TransportError

from .emulator import Emulator


class TcpPrinter:
    """Serves an Emulator on a free port of 127.0.0.1; a context manager.

    :param on_data: called after each piece that arrived.
    """

    def __init__(self, emulator=None, on_data=None):
        self.emulator = emulator or Emulator()
        self._on_data = on_data or (lambda: None)
        self._listener = socket.create_server(('127.0.0.1', 0))
        self.port = self._listener.getsockname()[1]
        self._connection = None
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *error):
        self._listener.shutdown(socket.SHUT_RDWR)
        self.reset()
        self._thread.join(5)
        self._listener.close()

    def reset(self):
        """Break the connection, as a printer does that is switched off."""
        connection = self._connection
        if connection:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it has ended by itself

    def _serve(self):
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection:
                self._connection = connection
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._talk(connection)
                self._connection = None

    def _talk(self, connection):
        self.emulator.out.clear()
        connection.settimeout(0.005)
        try:
            while True:
                self._receive(connection)
                with self.emulator.changed:
                    answer = bytes(self.emulator.out)
                    self.emulator.out.clear()
                connection.sendall(answer)
        except (EOFError, OSError):
            return

    def _receive(self, connection):
        try:
            data = connection.recv(4096)
        except TimeoutError:
            return
        if not data:
            raise EOFError
        while data:
            data = data[self.emulator.receive(data) :]
            self._on_data()
            if data:
                time.sleep(0.002)


class TcpLine:
    """A Transport over a socket, without what a real one has to be careful about."""

    can_read = True

    def __init__(self, port):
        self.name = f'tcp 127.0.0.1:{port}'
        self._port = port
        self._socket = None

    @property
    def is_open(self):
        return self._socket is not None

    def open(self):
        if not self._socket:
            try:
                self._socket = socket.create_connection(('127.0.0.1', self._port), 3)
            except OSError as error:
                raise TransportError('unreachable', str(error)) from error
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def close(self):
        if self._socket:
            self._socket.close()
        self._socket = None

    def _gone(self, error, sent=0):
        self.close()
        return TransportError('gone', f"The line broke ({error})", sent)

    def write(self, data, timeout):
        sent = 0
        try:
            self._socket.settimeout(timeout)
            while sent < len(data):
                sent += self._socket.send(data[sent:])
        except TimeoutError as error:
            raise TransportError('timeout', "It takes nothing more", sent) from error
        except (OSError, AttributeError) as error:
            raise self._gone(error, sent) from error

    def read(self, count, timeout):
        try:
            self._socket.settimeout(max(timeout, 0.001))
            data = self._socket.recv(count)
        except TimeoutError:
            return b''
        except (OSError, AttributeError) as error:
            raise self._gone(error) from error
        if not data:
            raise self._gone('closed')
        return data

    def drain(self):
        try:
            self._socket.settimeout(0)
            if not self._socket.recv(4096):
                raise self._gone('closed')
        except BlockingIOError:
            return
        except (OSError, AttributeError) as error:
            raise self._gone(error) from error
