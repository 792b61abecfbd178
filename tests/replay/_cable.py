"""The cable between a browser and Odoo: a port that passes everything on, until it is pulled."""

import socket
import threading
from contextlib import suppress

BYTES = 65536


class Cable:
    """What connects to `url` reaches the server at another port while the cable is in."""

    def __init__(self, target_port, host='127.0.0.1'):
        self._target, self._host = ('127.0.0.1', target_port), host
        self._lock = threading.Lock()
        self._pipes, self._listener, self._port = set(), None, 0
        self.plug_in()
        self.url = f'http://{host}:{self._port}'

    def plug_in(self):
        """Let connections through, at the same port as ever."""
        self._listener = socket.create_server((self._host, self._port))
        self._port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def pull(self):
        """Break off what is under way; whoever connects from now on is refused."""
        with self._lock:
            sockets, self._pipes = [self._listener, *self._pipes], set()
        for each in sockets:
            with suppress(OSError):  # the other side may have gone first
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def _accept(self, listener):
        while True:
            try:
                ours, _address = listener.accept()
            except OSError:
                return  # pulled
            theirs = socket.create_connection(self._target)
            with self._lock:
                if listener.fileno() == -1:
                    ours.close()
                    return
                self._pipes |= {ours, theirs}
            for ends in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, source, target):
        with suppress(OSError):  # pulled, or the other side has gone
            while data := source.recv(BYTES):
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
