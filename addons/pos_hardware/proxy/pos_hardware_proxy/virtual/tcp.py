"""A virtual printer on a TCP port, as a printer listens on 9100."""

import socket
import threading
from contextlib import closing, suppress

from ..errors import TransportError

WAIT = 3600.0
"""Seconds that a busy printer may keep its sender waiting; whoever sends gives up earlier."""


class TcpPrinter:
    """Serves one connection after the other, as printers do.

    :param VirtualPrinter printer: where the bytes go.
    :param int port: 0: any free one; then ``address`` tells which.
    """

    def __init__(self, printer, host='127.0.0.1', port=0):
        self.printer = printer
        self._listener = socket.create_server((host, port))
        self.address = self._listener.getsockname()
        self._connection = None
        self._thread = threading.Thread(target=self._serve, name='virtual-tcp', daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error):
        self.stop()

    def stop(self):
        """Close the port and the connection."""
        self.printer.close()
        for one in (self._listener, self._connection):
            if one is not None:
                with suppress(OSError):  # the other side has closed it already
                    one.shutdown(socket.SHUT_RDWR)
                one.close()
        self._thread.join(5)

    def _serve(self):
        while True:
            try:
                self._connection, _peer = self._listener.accept()
            except OSError:  # stop() closed the port
                return
            with closing(self._connection):
                self._talk(self._connection)

    def _talk(self, connection):
        """Carry bytes both ways until either side ends; an unplugged printer ends at once."""
        try:
            self.printer.open()
        except TransportError:
            return
        answers = threading.Thread(target=self._answer, args=(connection,), daemon=True)
        answers.start()
        with suppress(OSError, TransportError):  # either end of the line may go at any moment
            while data := connection.recv(4096):
                self.printer.write(data, WAIT)
        self.printer.close()
        answers.join()

    def _answer(self, connection):
        """Send what the printer says; when it goes away, so does the connection."""
        with suppress(OSError, TransportError):
            while True:
                if answer := self.printer.read(4096, WAIT):
                    connection.sendall(answer)
        with suppress(OSError):
            connection.shutdown(socket.SHUT_RDWR)
