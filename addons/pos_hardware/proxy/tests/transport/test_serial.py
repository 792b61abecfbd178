"""Serial: over a pseudo-terminal of the kernel, and over a network."""

import os
import pty
import select
import socket
import threading
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import serial
import serial.rfc2217

from .lines import Emulator, failure, line, wait_until


class TestSerial(unittest.TestCase):
    def setUp(self):
        self.printer, self.slave = pty.openpty()
        self.addCleanup(self.unplug)
        self.transport = line('serial', url=os.ttyname(self.slave), baudrate=115200)
        self.addCleanup(self.transport.close)
        self.transport.open()

    def unplug(self):
        for side in (self.printer, self.slave):
            if side is not None:
                os.close(side)
        self.printer = self.slave = None

    def receive(self, size):
        data = b''
        while len(data) < size and select.select([self.printer], [], [], 1)[0]:
            data += os.read(self.printer, size)
        return data

    def test_bytes_arrive_as_they_are(self):
        data = bytes(range(256)) * 40
        with ThreadPoolExecutor() as pool:
            writing = pool.submit(self.transport.write, data, 1)
            self.assertEqual(self.receive(len(data)), data)
        writing.result()

    def test_the_printer_answers_and_the_answer_comes_at_once(self):
        os.write(self.printer, b'\x12\x14')
        start = time.monotonic()
        answer = self.transport.read(8, 2)
        answer += self.transport.read(8, 2) if len(answer) < 2 else b''
        self.assertEqual(answer, b'\x12\x14')
        self.assertLess(time.monotonic() - start, 2)

    def test_a_mute_printer_costs_the_timeout(self):
        self.assertEqual(self.transport.read(1, 0.05), b'')

    def test_what_came_too_late_is_thrown_away(self):
        os.write(self.printer, b'\x14\x00')
        self.assertEqual(self.transport.read(1, 1), b'\x14')
        self.transport.drain()
        self.assertEqual(self.transport.read(1, 0.05), b'')

    def test_a_printer_that_takes_nothing_more_is_a_timeout(self):
        start = time.monotonic()
        error = failure(self.transport.write, bytes(100_000), 0.1)
        self.assertLess(time.monotonic() - start, 5)
        self.assertEqual(error.code, 'timeout')
        self.assertGreaterEqual(error.sent, len(os.read(self.printer, 100_000)))
        self.assertLess(error.sent, 100_000)

    def test_an_unplugged_converter_is_gone(self):
        self.unplug()
        error = failure(self.transport.write, b'receipt', 1)
        self.assertEqual(error.code, 'gone')
        self.assertFalse(self.transport.is_open)
        self.assertEqual(failure(self.transport.open).code, 'unreachable')

    def test_reading_from_an_unplugged_converter_tells_it(self):
        self.unplug()
        self.assertEqual(failure(self.transport.read, 1, 1).code, 'gone')

    def test_throwing_away_from_an_unplugged_converter_tells_it(self):
        self.unplug()
        self.assertEqual(failure(self.transport.drain).code, 'gone')

    def test_a_port_that_another_program_holds_is_unreachable(self):
        other = line('serial', url=os.ttyname(self.slave))
        self.assertEqual(failure(other.open).code, 'unreachable')

    def test_a_write_ends_when_the_line_has_sent_everything(self):
        left = iter([30, 20, 0, 0])
        waiting = mock.PropertyMock(side_effect=lambda: next(left))
        with mock.patch.object(serial.Serial, 'out_waiting', waiting):
            self.transport.write(b'receipt', 1)
        self.assertEqual(list(left), [0])

    def test_bytes_that_never_left_do_not_count_as_sent(self):
        waiting = mock.PropertyMock(return_value=5)  # e.g. the printer holds CTS down
        with mock.patch.object(serial.Serial, 'out_waiting', waiting):
            error = failure(self.transport.write, b'receipt', 0.05)
        self.assertEqual((error.code, error.sent), ('timeout', 2))


class Rfc2217Server:
    """A serial port behind a network (RFC 2217), whose printer says what it hears."""

    def __init__(self):
        self.port = serial.serial_for_url('loop://', timeout=0.05)
        self.listener = socket.create_server(('127.0.0.1', 0))
        threading.Thread(target=self.serve, daemon=True).start()

    def write(self, data):
        self.peer.sendall(data)

    def serve(self):
        self.peer, _address = self.listener.accept()
        manager = serial.rfc2217.PortManager(self.port, self)
        with self.peer, self.listener:
            while data := self.peer.recv(1024):
                self.port.write(b''.join(manager.filter(data)))
                self.write(b''.join(manager.escape(self.port.read(self.port.in_waiting))))


class TestSerialOverNetwork(unittest.TestCase):
    def test_a_port_by_rfc_2217_prints_and_answers(self):
        server = Rfc2217Server()
        number = server.listener.getsockname()[1]
        transport = line('serial', url=f'rfc2217://127.0.0.1:{number}', baudrate=19200)
        self.addCleanup(transport.close)
        transport.open()
        transport.write(b'\x10\xff\x01', 1)
        answer = b''
        while len(answer) < 3 and (part := transport.read(3, 1)):
            answer += part
        self.assertEqual(answer, b'\x10\xff\x01')
        self.assertEqual(server.port.baudrate, 19200)

    def test_a_port_behind_a_network_prints_and_answers(self):
        with Emulator() as printer:
            transport = line('serial', url=f'socket://127.0.0.1:{printer.port}', bytesize=7)
            self.addCleanup(transport.close)
            transport.open()
            transport.write(b'a' * 10_000 + b'\x10\x04\x01', 1)
            self.assertEqual(transport.read(1, 1), b'\x12')
            self.assertEqual(len(printer.received), 10_003)

    def test_its_end_is_told(self):
        with Emulator() as printer:
            transport = line('serial', url=f'socket://127.0.0.1:{printer.port}')
            self.addCleanup(transport.close)
            transport.open()
            wait_until(lambda: printer.connections)
            printer.hang_up()
            self.assertEqual(failure(transport.read, 1, 1).code, 'gone')

    def test_a_closed_port_is_unreachable(self):
        transport = line('serial', url='socket://127.0.0.1:1')
        self.assertEqual(failure(transport.open).code, 'unreachable')
