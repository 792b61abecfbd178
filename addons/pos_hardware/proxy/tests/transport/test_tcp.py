"""TCP: against a printer on this machine that fails on demand."""

import random
import select
import socket
import time
import unittest

from .lines import Emulator, failure, line, wait_until

RECEIPT = random.Random(1).randbytes(300_000)


class TestTcp(unittest.TestCase):
    def connect(self, emulator):
        transport = line('tcp', host='127.0.0.1', port=emulator.port)
        self.addCleanup(transport.close)
        transport.open()
        return transport

    def test_the_bytes_arrive_as_they_are(self):
        with Emulator() as printer:
            self.connect(printer).write(RECEIPT, 2)
            wait_until(lambda: printer.received == RECEIPT)

    def test_the_printer_answers(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            transport.write(b'\x10\x04\x01', 1)
            self.assertEqual(transport.read(1, 1), b'\x12')

    def test_an_answer_may_be_read_in_parts(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            transport.write(b'\x1dIC', 1)
            answer = b''
            while len(answer) < 9:
                part = transport.read(2, 1)
                self.assertTrue(0 < len(part) <= 2)
                answer += part
            self.assertEqual(answer, b'_TM-TEST\0')

    def test_a_mute_printer_costs_the_timeout_and_no_more(self):
        with Emulator() as printer:
            printer.mute = True
            transport = self.connect(printer)
            transport.write(b'\x10\x04\x01', 1)
            start = time.monotonic()
            self.assertEqual(transport.read(1, 0.1), b'')
            self.assertTrue(0.09 <= time.monotonic() - start < 5)
            self.assertTrue(transport.is_open)

    def test_what_came_too_late_is_thrown_away(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            printer.mute = True
            transport.write(b'ab', 1)
            wait_until(lambda: printer.received == b'ab')
            printer.say(b'\x14\x00\x00\x0f')
            self.assertEqual(transport.read(1, 1), b'\x14')
            transport.drain()
            self.assertEqual(transport.read(4, 0.05), b'')

    def test_a_closed_port_is_unreachable(self):
        with socket.socket() as unused:
            unused.bind(('127.0.0.1', 0))
            transport = line('tcp', host='127.0.0.1', port=unused.getsockname()[1])
            self.assertEqual(failure(transport.open).code, 'unreachable')
            self.assertFalse(transport.is_open)

    def test_a_name_that_nobody_knows_is_unreachable(self):
        self.assertEqual(failure(line('tcp', host='printer.invalid').open).code, 'unreachable')

    def test_a_line_that_the_printer_closed_is_noticed_before_it_is_written_to(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            self.assertTrue(transport.is_open)
            wait_until(lambda: printer.connections)
            printer.hang_up()
            wait_until(lambda: not transport.is_open)
            error = failure(transport.write, b'receipt', 1)
            self.assertEqual((error.code, error.sent), ('gone', 0))

    def test_a_write_into_a_closed_line_sends_nothing(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            wait_until(lambda: printer.connections)
            printer.hang_up()
            select.select([transport._socket], [], [], 2)  # the end has come, nobody looked
            error = failure(transport.write, b'receipt', 1)
            self.assertEqual((error.code, error.sent), ('gone', 0))

    def test_the_end_is_noticed_behind_a_status_that_nobody_read(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            wait_until(lambda: printer.connections)
            printer.say(b'\x14\x00\x00\x0f')
            printer.hang_up()
            wait_until(lambda: not transport.is_open)

    def test_a_closed_line_is_opened_anew(self):
        with Emulator() as printer:
            transport = self.connect(printer)
            wait_until(lambda: printer.connections)
            printer.hang_up()
            wait_until(lambda: not transport.is_open)
            transport.open()
            transport.write(b'receipt', 1)
            wait_until(lambda: printer.received == b'receipt')
            self.assertEqual(printer.connections, 2)

    def test_what_a_line_said_is_forgotten_with_it(self):
        with Emulator() as printer:
            printer.status = b'\x12\x14'
            transport = self.connect(printer)
            transport.write(b'\x10\x04\x01', 1)
            self.assertEqual(transport.read(1, 1), b'\x12')
            transport.close()
            transport.open()
            self.assertEqual(transport.read(1, 0.05), b'')

    def test_a_reset_in_the_middle_tells_that_bytes_were_sent(self):
        with Emulator() as printer:
            printer.close_after = 20_000
            transport = self.connect(printer)
            error = failure(transport.write, RECEIPT * 30, 2)
            self.assertEqual(error.code, 'gone')
            self.assertTrue(20_000 <= error.sent < len(RECEIPT) * 30)
            self.assertFalse(transport.is_open)

    def test_a_printer_that_stops_reading_is_a_timeout(self):
        with Emulator(buffer=4096, deaf=True) as printer:
            transport = self.connect(printer)
            start = time.monotonic()
            error = failure(transport.write, RECEIPT, 0.2)
            self.assertEqual(error.code, 'timeout')
            self.assertLess(time.monotonic() - start, 5)
            self.assertFalse(transport.is_open)

    def test_of_what_timed_out_nothing_comes_later_but_what_was_told(self):
        with Emulator(buffer=4096, deaf=True) as printer:
            transport = self.connect(printer)
            error = failure(transport.write, RECEIPT, 0.2)
            self.assertLess(error.sent, 50_000)
            printer.read_on()
            time.sleep(0.1)  # for that to come which must not
            self.assertLessEqual(len(printer.received), error.sent)

    def test_bytes_that_wait_in_the_kernel_are_not_written_yet(self):
        with Emulator(buffer=4096, deaf=True) as printer:
            transport = self.connect(printer)
            error = failure(transport.write, RECEIPT[:60_000], 0.2)
            self.assertEqual(error.code, 'timeout')

    def test_a_slow_reader_is_waited_for(self):
        with Emulator(buffer=4096, deaf=True) as printer:
            transport = self.connect(printer)
            wait_until(lambda: printer.connections)
            printer.pause = 0.005  # some 800 kB/s
            printer.read_on()
            transport.write(RECEIPT, 0.2)
            wait_until(lambda: printer.received == RECEIPT)
