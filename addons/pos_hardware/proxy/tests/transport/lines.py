"""What the tests of all lines need: settings, and a printer that listens on a TCP port."""

import contextlib
import socket
import struct
import threading
import time

from pos_hardware_proxy.contracts import PrinterSettings
from pos_hardware_proxy.errors import TransportError
from pos_hardware_proxy.transport import open_transport


def line(connection, **address):
    return open_transport(PrinterSettings('counter', connection, address))


def failure(call, *arguments):
    """Return the TransportError that the call raises."""
    try:
        call(*arguments)
    except TransportError as error:
        return error
    raise AssertionError("Nothing was raised")


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("It did not happen in time")
        time.sleep(0.002)


class Emulator:
    """Listens on a free port of this machine, keeps what comes, answers DLE EOT and GS I.

    :param int buffer: size of its receive buffer, 0: as the system likes.
    """

    def __init__(self, buffer=0, model=b'TM-TEST', deaf=False):
        self.received = bytearray()
        self.connections = 0
        self.deaf = deaf  # reads nothing
        self.mute = False  # answers nothing
        self.status = b'\x12'
        self.pause = 0  # seconds between two reads
        self.close_after = None  # bytes
        self.model = model
        self._listener = socket.socket()
        if buffer:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self._listener.bind(('127.0.0.1', 0))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]
        self._peers = []
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_reason):
        # shutdown() wakes the thread in accept(), which would keep the port otherwise.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.hang_up()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                peer, _address = self._listener.accept()
                self._peers.append(peer)
                self.connections += 1
                if not self.deaf:
                    threading.Thread(target=self._serve, args=(peer,), daemon=True).start()

    def _serve(self, peer):
        with contextlib.suppress(OSError):
            while data := peer.recv(4096):
                self.received += data
                time.sleep(self.pause)
                if self.close_after is not None and len(self.received) >= self.close_after:
                    self.reset()
                elif not self.mute:
                    self._answer(peer, data)
            peer.close()

    def _answer(self, peer, data):
        if data.endswith(b'\x10\x04\x01'):
            peer.sendall(self.status)
        if data.endswith(b'\x1dIC'):
            peer.sendall(b'_' + self.model + b'\0')

    def say(self, data):
        self._peers[-1].sendall(data)

    def read_on(self):
        """Stop being deaf."""
        threading.Thread(target=self._serve, args=(self._peers[-1],), daemon=True).start()

    def hang_up(self):
        """Close the connections, as a printer does that was switched off properly."""
        for peer in self._peers:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
            peer.close()

    def reset(self):
        for peer in self._peers:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
            peer.close()
