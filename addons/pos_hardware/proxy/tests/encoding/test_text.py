"""Text comes out as it was meant, in any script, and never as a command."""

import dataclasses
import unicodedata
import unittest
from unittest import mock

from PIL import ImageChops
from pos_hardware_proxy.encoding import encode_receipt, glyphs, text
from pos_hardware_proxy.errors import ProxyError

from . import reading
from .samples import line, receipt

CODECS = {0: 'cp437', 2: 'cp850', 14: 'cp737', 15: 'iso8859-7', 16: 'cp1252', 17: 'cp866'}
CODECS |= {18: 'cp852', 19: 'cp858', 34: 'cp855', 45: 'cp1250', 46: 'cp1251', 47: 'cp1253'}
SAMPLES = {
    'Bulgarian': "Кафе с мляко, гр. Щърково",
    'Greek': "Καφές με γάλα, Αθήνα",
    'French': "Crème brûlée à l'œuf",
    'Polish': "Żółta gęś, źdźbło",
    'Ukrainian': "Їжак і ґанок",
}


class TestScripts(unittest.TestCase):
    def test_every_european_script_is_native_where_the_printer_has_it(self):
        profile = reading.printer('TM-T88V')
        for language, sample in SAMPLES.items():
            with self.subTest(language):
                data = encode_receipt(line(sample), profile)
                self.assertEqual(reading.text(data, CODECS), [sample])
                self.assertEqual(reading.names(data).count('ESC t'), 1)

    def test_what_the_printer_has_not_is_drawn_in_its_place(self):
        profile = reading.printer('TM-T88V', code_pages=('CP437',))
        for sample in (SAMPLES['Bulgarian'], SAMPLES['Polish'], "Preis: 5 €", "مرحبا", "שלום"):
            with self.subTest(sample):
                data = encode_receipt(line("above\n" + sample + "\nbelow"), profile)
                self.assertEqual(reading.text(data), ['above', 'below'])
                paper = reading.picture(data, 512)
                self.assertEqual(paper.height, glyphs.LINE_ROWS)
                self.assertIsNotNone(ImageChops.invert(paper).getbbox())

    def test_a_drawn_letter_looks_like_itself(self):
        profile = reading.printer('TM-T88V', code_pages=('CP437',))
        papers = {
            letter: reading.picture(encode_receipt(line(letter), profile), 512).tobytes()
            for letter in 'ЖШЙ'
        }
        self.assertEqual(len(set(papers.values())), 3)

    def test_arabic_is_drawn_even_where_the_printer_has_its_letters(self):
        # printers set them from left to right and do not join them
        for sample in ("مرحبا", "שלום", "123 مرحبا"):
            with self.subTest(sample):
                data = encode_receipt(line(sample), reading.printer('TM-T88V'))
                self.assertEqual(reading.text(data), [])

    def test_arabic_letters_are_joined_and_begin_at_the_right(self):
        profile = reading.printer('TM-T88V')
        joined, apart = (
            ImageChops.invert(glyphs.line_picture(sample, profile, False, False, (1, 1)))
            for sample in ("ببب", "ب ب ب")
        )
        self.assertLess(_columns_without_ink(joined), _columns_without_ink(apart))
        first = ImageChops.invert(glyphs.line_picture("ا ممم", profile, False, False, (1, 1)))
        left, right = first.getbbox()[::2]
        stroke = first.crop((right - 3, 0, right, first.height)).getbbox()  # alef: a tall stroke
        self.assertGreater(stroke[3] - stroke[1], 10)
        self.assertLess(left, right - 20)

    def test_chinese_takes_two_columns_a_letter(self):
        self.assertEqual(text.width("中文 ab"), 7)
        self.assertEqual(text.wrap("中文字符", 5), ["中文", "字符"])
        data = encode_receipt(line("中文"), reading.printer('TM-T88V'))
        self.assertEqual(reading.names(data)[-1], 'GS v')

    def test_code_pages_change_as_seldom_as_can_be(self):
        profile = reading.printer('TM-T88V')
        data = encode_receipt(line("é\nж\nñ ж\nж ж\nï"), profile)
        self.assertEqual(reading.text(data, CODECS), ["é", "ж", "ñ ж", "ж ж", "ï"])
        self.assertEqual(reading.names(data).count('ESC t'), 5)
        data = encode_receipt(line("é\nœ\né\n€"), profile)  # CP1252 has all four
        self.assertEqual(reading.names(data).count('ESC t'), 1)

    def test_a_line_half_in_the_pages_leaves_the_page_as_it_was(self):
        profile = reading.printer('TM-T88V', code_pages=('CP437', 'CP866'))
        data = encode_receipt(line("é\nж\u0e01\né"), profile)
        self.assertEqual(reading.text(data, CODECS), ["é", "é"])

    def test_a_letter_with_a_mark_apart_is_the_letter_of_the_page(self):
        decomposed = unicodedata.normalize('NFD', "Crème brûlée")
        data = encode_receipt(line(decomposed), reading.printer('TM-T88V'))
        self.assertEqual(reading.text(data, CODECS), ["Crème brûlée"])

    def test_an_amount_is_not_torn_at_its_spaces(self):
        data = encode_receipt(line("x" * 38 + " 1\u202f234,50\xa0EUR"), reading.printer('TM-T88V'))
        self.assertEqual(reading.text(data), ["x" * 38, "1 234,50 EUR"])

    def test_double_byte_characters_are_switched_off_where_they_start_on(self):
        for name, count in (('POS-5890', 1), ('TM-T88V', 0)):
            data = encode_receipt(line("é"), reading.printer(name))
            self.assertEqual(reading.names(data).count('FS .'), count)

    def test_an_impact_printer_draws_by_pins(self):
        data = encode_receipt(line("ж"), reading.printer('TM-U220'))
        self.assertIn('ESC *', reading.names(data))


