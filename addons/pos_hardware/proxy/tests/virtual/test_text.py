"""Text stands on paper where and how the commands say."""

import unittest

from tests.virtual.helpers import CUT, Press, ink, printed


class TestText(unittest.TestCase):
    def test_a_line_is_as_high_as_the_line_spacing(self):
        self.assertEqual(printed(b'a\n').size, (576, 30))
        self.assertEqual(printed(b'\x1b3\x40a\n').height, 64)
        self.assertEqual(printed(b'\x1b3\x40\x1b2a\n').height, 30)
        self.assertEqual(printed(b'\x1b3\x05a\n').height, 24, "never lower than its characters")

    def test_forty_eight_characters_fill_a_line_and_the_next_one_wraps(self):
        self.assertEqual(printed(b'x' * 48 + b'\n').height, 30)
        self.assertEqual(printed(b'x' * 49 + b'\n').height, 60)
        self.assertEqual(printed(b'\x1bM\x01' + b'x' * 64 + b'\n').height, 30)

    def test_a_wrapped_line_is_one_line_of_text(self):
        press = Press(b'y' * 60 + b'\n', CUT)
        self.assertEqual(press.text_lines, ['y' * 60])

    def test_sizes_multiply_the_cell(self):
        left, top, right, bottom = ink(printed(b'\x1d!\x00H\n'))
        large = ink(printed(b'\x1d!\x73H\n'))
        self.assertEqual(large, (left * 8, top * 4, right * 8, bottom * 4))
        self.assertEqual(ink(printed(b'\x1b!\x30H\n')), (left * 2, top * 2, right * 2, bottom * 2))

    def test_alignment_moves_a_line(self):
        left = ink(printed(b'\x1ba\x00MMM\n'))
        middle, right = ink(printed(b'\x1ba\x01MMM\n')), ink(printed(b'\x1ba2MMM\n'))
        self.assertEqual(middle[0] - left[0], (576 - 36) // 2)
        self.assertEqual(right[0] - left[0], 576 - 36)

    def test_margins_and_positions_move_a_line(self):
        left = ink(printed(b'M\n'))[0]
        self.assertEqual(ink(printed(b'\x1dL\x64\x00M\n'))[0], left + 100)
        self.assertEqual(ink(printed(b'\x1b$\x2c\x01M\n'))[0], left + 300)
        self.assertEqual(ink(printed(b'\x1b$\x2c\x01\x1b\\\xf6\xffM\n'))[0], left + 290)
        self.assertEqual(ink(printed(b'\tM\n'))[0], left + 8 * 12)
        self.assertEqual(ink(printed(b'\x1bD\x03\x00\tM\n'))[0], left + 3 * 12)
        self.assertEqual(printed(b'\x1dW\x78\x00' + b'x' * 11 + b'\n').height, 60)

    def test_reverse_inks_the_whole_cell_around_the_character(self):
        self.assertEqual(ink(printed(b'\x1dB\x01 \n')), (0, 0, 12, 24))
        self.assertIsNone(ink(printed(b' \n')))

    def test_an_underline_goes_under_blanks_too(self):
        self.assertEqual(ink(printed(b'\x1b-\x01  \n')), (0, 23, 24, 24))
        self.assertEqual(ink(printed(b'\x1b-2  \n')), (0, 22, 24, 24))

    def test_bold_text_has_more_ink(self):
        plain, bold = (printed(mode + b'Total\n') for mode in (b'', b'\x1bE\x01'))
        self.assertGreater(bold.histogram()[0], plain.histogram()[0])

    def test_upside_down_text_is_turned(self):
        plain, turned = printed(b'L\n'), printed(b'\x1b{\x01L\n')
        self.assertNotEqual(plain.tobytes(), turned.tobytes())
        self.assertEqual(plain.histogram(), turned.histogram())

    def test_initializing_sets_all_back_and_drops_what_is_not_printed(self):
        press = Press(b'\x1ba\x02\x1dB\x01\x1d!\x11lost', b'\x1b@', b'M\n', CUT)
        self.assertEqual(press.text_lines, ['M'])
        self.assertEqual(press.receipts[0].png, Press(b'M\n', CUT).receipts[0].png)


class TestCharacters(unittest.TestCase):
    def text(self, table, text, encoding):
        return Press(b'\x1bt' + bytes([table]) + text.encode(encoding) + b'\n', CUT).text_lines[0]

    def test_code_tables_are_those_of_the_profile(self):
        self.assertEqual(self.text(16, 'Crème brûlée 3,50 €', 'cp1252'), 'Crème brûlée 3,50 €')
        self.assertEqual(self.text(17, 'Чек № 7', 'cp866'), 'Чек № 7')
        self.assertEqual(self.text(47, 'Ευχαριστώ', 'cp1253'), 'Ευχαριστώ')

    def test_a_table_that_nobody_knows_keeps_the_one_before(self):
        self.assertEqual(Press(b'\x1bt\x11\x1bt\xc8\x80\n', CUT).text_lines, ['А'])

    def test_kanji_mode_takes_pairs_in_any_pieces(self):
        pair = '中'.encode('gb18030')
        press = Press(b'\x1c&a' + pair[:1], pair[1:] + b'\x1c.\n', CUT)
        self.assertEqual(press.text_lines, ['a中'])

    def test_a_glyph_of_ones_own_is_printed_in_place_of_the_character(self):
        define = b'\x1b&\x03AA\x02' + b'\xff\xff\xff' + b'\x00\x00\x01'
        self.assertEqual(ink(printed(define + b'\x1b%\x01A\n')), (0, 0, 2, 24))
        plain = printed(b'A\n').tobytes()
        self.assertEqual(printed(define + b'A\n').tobytes(), plain)
        self.assertEqual(printed(define + b'\x1b?A\x1b%\x01A\n').tobytes(), plain)
