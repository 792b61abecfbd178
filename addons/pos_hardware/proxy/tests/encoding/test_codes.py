"""QR codes and barcodes can be read back, or the rule that they break is named."""

import tempfile
import unittest
from pathlib import Path

import zxingcpp
from PIL import Image, ImageChops
from pos_hardware_proxy.encoding import codes, encode_receipt, logo_upload
from pos_hardware_proxy.errors import BadInput

from . import reading
from .samples import URL, png, receipt

BARCODES = {
    'EAN13': '4006381333931',
    'EAN8': '40063812',
    'UPC-A': '012345678905',
    'CODE39': 'AB-12',
    'CODE128': '00001-001-0001',
    'ITF': '12345678',
}


class TestQr(unittest.TestCase):
    def test_a_printer_with_qr_codes_makes_its_own(self):
        data = self.print('TM-T88V', data=URL, size=5, correction='H')
        stored = [part.data for part in reading.read(data) if part.name == 'GS ( k']
        self.assertEqual(stored, [b'1A2\x00', b'1C\x05', b'1E3', b'1P0' + URL.encode(), b'1Q0'])

    def test_another_gets_it_drawn_and_it_reads(self):
        for text in (URL, "Кафе 5 €", "BCD\n002\n1\nSCT", "x" * 200):
            with self.subTest(text):
                paper = reading.picture(self.print('POS-5890', data=text), 384)
                self.assertEqual([code.text for code in zxingcpp.read_barcodes(paper)], [text])

    def test_modules_shrink_until_the_code_fits(self):
        for length in (10, 300, 1000, 1200):
            with self.subTest(length):
                data = self.print('TM-T88V', data="a" * length, size=16)
                module = next(part.data[2] for part in reading.read(data) if part.data[:2] == b'1C')
                drawn = codes.qr_picture(b"a" * length, 1, 'M', 1)
                self.assertLessEqual(drawn.width * module, 512)

    def test_data_beyond_any_code_is_refused(self):
        with self.assertRaisesRegex(BadInput, 'too long'):
            self.print('POS-5890', data="é" * 1200, correction='H')
        with self.assertRaisesRegex(BadInput, 'at most 1200'):
            self.print('TM-T88V', data="a" * 1201)

    def test_more_codes_than_any_receipt_has_are_refused(self):
        code = {'type': 'qr', 'data': URL}
        encode_receipt(receipt(*[code] * 8), reading.printer('POS-5890'))
        with self.assertRaisesRegex(BadInput, 'Line 9: a receipt has at most 8 QR codes'):
            encode_receipt(receipt(*[code] * 9), reading.printer('POS-5890'))

    def test_controls_in_its_data_are_refused(self):
        for text in ("\x1b@", "a\x00", "\x9b", "\ud800", ""):
            with self.subTest(text), self.assertRaisesRegex(BadInput, 'control'):
                self.print('TM-T88V', data=text)

    def print(self, profile, **options):
        return encode_receipt(receipt({'type': 'qr', **options}), reading.printer(profile))


class TestBarcodes(unittest.TestCase):
    def test_a_printer_with_barcodes_makes_its_own(self):
        for kind, data in BARCODES.items():
            with self.subTest(kind):
                printed = reading.read(self.print('TM-T88V', kind, data))
                content = ('{B' if kind == 'CODE128' else '') + data
                self.assertEqual(printed[-1].name, f'GS k {codes.FORMATS[kind][0]}')
                self.assertEqual(printed[-1].data.decode(), content)

    def test_another_gets_them_drawn_with_a_caption_and_they_read(self):
        for kind, data in BARCODES.items():
            with self.subTest(kind):
                printed = self.print('NT-5890K', kind, data)
                (found,) = zxingcpp.read_barcodes(reading.picture(printed, 384))
                # UPC-A is an EAN13 that begins with 0, and zxing reports it so
                self.assertEqual(found.text.lstrip('0'), data.lstrip('0'))
                self.assertEqual(reading.text(printed), [data])

    def test_a_brace_in_code_128_is_doubled(self):
        self.assertTrue(self.print('TM-T88V', 'CODE128', 'a{C').endswith(b'\x1dk\x49\x06{Ba{{C'))

    def test_the_broken_rule_is_named(self):
        for kind, data, rule in (
            ('EAN13', '4006381333932', 'check digit of EAN13 .* has to be 1'),
            ('EAN13', '400638133393', '13 digits'),
            ('EAN13', '40063813339é1', 'consists of digits'),
            ('EAN8', '40063813', 'has to be 2'),
            ('UPC-A', '012345678900', 'has to be 5'),
            ('ITF', '123', 'even number'),
            ('CODE39', 'abc', 'capital letters'),
            ('CODE128', 'é', 'printable ASCII'),
            ('CODE128', 'a\x1b', 'printable ASCII'),
            ('CODE128', '', '1 to 80'),
            ('CODE128', 'a' * 60, 'wider than the paper'),
        ):
            with self.subTest(kind=kind, data=data), self.assertRaisesRegex(BadInput, rule):
                self.print('TM-T88V', kind, data)

    def print(self, profile, kind, data):
        line = {'type': 'barcode', 'format': kind, 'data': data}
        return encode_receipt(receipt(line), reading.printer(profile))


class TestLogo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name, 'logo.png')
        self.save(100)

    def save(self, left):
        logo = Image.new('L', (300, 80), 255)
        logo.paste(0, (left, 10, 200, 50))
        self.path.write_bytes(png(logo))

    def test_the_printer_keeps_it_and_prints_it_by_its_key(self):
        profile = self.printer('TM-T88V')
        (kept,) = reading.read(logo_upload(profile))
        key = profile.logo.key
        self.assertEqual(kept.data[:11], b'0C0' + key + b'\x01\x2c\x01\x50\x001')
        self.assertEqual(len(kept.data), 11 + 38 * 80)
        data = self.print(profile)
        self.assertLess(len(data), 30)
        self.assertTrue(data.endswith(b'\x1ba\x01\x1d(L\x06\x000E' + key + b'\x01\x01'))

    def test_the_kept_bits_are_the_logo(self):
        (kept,) = reading.read(logo_upload(self.printer('TM-T88V')))
        bits = Image.frombytes('1', (304, 80), kept.data[11:])
        self.assertEqual(bits.getbbox(), (100, 10, 200, 50))

    def test_another_logo_has_another_key(self):
        before = self.printer('TM-T88V').logo.key
        self.save(150)
        after = self.printer('TM-T88V').logo.key
        self.assertNotEqual(before, after)
        self.assertTrue(all(32 <= code <= 126 for code in before + after))

    def test_a_printer_without_memory_gets_it_with_each_receipt(self):
        for name in ('POS-5890', 'default'):
            with self.subTest(name):
                profile = self.printer(name, dots=384)
                self.assertEqual(logo_upload(profile), b'')
                paper = reading.picture(self.print(profile), 384)
                self.assertEqual(ImageChops.invert(paper).getbbox(), (142, 10, 242, 50))

    def test_a_till_without_a_logo_prints_none(self):
        profile = reading.printer('TM-T88V')
        self.assertEqual(logo_upload(profile), b'')
        self.assertEqual(self.print(profile), b'\x1b@\x1bR\x00')

    def printer(self, name, **settings):
        return reading.printer(name, logo=str(self.path), **settings)

    def print(self, profile):
        return encode_receipt(receipt({'type': 'logo'}), profile)
