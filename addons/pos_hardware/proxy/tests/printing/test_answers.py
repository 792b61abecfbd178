"""Bytes from a printer mean what Epson's reference says, and noise means nothing."""

import unittest

from hypothesis import given
from hypothesis import strategies as st
from pos_hardware_proxy.contracts import DeviceStatus, Fault
from pos_hardware_proxy.printing.answers import _LONGEST_BLOCK, Answers, Kind
from pos_hardware_proxy.printing.confirm import Barrier, ProcessId
from pos_hardware_proxy.printing.null import NullPrinter
from pos_hardware_proxy.printing.status import SENTENCES, is_status, parse_status, worst


class TestStatus(unittest.TestCase):
    def test_each_bit_is_the_fault_that_the_reference_names(self):
        for answers, faults in (
            ('12 12 12 12', set()),
            ('1a 12 12 12', {Fault.OFFLINE}),
            ('1a 16 12 12', {Fault.COVER_OPEN}),
            ('1a 32 12 12', {Fault.PAPER_OUT}),
            ('1a 12 12 72', {Fault.PAPER_OUT}),
            ('1a 52 1a 12', {Fault.CUTTER}),
            ('1a 52 32 12', {Fault.DEVICE_ERROR}),
            ('1a 52 52 12', {Fault.DEVICE_ERROR}),
            ('1a 52 12 12', {Fault.DEVICE_ERROR}),
            ('1a 36 12 7e', {Fault.COVER_OPEN, Fault.PAPER_OUT}),
        ):
            with self.subTest(answers):
                status = parse_status(bytes.fromhex(answers))
                self.assertEqual(status.faults, faults)
                self.assertTrue(status.answered)

    def test_paper_that_is_nearly_out_is_no_fault(self):
        status = parse_status(bytes.fromhex('12 12 12 1e'))
        self.assertTrue(status.ready)
        self.assertTrue(status.near_end)

    def test_the_drawer_is_open_when_it_pulls_pin_3_down_and_unknown_without_one(self):
        closed, opened = bytes.fromhex('16 12 12 12'), bytes.fromhex('12 12 12 12')
        self.assertIs(parse_status(closed, drawer=True).drawer_open, False)
        self.assertIs(parse_status(opened, drawer=True).drawer_open, True)
        self.assertIsNone(parse_status(opened).drawer_open)

    def test_what_is_no_answer_is_not_taken_for_one(self):
        for answers in ('', '12 12 12', '12 12 12 12 12', '12 12 12 00', '12 12 13 12'):
            with self.subTest(answers), self.assertRaises(ValueError):
                parse_status(bytes.fromhex(answers))
        self.assertEqual(sum(map(is_status, range(256))), 16)

    def test_every_fault_has_a_rank_and_a_sentence(self):
        self.assertIn(worst(set(Fault)), Fault)
        self.assertEqual(set(SENTENCES), set(Fault))
        self.assertEqual(worst({Fault.OFFLINE, Fault.PAPER_OUT}), Fault.PAPER_OUT)


class TestAnswers(unittest.TestCase):
    def test_answers_are_told_apart_in_one_stream(self):
        stream = bytes.fromhex('11 12 10 00 00 00 37 22 20 21 22 23 00 13 00 37 5f 41 42 00 16')
        expected = [
            (Kind.STATUS, b'\x12'),
            (Kind.PROCESS, b' !"#'),
            (Kind.PAPER, b'\x00'),
            (Kind.STATUS, b'\x16'),
        ]
        self.assertEqual(Answers().feed(stream), expected)
        answers = Answers()
        one_by_one = [answer for byte in stream for answer in answers.feed(bytes([byte]))]
        self.assertEqual(one_by_one, expected)

    @given(st.lists(st.binary(max_size=40)))
    def test_noise_never_raises_and_never_piles_up(self, parts):
        answers = Answers()
        for part in parts:
            for kind, answer in answers.feed(part):
                self.assertEqual(len(answer), 4 if kind is Kind.PROCESS else 1)
            self.assertLess(len(answers._rest), _LONGEST_BLOCK)

    def test_only_the_own_process_id_confirms(self):
        first, second = ProcessId(), ProcessId()
        answer = first.request[-4:]
        self.assertTrue(first.matches(Kind.PROCESS, answer))
        self.assertFalse(second.matches(Kind.PROCESS, answer))
        self.assertFalse(first.matches(Kind.PAPER, answer))
        self.assertTrue(all(0x20 <= byte <= 0x7E for byte in answer))

    def test_a_status_does_not_answer_the_barrier(self):
        self.assertTrue(Barrier().matches(Kind.PAPER, b'\x00'))
        self.assertFalse(Barrier().matches(Kind.STATUS, b'\x12'))


class TestNullPrinter(unittest.TestCase):
    def test_without_a_printer_every_print_fails_and_says_so(self):
        printer = NullPrinter()
        printer.start()
        ticket = printer.submit(None)
        for future in (ticket.accepted, ticket.ended, printer.open_drawer(0.0)):
            self.assertEqual(future.exception(0).code, 'not_configured')
        self.assertFalse(printer.cancel('any'))
        self.assertNotEqual(printer.status(), DeviceStatus())
        printer.stop()
