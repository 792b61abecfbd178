"""A receipt printer at a TCP port, in a process of its own: it answers what it is asked, and tells
when a receipt is cut.

Started as a program, it prints its port, and then a line for each cut: nanoseconds of the monotonic
clock, which all processes of a machine share, when the cut had arrived, and the number of bytes
that came since the cut before.
"""

import contextlib
import re
import socket
import socketserver
import subprocess
import sys
import time
from pathlib import Path

# What has to be read as a whole: pictures and strings may hold any byte, and the rest of a command
# none that looks like one of these. (Epson, ESC/POS Command Reference.)
COMMAND = re.compile(
    rb'\x1dv0.(?P<raster>.{4})'  # GS v 0: bytes in a row, rows
    rb'|\x1d\((?P<function>.)(?P<length>..)'  # GS ( L, GS ( k, GS ( H...
    rb'|\x1d8L(?P<long>.{4})'  # GS 8 L
    rb'|\x10\x04(?P<status>[\x01-\x04])'  # DLE EOT
    rb'|\x1dr(?P<transmit>.)'  # GS r
    rb'|\x1dV(?P<cut>[\x00\x01\x30\x31]|[AB].)',  # GS V
    re.DOTALL,
)
LONGEST_HEAD = 8
ONLINE = b'\x12'  # to DLE EOT n: no fault
PAPER = b'\x00'  # to GS r 1: paper is there


class Line(socketserver.BaseRequestHandler):
    """One connection; what is told is about the connection alone, pictures are kept for all."""

    kept = []  # key codes

    def handle(self):
        self.request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer, self.received = b'', 0
        while data := self.request.recv(1 << 18):
            self.arrived = time.monotonic_ns()
            self.received += len(data)
            self.buffer += data
            self.obey()

    def obey(self):
        """Take whole commands from the buffer, and leave the beginning of one."""
        position = 0
        while match := COMMAND.search(self.buffer, position):
            end = match.end() + count_data(match)
            if end > len(self.buffer):
                self.buffer = self.buffer[match.start() :]
                return
            self.answer(match, self.buffer[match.end() : end])
            position = end
        self.buffer = self.buffer[max(position, len(self.buffer) - LONGEST_HEAD) :]

    def answer(self, match, data):
        if match['status']:
            self.request.sendall(ONLINE)
        elif match['transmit']:
            self.request.sendall(PAPER)
        elif match['function'] == b'H':  # function 48: the end of printing
            self.request.sendall(b'7\x22' + data[2:6] + b'\x00')
        elif match['function'] == b'L':
            self.answer_graphics(data)
        elif match['cut']:
            sys.stdout.write(f'{self.arrived} {self.received}\n')
            sys.stdout.flush()
            self.received = 0

    def answer_graphics(self, data):
        """Keep a picture (function 67) or tell which are kept (64)."""
        if data[1] == 67:
            self.kept.append(data[3:5])
        elif data[1] == 64:
            self.request.sendall(b'7r@' + b''.join(self.kept) + b'\x00')


def count_data(match):
    """Return how many bytes follow the head of a command."""
    if raster := match['raster']:
        return int.from_bytes(raster[:2], 'little') * int.from_bytes(raster[2:], 'little')
    return int.from_bytes(match['length'] or match['long'] or b'', 'little')


class Emulator:
    """The process, as the benchmark sees it."""

    def __init__(self, process):
        self.process = process
        self.port = int(process.stdout.readline())

    def wait_for_cut(self):
        """Return when the next receipt was cut (monotonic nanoseconds), and how many bytes came."""
        arrived, received = self.process.stdout.readline().split()
        return int(arrived), int(received)


@contextlib.contextmanager
def start():
    """Give an emulator that ends with us."""
    command = ['setpriv', '--pdeathsig', 'KILL', sys.executable, Path(__file__)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Emulator(process)
        finally:
            process.kill()


def main():
    socketserver.ThreadingTCPServer.daemon_threads = True
    with socketserver.ThreadingTCPServer(('127.0.0.1', 0), Line) as server:
        sys.stdout.write(f'{server.server_address[1]}\n')
        sys.stdout.flush()
        server.serve_forever()


if __name__ == '__main__':
    main()
