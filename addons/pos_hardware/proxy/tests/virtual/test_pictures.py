"""Pictures come out dot by dot; codes can be read by a scanner."""

import unittest

from tests.virtual.helpers import CUT, Press, ink, printed, scan

SQUARE = b'\xff' * 8  # 8x8 dots of ink


def graphics(function, data=b'', m=b'0'):
    body = m + bytes([function]) + data
    return b'\x1d(L' + len(body).to_bytes(2, 'little') + body


def symbol(kind, function, data=b''):
    body = bytes([kind, function]) + data
    return b'\x1d(k' + len(body).to_bytes(2, 'little') + body


class TestPictures(unittest.TestCase):
    def test_a_raster_picture_is_printed_in_its_four_sizes(self):
        for mode, size in enumerate([(8, 8), (16, 8), (8, 16), (16, 16)]):
            with self.subTest(mode=mode):
                picture = b'\x1dv0' + bytes([mode]) + b'\x01\x00\x08\x00' + SQUARE
                self.assertEqual(ink(printed(picture)), (0, 0, *size))

    def test_every_dot_of_a_raster_picture_is_where_it_was_sent(self):
        rows = bytes(range(7, 7 + 72)) * 2
        picture = printed(b'\x1dv0\x00\x48\x00\x02\x00' + rows)
        self.assertEqual(picture.size, (576, 2))
        self.assertEqual(bytes(255 - byte for byte in picture.tobytes()), rows)

    def test_a_strip_stands_in_the_line_with_text(self):
        strip = b'\x1b*\x21\x04\x00' + b'\xff\xff\xff' * 4
        self.assertEqual(ink(printed(b'\x1b3\x18' + strip + b'\n')), (0, 0, 4, 24))
        self.assertEqual(ink(printed(b'\x1b*\x00\x04\x00' + b'\xff' * 4 + b'\n')), (0, 0, 8, 24))

    def test_stored_graphics_are_printed_once(self):
        store = graphics(112, b'0\x01\x021\x08\x00\x08\x00' + SQUARE)
        press = Press(store, graphics(50), graphics(50), CUT)
        self.assertEqual(press.receipts[0].picture.size, (576, 16))

    def test_a_logo_survives_initializing_and_is_printed_by_its_key(self):
        logo = b'0L1\x01\x08\x00\x08\x001' + SQUARE
        press = Press(graphics(67, logo), b'\x1b@', graphics(69, b'L1\x02\x02'), CUT)
        self.assertEqual(ink(press.receipts[0].picture), (0, 0, 16, 16))
        press.interpreter.reset()
        press.feed(graphics(64, b'KC'))
        self.assertEqual(press.answers, b'\x37r\x40L1\x00')
        press.feed(graphics(66, b'L1') + graphics(69, b'L1\x01\x01') + CUT)
        self.assertEqual(len(press.receipts), 1, "a deleted logo leaves no paper")

    def test_the_longer_form_takes_the_same_functions(self):
        data = b'0p0\x01\x011\x08\x00\x08\x00' + SQUARE
        long = b'\x1d8L' + len(data).to_bytes(4, 'little') + data
        self.assertEqual(ink(printed(long + graphics(2))), (0, 0, 8, 8))

    def test_logos_take_no_more_than_their_memory(self):
        big = b'0%s\x01\x00\x08\x00\x061' + bytes(256 * 1536)
        press = Press(*(graphics_long(67, big.replace(b'%s', key)) for key in (b'AA', b'BB')))
        self.assertEqual(list(press.interpreter.logos), [b'AA'])

    def test_older_downloads_are_printed_by_their_commands(self):
        self.assertEqual(ink(printed(b'\x1d*\x01\x01' + SQUARE + b'\x1d/\x00')), (0, 0, 8, 8))
        press = Press(b'\x1cq\x01\x01\x00\x01\x00' + SQUARE, b'\x1b@\x1cp\x01\x03', CUT)
        self.assertEqual(ink(press.receipts[0].picture), (0, 0, 16, 16))


def graphics_long(function, data):
    body = b'0' + bytes([function]) + data
    return b'\x1d8L' + len(body).to_bytes(4, 'little') + body


class TestCodes(unittest.TestCase):
    def test_barcodes_are_read_by_a_scanner(self):
        contents = {
            b'\x43\x0d4006381333931': '4006381333931',
            b'\x44\x0896385074': '96385074',
            b'\x45\x05AB-12': 'AB-12',
            b'\x46\x0601234567'[:8]: '012345',
            b'\x49\x08{BabC{{9': 'abC{9',
            b'\x49\x04{C\x0c\x22': '1234',
            b'\x02400638133393\x00': '4006381333931',
        }
        for command, content in contents.items():
            with self.subTest(content):
                self.assertEqual(scan(printed(b'\x1dw\x02\x1dk' + command)), [content])

    def test_text_stands_above_below_or_on_both_sides_of_bars(self):
        heights = [
            printed(b'\x1dh\x28\x1dH' + bytes([place]) + b'\x1dk\x04ABC\x00').height
            for place in range(4)
        ]
        self.assertEqual(heights, [40, 64, 64, 88])

    def test_what_cannot_be_drawn_is_a_box_that_names_it(self):
        for command in (
            b'\x1dk\x01123456\x00',
            b'\x1dk\x43\x03abc',
            b'\x1dw\x06\x1dk\x45\x14' + 20 * b'A',
        ):
            with self.subTest(command):
                press = Press(command, CUT)
                self.assertEqual(ink(press.receipts[0].picture)[:3], (0, 0, 384))
                self.assertEqual(scan(press.receipts[0].picture), [])
                self.assertEqual(len(press.codes), 1)

    def test_a_qr_code_has_the_size_and_level_it_was_given(self):
        text = b'https://example.com/r/42'
        store = symbol(49, 80, b'0' + text)
        sizes = []
        for module, level in ((3, b'0'), (6, b'0'), (6, b'3')):
            settings = symbol(49, 67, bytes([module])) + symbol(49, 69, level)
            picture = printed(settings + store + symbol(49, 81, b'0'))
            self.assertEqual(scan(picture), [text.decode()])
            sizes.append(ink(picture)[2])
        self.assertEqual(sizes, [25 * 3, 25 * 6, 29 * 6])

    def test_a_code_is_printed_again_without_being_stored_again(self):
        press = Press(symbol(48, 80, b'0abc'), symbol(48, 81, b'0') * 2, CUT)
        self.assertEqual(press.codes, [('PDF417', 'abc')] * 2)
