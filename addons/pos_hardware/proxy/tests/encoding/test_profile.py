"""A profile tells what a printer can do, or says what to change."""

import tempfile
import unittest
from pathlib import Path

from PIL import Image
from pos_hardware_proxy.encoding import drawer_pulse
from pos_hardware_proxy.errors import BadInput, ConfigError

from .reading import printer


class TestProfile(unittest.TestCase):
    def test_a_model_brings_its_width_and_abilities(self):
        profile = printer('TM-T88V')
        self.assertEqual((profile.dots, profile.columns), (512, 42))
        self.assertTrue(profile.raster and profile.qr and profile.barcodes)
        self.assertEqual(profile.cutter, 'partial')

    def test_a_till_without_a_cutter_or_own_qr_codes_is_known_as_such(self):
        profile = printer('POS-5890')
        self.assertEqual((profile.cutter, profile.qr, profile.barcodes), ('', False, False))

    def test_other_dots_change_the_columns(self):
        self.assertEqual(printer('TM-T20II', dots=384).columns, 32)
        self.assertEqual(printer('default', dots=576).columns, 48)

    def test_a_head_is_as_wide_as_whole_bytes(self):
        self.assertEqual(printer('TM-T20II-42col').dots, 544)

    def test_columns_that_cannot_be_are_computed_from_the_dots(self):
        # python-escpos has 12 columns for this head of 576 dots
        self.assertEqual(printer('NT-80-V-UL').columns, 48)

    def test_a_profile_without_a_width_asks_for_dots(self):
        with self.assertRaisesRegex(ConfigError, "set 'dots'"):
            printer('default')

    def test_what_is_no_receipt_printer_of_this_language_is_refused(self):
        for name, reason in (
            ('TM-T999', 'no printer profile'),
            ('OCD-300', 'no receipt printer'),
            ('TSP600', 'Star'),
        ):
            with self.subTest(name), self.assertRaisesRegex(ConfigError, reason):
                printer(name)

    def test_a_head_of_no_size_is_refused(self):
        for dots in (0, -8, 5000):
            with self.subTest(dots), self.assertRaisesRegex(ConfigError, "'dots'"):
                printer('default', dots=dots)

    def test_code_pages_are_those_of_the_profile_that_have_a_table(self):
        pages = dict(printer('TM-T88V').code_pages)
        self.assertEqual((pages['CP437'], pages['CP866'], pages['CP1253']), (0, 17, 47))
        self.assertNotIn('Unknown', pages)

    def test_of_two_numbers_for_a_page_the_lowest_counts(self):
        self.assertEqual(dict(printer('POS-5890').code_pages)['CP437'], 0)

    def test_code_pages_of_the_configuration_replace_them(self):
        profile = printer('TM-T88V', code_pages=('CP866', 'CP1251:73'))
        self.assertEqual(profile.code_pages, (('CP866', 17), ('CP1251', 73)))

    def test_a_code_page_nobody_knows_is_refused(self):
        for page in ('CP0', 'CP866:256', 'CP866:x', 'CP866:²', 'Unknown:3', 'CP851'):
            with self.subTest(page), self.assertRaisesRegex(ConfigError, 'code page'):
                printer('TM-T88V', code_pages=(page,))

    def test_a_logo_that_cannot_be_read_is_told_with_its_path(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder, 'logo.png')
            broken.write_bytes(b'no picture')
            for path in (broken, Path(folder, 'none.png')):
                with self.subTest(path.name), self.assertRaisesRegex(ConfigError, path.name):
                    printer(logo=str(path))

    def test_a_font_that_cannot_be_read_is_told_with_its_path(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = Path(folder, 'letters.ttf')
            broken.write_bytes(b'no font')
            for path in (broken, Path(folder), Path(folder, 'none.ttf')):
                with self.subTest(path.name), self.assertRaisesRegex(ConfigError, path.name):
                    printer(font=str(path))

    def test_a_logo_higher_than_the_memory_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, 'logo.png')
            Image.new('L', (100, 401)).save(path)
            with self.assertRaisesRegex(ConfigError, '400 rows'):
                printer(logo=str(path))


class TestDrawerPulse(unittest.TestCase):
    def test_the_pulse_goes_to_the_pin(self):
        self.assertEqual(drawer_pulse('2'), b'\x1bp\x00\x19\xfa')
        self.assertEqual(drawer_pulse('5'), b'\x1bp\x01\x19\xfa')

    def test_another_pin_is_refused(self):
        with self.assertRaisesRegex(BadInput, "'2' or '5'"):
            drawer_pulse('3')