class TestFonts(unittest.TestCase):
    def test_a_till_without_a_font_says_which_to_install(self):
        with (
            mock.patch.object(glyphs, 'FOLDERS', ()),
            mock.patch.object(glyphs, '_found', glyphs._found.__wrapped__),
            self.assertRaises(ProxyError) as caught,
        ):
            encode_receipt(line("中"), reading.printer('TM-T88V'))
        self.assertEqual(caught.exception.code, 'no_font')
        self.assertIn('fonts-dejavu', caught.exception.message)

    def test_a_font_of_the_profile_is_used_alone(self):
        profile = dataclasses.replace(reading.printer('TM-T88V'), font='/none/font.ttf')
        with self.assertRaisesRegex(ProxyError, 'font'):
            encode_receipt(line("中"), profile)

    def test_a_text_from_right_to_left_stays_on_its_side_of_a_price(self):
        profile, pictures = reading.printer('TM-T88V'), []
        for left, right in (("شاي أخضر", "4.00"), ("4.00", "شاي أخضر")):
            [line] = text.justify(left, right, ' ', profile.columns)
            picture = glyphs.line_picture(line, profile, False, False, (1, 1))
            pictures.append(ImageChops.invert(picture))
        price = ImageChops.invert(glyphs.line_picture("4.00", profile, False, False, (1, 1)))
        width, height = price.size
        at_left = pictures[1].crop((0, 0, width, height))
        self.assertEqual(at_left.tobytes(), price.tobytes())
        at_right = pictures[0].crop((pictures[0].width - width, 0, pictures[0].width, height))
        self.assertGreater(at_right.getbbox()[2] - at_right.getbbox()[0], 0.8 * width)
        gap = pictures[0].width // 2
        self.assertIsNone(pictures[0].crop((gap, 0, gap + 4 * width, height)).getbbox())

    def test_right_to_left_needs_fribidi(self):
        with (
            mock.patch.object(glyphs.features, 'check', return_value=False),
            self.assertRaisesRegex(ProxyError, 'FriBiDi'),
        ):
            encode_receipt(line("مرحبا"), reading.printer('TM-T88V'))


class TestControls(unittest.TestCase):
    def test_no_control_reaches_the_printer(self):
        profile = reading.printer('TM-T88V')
        plain = encode_receipt(line("ab"), profile)
        for code in (*range(32), *range(127, 160), 0xAD, 0x200E, 0x202E, 0xFEFF):
            if chr(code) not in '\t' and len(f'a{chr(code)}b'.splitlines()) == 1:
                with self.subTest(code):
                    self.assertEqual(encode_receipt(line(f"a{chr(code)}b"), profile), plain)

    def test_a_command_in_a_text_is_letters(self):
        data = encode_receipt(line("\x1bp\x00\x19\xfa"), reading.printer('TM-T88V'))
        self.assertEqual(reading.text(data, CODECS), ["pú"])

    def test_half_a_surrogate_is_a_replacement_character(self):
        self.assertEqual(text.clean("a\ud800"), ["a\ufffd"])

    def test_tabs_are_spaces_and_ends_of_lines_end_lines(self):
        self.assertEqual(text.clean("a\tb\r\nc\u2028d\n\ne"), ["a   b", "c", "d", "", "e"])


class TestLayout(unittest.TestCase):
    def test_words_wrap_and_long_ones_break(self):
        self.assertEqual(text.wrap("one two three", 7), ["one two", "three"])
        self.assertEqual(text.wrap("abcdefghij", 4), ["abcd", "efgh", "ij"])
        self.assertEqual(text.wrap("ab  cd   ef", 6), ["ab  cd", "ef"])
        self.assertEqual(text.wrap("    indented", 20), ["    indented"])
        self.assertEqual(text.wrap("", 5), [""])
        self.assertEqual(text.wrap("中", 1), ["中"])

    def test_left_and_right_fill_the_line(self):
        self.assertEqual(text.justify("Tea", "2.00", ' ', 12), ["Tea     2.00"])
        self.assertEqual(text.justify("Tea", "2.00", '.', 12), ["Tea ... 2.00"])
        self.assertEqual(text.justify("Тея", "2.00", ' ', 12), ["Тея     2.00"])
        self.assertEqual(text.justify("", "2.00", ' ', 12), ["        2.00"])

    def test_a_long_left_one_goes_on_below(self):
        self.assertEqual(
            text.justify("Green tea with mint", "2.00", ' ', 14),
            ["Green tea 2.00", "with mint"],
        )

    def test_a_long_right_one_has_its_own_line(self):
        self.assertEqual(
            text.justify("Reference", "123456789", ' ', 12), ["Reference", "   123456789"]
        )

    def test_native_and_drawn_columns_end_at_the_same_dot(self):
        profile = reading.printer('TM-T20II', code_pages=('CP437',))
        data = encode_receipt(receipt({'type': 'columns', 'left': "Чай", 'right': "2.00"}), profile)
        right = ImageChops.invert(reading.picture(data, 576)).getbbox()[2]
        self.assertTrue(576 - 6 <= right <= 576, right)


def _columns_without_ink(picture):
    across, _down = picture.getprojection()
    left, _top, right, _bottom = picture.getbbox()
    return across[left:right].count(0)
