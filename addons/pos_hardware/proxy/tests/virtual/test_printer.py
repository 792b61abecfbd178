"""A virtual printer behaves on its line as a real one does, with each of its faults."""

import threading
import time
import unittest

from pos_hardware_proxy.contracts import Fault
from pos_hardware_proxy.errors import BadInput, TransportError
from pos_hardware_proxy.virtual.printer import FAULTS, RECEIVE_BUFFER, VirtualPrinter
from tests.virtual.helpers import CUT, ink

STATUS = b'\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04'
READY = b'\x16\x12\x12\x12'
RECEIPT = b'Total 5.00\n' + CUT
STOPS = (Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE)


def opened(**settings):
    printer = VirtualPrinter('till', **settings)
    printer.open()
    return printer


class TestVirtualPrinter(unittest.TestCase):
    def ask(self, printer):
        printer.write(STATUS, 1)
        return printer.read(16, 1)

    def test_what_is_written_is_on_paper_and_what_is_asked_is_answered(self):
        printer = opened()
        printer.write(RECEIPT, 1)
        self.assertEqual(printer.tray.receipts[0].text_lines, ('Total 5.00',))
        self.assertEqual(self.ask(printer), READY)
        self.assertEqual(printer.read(16, 0), b'')

    def test_an_answer_can_be_read_in_pieces_or_thrown_away(self):
        printer = opened()
        printer.write(STATUS, 1)
        self.assertEqual(printer.read(1, 1) + printer.read(2, 1), READY[:3])
        printer.drain()
        self.assertEqual(printer.read(16, 0), b'')

    def test_a_closed_line_takes_and_gives_nothing(self):
        printer = opened()
        printer.close()
        printer.close()
        for act in (lambda: printer.write(b'a', 1), lambda: printer.read(1, 1)):
            with self.assertRaises(TransportError) as caught:
                act()
            self.assertEqual((caught.exception.code, caught.exception.sent), ('gone', 0))

    def test_a_stopped_printer_inks_nothing_until_it_is_mended(self):
        for fault in STOPS:
            with self.subTest(fault):
                printer = opened()
                printer.switch(fault, True)
                printer.write(RECEIPT + b'\x1bp\x00\x19\x19', 1)
                self.assertEqual((len(printer.tray), printer.seen()['uncut']), (0, False))
                self.assertFalse(printer.drawer.is_open)
                self.assertNotEqual(self.ask(printer), READY)
                printer.switch(fault, False)
                self.assertEqual(len(printer.tray), 1)
                self.assertTrue(printer.drawer.is_open)

    def test_a_stopped_printer_takes_one_buffer_and_then_nothing_more(self):
        printer = opened()
        printer.switch(Fault.PAPER_OUT, True)
        with self.assertRaises(TransportError) as caught:
            printer.write(b'x' * (RECEIVE_BUFFER + 1), 0.01)
        self.assertEqual(
            (caught.exception.code, caught.exception.sent), ('timeout', RECEIVE_BUFFER)
        )

    def test_a_writer_goes_on_when_paper_is_back(self):
        printer = opened()
        printer.switch(Fault.PAPER_OUT, True)
        writer = threading.Thread(
            target=printer.write, args=(b'x' * 2 * RECEIVE_BUFFER + b'\n' + CUT, 5)
        )
        writer.start()
        printer.switch(Fault.PAPER_OUT, False)
        writer.join(20)
        self.assertFalse(writer.is_alive())
        (receipt,) = printer.tray.receipts
        self.assertEqual(receipt.picture.height, -(-2 * RECEIVE_BUFFER // 48) * 30)

    def test_clearing_drops_what_is_held_back(self):
        printer = opened()
        printer.switch(Fault.COVER_OPEN, True)
        printer.write(b'lost\x1d' + b'\x10\x05\x02' + RECEIPT, 1)
        printer.switch(Fault.COVER_OPEN, False)
        self.assertEqual(printer.tray.receipts[0].text_lines, ('Total 5.00',))

    def test_a_real_time_pulse_opens_the_drawer_of_a_stopped_printer(self):
        printer = opened()
        printer.switch(Fault.PAPER_OUT, True)
        printer.write(b'\x10\x14\x01\x00\x01', 1)
        self.assertTrue(printer.drawer.is_open)

    def test_near_end_prints_and_says_so(self):
        printer = opened()
        printer.switch('near_end', True)
        self.assertEqual(self.ask(printer), b'\x16\x12\x12\x1e')
        printer.write(RECEIPT, 1)
        self.assertEqual(len(printer.tray), 1)

    def test_a_mute_printer_prints_and_never_answers(self):
        printer = opened()
        printer.switch(Fault.MUTE, True)
        printer.write(RECEIPT + STATUS, 1)
        self.assertEqual((len(printer.tray), printer.read(16, 0.01)), (1, b''))

    def test_an_unplugged_printer_ends_its_line_and_refuses_a_new_one(self):
        printer = opened()
        printer.switch('unplugged', True)
        with self.assertRaises(TransportError) as caught:
            printer.write(b'a', 1)
        self.assertEqual(caught.exception.code, 'gone')
        with self.assertRaises(TransportError) as caught:
            printer.open()
        self.assertEqual(caught.exception.code, 'unreachable')
        printer.switch('unplugged', False)
        printer.open()
        self.assertEqual(self.ask(printer), READY)

    def test_a_reset_in_the_middle_tears_off_the_half_and_tells_what_was_sent(self):
        printer = opened()
        printer.strike('reset', after=30)
        with self.assertRaises(TransportError) as caught:
            printer.write(b'line one\nline two\nthree is cut short\n' + CUT, 1)
        self.assertEqual((caught.exception.code, caught.exception.sent), ('gone', 30))
        (receipt,) = printer.tray.receipts
        self.assertEqual((receipt.cut, receipt.text_lines), (False, ('line one', 'line two')))
        printer.open()
        printer.write(RECEIPT, 1)
        self.assertEqual(printer.tray.receipts[1].text_lines, ('Total 5.00',))

    def test_paper_that_ends_in_the_middle_keeps_the_rest_for_later(self):
        printer = opened()
        printer.strike(Fault.PAPER_OUT, after=4)
        printer.write(b'one\ntwo\n' + CUT, 1)
        self.assertEqual(printer.receipt(0).text_lines, ('one',))
        self.assertEqual(self.ask(printer)[3], 0x7E)
        printer.switch(Fault.PAPER_OUT, False)
        self.assertEqual(printer.tray.receipts[0].text_lines, ('one', 'two'))

    def test_a_reset_forgets_settings(self):
        printer = opened()
        printer.write(b'\x1da\xff\x1ba\x02', 1)
        printer.reset()
        printer.open()
        printer.switch('near_end', True)
        printer.write(b'M\n' + CUT, 1)
        self.assertEqual(printer.read(16, 0), b'')
        self.assertLess(ink(printer.tray.receipts[0].picture)[2], 20)

    def test_automatic_status_comes_unasked_when_something_changes(self):
        printer = opened()
        printer.write(b'\x1da\xff', 1)
        printer.drain()
        printer.switch(Fault.COVER_OPEN, True)
        self.assertEqual(printer.read(16, 1), b'\x3c\x00\x00\x00')
        printer.switch(Fault.MUTE, True)
        self.assertEqual(printer.read(16, 0), b'')

    def test_the_drawer_is_seen_on_the_line(self):
        printer = opened()
        printer.write(b'\x1bp\x01\x19\x19', 1)
        self.assertFalse(printer.drawer.is_open, "it hangs on the other pin")
        printer.write(b'\x1bp\x00\x19\x19', 1)
        self.assertEqual((self.ask(printer)[0], printer.drawer.openings), (0x12, 1))
        printer.drawer.close()
        self.assertEqual(self.ask(printer)[0], 0x16)

    def test_a_slow_printer_takes_its_time_and_stays_reachable(self):
        printer = opened(speed=10_000)
        began = time.monotonic()
        writer = threading.Thread(target=printer.write, args=(b'x' * 5000, 5))
        writer.start()
        printer.seen()
        self.assertTrue(writer.is_alive())
        writer.join(20)
        self.assertGreaterEqual(time.monotonic() - began, 0.5)

    def test_a_fault_that_does_not_exist_is_refused(self):
        with self.assertRaises(BadInput):
            opened().switch('on_fire', True)
        self.assertEqual(len(FAULTS), 6)

    def test_the_page_is_told_of_every_change(self):
        printer = opened()
        versions = [printer.seen()['version']]
        for change in (
            lambda: printer.write(b'a\n', 1),
            lambda: printer.write(CUT, 1),
            lambda: printer.switch('near_end', True),
            printer.drawer.close,
            printer.reset,
        ):
            change()
            versions.append(printer.seen()['version'])
        self.assertEqual(versions, sorted(set(versions)))
        self.assertEqual([one['number'] for one in printer.seen()['receipts']], [1])
