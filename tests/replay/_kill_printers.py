"""Three receipt printers on TCP ports, in a process of their own: _kill_printers.py FOLDER.

It says the ports as JSON, one object in one line. What a printer prints becomes lines of
FOLDER/NAME.paper, one for each mark that a job carries: text lines `#MARK#`, and rows of pictures
whose dots, read as bytes, begin with `%MARK%`. Nothing here is of the proxy: commands and their
lengths are from Epson's ESC/POS command reference.
"""

import json
import re
import select
import socket
import sys
import threading
import time
from pathlib import Path

# Bytes a second that get onto paper: the confirmation of a job comes as late as on a real printer.
SPEEDS = {'bar': 1_000_000, 'counter': 100_000, 'kitchen': 30_000}
BUFFER = 4096  # as the TM series has; a printer reads no further while it is full
SOCKET_BUFFER = 2048  # else a whole job is in the kernel's hands when its sender is killed
TICK = 0.005

REAL_TIME = re.compile(rb'\x10\x04([\x01-\x04])')
BEGUN = re.compile(rb'\x10\x04?$')
ANSWERS = {1: b'\x16', 2: b'\x12', 3: b'\x12', 4: b'\x12'}  # on line, closed, no error, paper
COVER_OPEN = ANSWERS | {1: b'\x1e', 2: b'\x16'}
OPEN_EVERY, OPEN_FOR = 7, 0.7  # seconds in which the first printer says so: those jobs fail
LENGTHS = {
    **dict.fromkeys((b'\x1bR', b'\x1ba', b'\x1bt', b'\x1b!', b'\x1dr'), 3),
    b'\x1dV': 4,
    b'\x1d(': 5,
    b'\x1dv': 8,
}  # all others: 2
TEXT_MARK = re.compile(rb'#(\w+-\d+)#')
ROW_MARK = re.compile(rb'%(\w+-\d+)%')


class Head:
    """Obeys commands one by one; a picture that was broken off swallows what comes next.

    :param paper: file of the marks
    :param answer: is called with the bytes that the printer says
    """

    def __init__(self, paper, answer):
        self._paper, self._answer = paper, answer
        self._stream, self._line = bytearray(), b''
        self._stride = self._rows = 0

    def take(self, data):
        self._stream += data
        while self._stream and (self._print_row() if self._rows else self._obey()):
            pass

    def _print_row(self):
        if len(self._stream) < self._stride:
            return False
        self._print(ROW_MARK.match(self._pop(self._stride)))
        self._rows -= 1
        return True

    def _obey(self):
        if self._stream[:1] not in (b'\x1b', b'\x1d'):
            return self._set_letter()
        command = bytes(self._stream[:2])
        length = LENGTHS.get(command, 2)
        if command == b'\x1d(' and len(self._stream) >= length:
            length += int.from_bytes(self._stream[3:5], 'little')
        if len(command) < 2 or len(self._stream) < length:
            return False
        self._act(command, self._pop(length))
        return True

    def _set_letter(self):
        letter = self._pop(1)
        if letter == b'\n':
            self._print(TEXT_MARK.match(self._line))
            self._line = b''
        elif letter != b'\x00':
            self._line += letter
        return True

    def _act(self, command, whole):
        if command == b'\x1b@':
            self._line = b''
        elif command == b'\x1dv':
            self._stride, self._rows = (
                int.from_bytes(whole[place : place + 2], 'little') for place in (4, 6)
            )
        elif command == b'\x1dr':
            self._answer(b'\x00')
        elif whole[2:3] == b'H':
            self._answer(b'\x37\x22' + whole[7:11] + b'\x00')
        elif whole[2:3] == b'L' and whole[6:7] == b'@':
            self._answer(b'\x37\x72\x40\x00')  # it keeps no logo for long: it wants it anew

    def _pop(self, count):
        data = bytes(self._stream[:count])
        del self._stream[:count]
        return data

    def _print(self, mark):
        if mark:
            self._paper.write(f'{mark[1].decode()}\n')
            self._paper.flush()


class Printer:
    """Serves one line after the other. What is in its buffer it prints, whoever is at the line.

    What it says while nobody is there it says to the next one: it may be taken for another answer.

    :param bool opens: somebody opens its cover now and then, which does not stop this one.
    """

    def __init__(self, paper, speed, opens):
        self._opens = opens
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER)
        self._listener.bind(('127.0.0.1', 0))
        self._listener.listen()
        self.port = self._listener.getsockname()[1]
        self._speed, self._line = speed, None
        self._begun, self._buffer, self._said = b'', bytearray(), bytearray()
        self._head = Head(paper, self._said.extend)

    def run(self):
        at = time.monotonic()
        while True:
            self._listen(TICK if self._buffer else 1)
            now = time.monotonic()
            self._work(int(self._speed * min(now - at, 2 * TICK)) + 1)
            at = now
            self._say()

    def _listen(self, seconds):
        if self._line and len(self._buffer) >= BUFFER:
            time.sleep(seconds)
            return
        source = self._line or self._listener
        if not select.select([source], [], [], seconds)[0]:
            return
        if self._line is None:
            self._line = source.accept()[0]
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return
        self._receive()

    def _receive(self):
        try:
            data = self._line.recv(BUFFER - len(self._buffer))
        except OSError:  # whoever was there has been killed
            data = b''
        if not data:
            self._hang_up()
            return
        data = self._begun + data
        begun = BEGUN.search(data)
        self._begun = begun[0] if begun else b''
        data = data.removesuffix(self._begun)
        answers = COVER_OPEN if self._opens and time.time() % OPEN_EVERY < OPEN_FOR else ANSWERS
        for match in REAL_TIME.finditer(data):
            self._said += answers[match[1][0]]
        self._buffer += REAL_TIME.sub(b'', data)

    def _work(self, count):
        """Print so many bytes; NUL costs no time."""
        while self._buffer and count > 0:
            part = self._buffer[:count]
            self._head.take(part)
            del self._buffer[:count]
            count = part.count(0)

    def _say(self):
        if self._line and self._said:
            try:
                self._line.sendall(self._said)
            except OSError:
                self._hang_up()
            self._said.clear()

    def _hang_up(self):
        self._line.close()
        self._line, self._begun = None, b''


def main(folder):
    printers = {
        name: Printer((Path(folder) / f'{name}.paper').open('w'), speed, name == 'bar')
        for name, speed in SPEEDS.items()
    }
    for printer in printers.values():
        threading.Thread(target=printer.run, daemon=True).start()
    sys.stdout.write(json.dumps({name: each.port for name, each in printers.items()}) + '\n')
    sys.stdout.flush()
    sys.stdin.read()  # until whoever started this is gone


if __name__ == '__main__':
    main(*sys.argv[1:])
