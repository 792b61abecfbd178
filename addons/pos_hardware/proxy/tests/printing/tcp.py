"""The emulated printer behind a real socket."""

import socket
import threading
import time

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
        self._thread.join(20)
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
