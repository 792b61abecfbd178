"""No bytes make the interpreter raise, wait or grow; no split changes what it prints."""

import itertools
import random
import time
import tracemalloc
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.virtual import tray
from pos_hardware_proxy.virtual.interpreter import shapes
from pos_hardware_proxy.virtual.paper import MAX_ROWS
from pos_hardware_proxy.virtual.tray import Tray
from tests.data import need_shared
from tests.virtual.helpers import CUT, Press

WHOLE = st.sampled_from([
    b'\x10\x04\x01', b'\x10\x14\x01\x00\x02', b'\x10\x05\x02', b'\x1da\xff', b'\x1dI\x43',
    b'\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08', b'\x1bp\x00\x19\x19', b'\x1b@', b'Total\n',
    b'\x1dv0\x00\x01\x00\x10\x00', b'\x1b*\x21\x10\x00', b'\x1dk\x04AB\x00', b'\x1dkI\x04{BAB',
    b'\x1d(k\x05\x001P0AB\x1d(k\x03\x001Q0', b'\x1bD\x05\x09\x00', b'\x1c&', b'\x1b&\x03AB', CUT,
])  # fmt: skip
BEGUN = st.sampled_from([
    b'\x1b',
    b'\x1d',
    b'\x1c',
    b'\x10',
    b'\x1d(',
    b'\x1d(L',
    b'\x1d8L',
    b'\x1d(k',
])
STREAMS = st.lists(WHOLE | BEGUN | st.binary(max_size=12), max_size=40).map(b''.join)
HUGE = b'\x1dv0\x00\xff\xff\xff\xff'
quick = settings(deadline=None, database=None, max_examples=150)


def result(parts):
    press = Press(*parts, CUT)
    papers = [(one.png, one.text_lines, one.codes) for one in press.receipts]
    return papers, press.events, press.interpreter.commands


def pieces(data, cuts):
    places = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(places)]


class TestBadInput(unittest.TestCase):
    @quick
    @given(STREAMS, st.lists(st.integers(0, 1 << 16), max_size=8))
    def test_any_split_gives_the_same(self, data, cuts):
        self.assertEqual(result([data]), result(pieces(data, cuts)))

    def test_a_dump_byte_by_byte_gives_the_same(self):
        place = need_shared('escpos') / 'mit_escpos_php'
        for name in ('receipt-with-logo', 'qr-code', 'unifont-print-buffer', 'text-size'):
            with self.subTest(name):
                data = (place / f'{name}.bin').read_bytes()
                self.assertEqual(result([data]), result(bytes([byte]) for byte in data))

    def test_noise_is_taken_in_bounded_time_and_memory(self):
        noise = random.Random(7).randbytes(150_000)
        tracemalloc.start()
        began = time.process_time()
        Press(noise)
        spent, (_now, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        self.assertLess(spent, 8)
        self.assertLess(peak, 24 << 20)

    def test_a_picture_that_announces_gigabytes_keeps_no_more_than_its_limit(self):
        press = Press(HUGE)
        for _part in range(40):
            press.feed(bytes(1 << 16))
        self.assertEqual(len(press.interpreter._kept), shapes.MAX_DATA)

    def test_endless_paper_is_torn(self):
        press = Press(b'\x1bd\xff' * 10)
        self.assertEqual([receipt.cut for receipt in press.receipts][:1], [False])
        self.assertEqual(press.receipts[0].picture.height, MAX_ROWS)

    def test_text_that_never_ends_its_line_is_torn_too(self):
        press = Press(b'x' * 48 * 600)
        self.assertGreater(len(press.receipts), 0)
        self.assertLess(len(press.interpreter.line.text), 5000)

    def test_pieces_on_one_spot_are_bounded(self):
        press = Press(b'a\x1b$\x00\x00' * 2000)
        self.assertLessEqual(len(press.interpreter.line.pieces), 512)

    def test_lines_without_height_are_remembered_up_to_a_limit(self):
        press = Press(b'\x1b3\x00' + b'\x1bJ\x00' * 10_000, CUT)
        self.assertEqual(press.receipts, [])

    def test_the_largest_qr_code_takes_less_than_a_second_or_two(self):
        for count in (2953, 2954):  # the most bytes at level L, and one too many
            body = b'1P0' + b'z' * count
            store = b'\x1d(k' + len(body).to_bytes(2, 'little') + body
            began = time.process_time()
            press = Press(b'\x1d(k\x03\x001C\x03' + store + b'\x1d(k\x03\x001Q0', CUT)
            self.assertLess(time.process_time() - began, 4)
            self.assertEqual(press.codes[0].kind, 'QR')

    def test_a_tray_keeps_fifty_receipts_and_not_too_many_bytes(self):
        kept = Tray()
        press = Press(*[b'%d\n' % number + CUT for number in range(60)])
        for receipt in press.receipts:
            kept.add(receipt)
        self.assertEqual(len(kept), tray.MAX_RECEIPTS)
        self.assertEqual([one.text_lines for one in kept.receipts][-1], ('59',))
        self.assertIsNone(kept.get(10))
        self.assertEqual(kept.get(11).text_lines, ('10',))
