"""The printer answers what it is asked, at once or in its turn, and tells of knife and drawer."""

import unittest

from pos_hardware_proxy.contracts import Fault
from pos_hardware_proxy.virtual.interpreter import Answer, Cut, Pulse
from tests.virtual.helpers import CUT, Press, ink

PICTURE = b'\x1dv0\x00\x01\x00\x08\x00'


class TestAnswers(unittest.TestCase):
    def test_a_ready_printer_answers_the_four_requests(self):
        press = Press(b'\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04')
        self.assertEqual(press.answers, b'\x16\x12\x12\x12')

    def test_each_state_has_its_bits(self):
        press = Press()
        for faults, near_end, expected in (
            ({Fault.PAPER_OUT}, False, b'\x1e\x32\x12\x7e'),
            ({Fault.COVER_OPEN}, False, b'\x1e\x16\x12\x12'),
            ({Fault.OFFLINE}, False, b'\x1e\x12\x12\x12'),
            (set(), True, b'\x16\x12\x12\x1e'),
        ):
            with self.subTest(faults=faults, near_end=near_end):
                press.events.clear()
                press.interpreter.state.faults = faults
                press.interpreter.state.near_end = near_end
                press.feed(b''.join(b'\x10\x04' + bytes([kind]) for kind in (1, 2, 3, 4)))
                self.assertEqual(press.answers, expected)

    def test_an_open_drawer_pulls_its_pin_down(self):
        press = Press(b'\x1dr\x02')
        press.interpreter.state.drawer_open = True
        press.feed(b'\x10\x04\x01\x1dr2')
        self.assertEqual(press.answers, b'\x01\x12\x00')

    def test_a_request_within_a_picture_is_answered_and_belongs_to_the_picture(self):
        press = Press(PICTURE + b'\x10\x04\x01\x10\x04\x04\x00\x80', CUT)
        self.assertEqual(press.answers, b'\x16\x12')
        self.assertEqual(press.receipts[0].picture.height, 8)
        self.assertEqual(ink(press.receipts[0].picture), (0, 0, 8, 8))

    def test_a_pulse_within_a_picture_happens_unless_it_was_forbidden(self):
        data = PICTURE + b'\x10\x14\x01\x00\x02\x00\x00\x00'
        self.assertEqual(Press(data).events, [Pulse(2, 200)])
        self.assertEqual(Press(b'\x1d(D\x03\x00\x14\x01\x00', data).events, [])

    def test_the_process_id_comes_back_in_its_turn(self):
        press = Press(b'a\n\x1d(H\x06\x0000AB12\x1dr\x01')
        self.assertEqual(press.answers, b'\x37\x22AB12\x00\x00')

    def test_the_printer_says_what_it_is(self):
        self.assertEqual(Press(b'\x1dIB\x1dI\x02').answers, b'_pos_hardware\x00\x02')

    def test_automatic_status_is_sent_when_it_is_switched_on(self):
        self.assertEqual(Press(b'\x1da\xff\x1da\x00').answers, b'\x14\x00\x00\x00')

    def test_pulses_and_cuts_are_told_in_their_order(self):
        press = Press(
            b'\x1bp\x00\x19\xfa\x1bp1\x32\x00x\n', b'\x1dV\x42\x10', b'\x10\x14\x01\x01\x01'
        )
        self.assertEqual(press.events, [Pulse(2, 50), Pulse(5, 100), Cut(True), Pulse(5, 100)])
        self.assertEqual(press.receipts[0].picture.height, 30 + 16)

    def test_real_time_commands_do_not_print(self):
        press = Press(
            b'a\x10\x04\x01b\x10\x05\x02c\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08d\n', CUT
        )
        self.assertEqual(press.text_lines, ['abcd'])
        self.assertEqual(sum(isinstance(event, Answer) for event in press.events), 1)

    def test_commands_without_effect_are_skipped_by_their_length(self):
        skipped = (
            b'\x1b=\x01', b'\x1bR\x08', b'\x1bc5\x00', b'\x1bL', b'\x1bW' + bytes(8), b'\x1bT\x00',
            b'\x1bS', b'\x1d(A\x02\x00AA', b'\x1d(E\x03\x00\x06\x01\x02', b'\x1b(A\x01\x00A',
            b'\x1c(E\x06\x00ABCDEF', b'\x1dP\xb4\xb4', b'\x1d^\x01\x01\x01', b'\x1dC0\x05\x01',
            b'\x1dC;1;9;1;1;1;', b'\x1dg0\x00\x14\x00', b'\x1dg2\x00\x14\x00', b'\x1dz0\x14\x14',
            b'\x1c2\x77\x21' + b'A' * 72, b'\x1cg1\x00\x00\x00\x00\x00\x03\x00ABC', b'\x1b<',
            b'\x1cg2\x00\x00\x00\x00\x00\x03\x00', b'\x1dE\x00', b'\x1cS\x00\x00',
            b'\x10\x04\x07\x01',
            b'\x10\x14\x03\x01\x01\x01\x01\x01', b'\x1d:', b'\x1bK\x20', b'\x1cC\x01', b'\x1bU\x01',
            b'\x1dD0C0AA\x011BM\x46\x00\x00\x00' + b'A' * 64,
            b'\x1cq\x00', b'\x1df\x01', b'\x1dT\x01',
        )  # fmt: skip
        for command in skipped:
            with self.subTest(command=command):
                press = Press(b'<' + command + b'>\n', CUT)
                self.assertEqual(press.text_lines, ['<>'])
                self.assertEqual(press.interpreter.commands['unknown'], 0)
