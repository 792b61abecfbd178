"""Pictures come out of the printer as wide as its head, sharp, and in small slices."""

import time
import unittest
import zlib
from unittest import mock

import zxingcpp
from PIL import Image, ImageChops, ImageDraw
from pos_hardware_proxy.encoding import binarise, encode_image, picture
from pos_hardware_proxy.errors import BadInput

from . import reading
from .samples import URL, jpeg, odoo_receipt, photo, png, qr_picture


class TestReceipt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.jpeg = jpeg(odoo_receipt())

    def test_the_qr_code_reads_at_every_width(self):
        for dots in (384, 512, 576, 640):
            with self.subTest(dots):
                paper = reading.picture(self.encode(dots), dots)
                self.assertEqual([code.text for code in zxingcpp.read_barcodes(paper)], [URL])

    def test_the_picture_is_as_wide_as_the_head(self):
        for dots, rows in ((384, 1178), (512, 1571), (576, 1767), (640, 1964)):
            with self.subTest(dots):
                paper = reading.picture(self.encode(dots), dots)
                self.assertEqual(paper.height, rows)
                left, _top, right, _bottom = ImageChops.invert(paper).getbbox()
                self.assertLess(left, 4)  # the rule spans the paper
                self.assertGreaterEqual(right, dots - 2)

    def test_every_dot_of_a_sharp_picture_is_where_it_was(self):
        sharp = odoo_receipt().convert('1', dither=0).convert('L')
        paper = reading.picture(encode_image(png(sharp), self.printer(512)), 512)
        self.assertIsNone(ImageChops.difference(sharp, paper).getbbox())

    def test_it_starts_with_reset_and_ends_with_cut(self):
        commands = reading.names(self.encode(576))
        self.assertEqual(commands[0], 'ESC @')
        self.assertEqual(commands[-1], 'GS V')
        self.assertEqual(set(commands[1:-1]), {'GS v'})

    def test_a_printer_without_a_cutter_feeds_to_tear_off(self):
        self.assertTrue(encode_image(self.jpeg, reading.printer('POS-5890')).endswith(b'\x1bd\x04'))

    def test_no_slice_is_larger_than_the_printers_buffer(self):
        black = encode_image(png(Image.new('L', (640, 3000))), self.printer(640))
        for data in (black, self.encode(640)):
            slices = [part for part in reading.read(data) if part.name == 'GS v']
            self.assertLessEqual(max(len(part.data) + 8 for part in slices), 4096)
            self.assertLessEqual(max(part.height for part in slices), 255)

    def test_it_is_half_of_what_every_row_would_be(self):
        self.assertLess(len(self.encode(512)), 50_000)

    def test_it_costs_little_time(self):
        profile, best = self.printer(512), 1
        for _try in range(10):
            start = time.process_time()
            encode_image(self.jpeg, profile)
            best = min(best, time.process_time() - start)
        self.assertLess(best, 0.02)  # measured: 0.004; the rest is for slow machines

    def printer(self, dots):
        return reading.printer('default', dots=dots)

    def encode(self, dots):
        return encode_image(self.jpeg, self.printer(dots))


class TestDots(unittest.TestCase):
    def test_a_lone_dot_in_a_wide_row_is_printed(self):
        for column in (0, 300, 1247):
            with self.subTest(column):
                lone = Image.new('L', (1248, 40), 255)
                lone.putpixel((column, 20), 0)
                profile = reading.printer('default', dots=1248)
                paper = reading.picture(encode_image(png(lone), profile), 1248)
                self.assertEqual(ImageChops.invert(paper).getbbox(), (column, 20, column + 1, 21))

    def test_blank_rows_cost_a_byte_each(self):
        blank = encode_image(png(Image.new('L', (576, 1000), 255)), reading.printer())
        self.assertEqual(reading.picture(blank, 576).height, 1000)
        self.assertLess(len(blank), 1050)

    def test_text_is_not_dithered(self):
        paper = self.print(odoo_receipt())
        self.assertLess(_lone_dots(paper.crop((0, 160, 512, 1170))), 5)

    def test_light_grey_is_paper_and_dark_grey_is_ink(self):
        for grey, ink in ((200, False), (90, True)):
            stripe = Image.new('L', (512, 60), 255)
            stripe.paste(grey, (0, 20, 512, 24))
            self.assertEqual(ImageChops.invert(self.print(stripe)).getbbox() is not None, ink)

    def test_a_photo_is_dithered_and_text_beside_it_is_not(self):
        both = Image.new('L', (512, 1000), 255)
        both.paste(photo(512, 300))
        both.paste(odoo_receipt().convert('L').crop((0, 180, 512, 600)), (0, 500))
        paper = self.print(both)
        light, dark = (_share_of_ink(paper.crop((0, top, 512, top + 40))) for top in (240, 10))
        self.assertTrue(0.2 < light < dark - 0.15 < 0.8, (light, dark))
        self.assertLess(_lone_dots(paper.crop((0, 480, 512, 1000))), 5)

    def test_a_code_with_soft_edges_of_any_size_is_no_photo(self):
        code = qr_picture(URL, 10).convert('L')
        for side in range(90, 300, 1):
            picture = Image.new('L', (512, 400), 255)
            picture.paste(code.resize((side, side), Image.Resampling.BICUBIC), (60, 50))
            self.assertIsNone(binarise._photos(picture), side)

    def test_resizing_ink_alone_gives_what_resizing_all_gives(self):
        grey = odoo_receipt().convert('L')
        size = binarise.fitting(grey.size, 576)
        all_of_it = grey.resize(size, Image.Resampling.BILINEAR).point(binarise.INK)
        differing = ImageChops.difference(binarise.binarise(grey, size), all_of_it)
        self.assertLess(sum(differing.histogram()[1:]), 0.0005 * 576 * size[1])

    def print(self, picture):
        profile = reading.printer('default', dots=512)
        return reading.picture(encode_image(png(picture), profile), 512)


class TestModes(unittest.TestCase):
    def test_a_transparent_ground_is_paper(self):
        for mode in ('RGBA', 'LA', 'P'):
            with self.subTest(mode):
                clear = Image.new('RGBA', (512, 40), (0, 0, 0, 0))
                ImageDraw.Draw(clear).rectangle((100, 10, 200, 20), fill=(0, 0, 0, 255))
                box = self.box(png(clear.convert(mode)))
                self.assertEqual(box, (100, 10, 201, 21))

    def test_every_kind_of_pixel_is_read(self):
        spot = Image.new('L', (512, 40), 255)
        spot.paste(0, (100, 10, 201, 21))
        deep = Image.frombytes(
            'I;16', spot.size, b''.join(bytes((0, level)) for level in spot.tobytes())
        )
        files = {
            '1': png(spot.convert('1')),
            'I;16': png(deep),
            'P': png(spot.convert('P')),
            'RGB': png(spot.convert('RGB')),
        }
        for mode, data in files.items():
            with self.subTest(mode):
                self.assertEqual(self.box(data), (100, 10, 201, 21))

    def test_a_jpeg_in_cmyk_is_read(self):
        self.assertIsNone(self.box(jpeg(Image.new('CMYK', (512, 40)))))

    def box(self, data):
        paper = reading.picture(encode_image(data, reading.printer('default', dots=512)), 512)
        return ImageChops.invert(paper).getbbox()


class TestBadPictures(unittest.TestCase):
    def test_what_is_no_picture_is_told(self):
        for data in (
            b'',
            b'%PDF-1.4',
            b'\x89PNG\r\n\x1a\n',
            b'\xff\xd8\xff',
            b'GIF89a' + bytes(50),
        ):
            with self.subTest(data):
                self.refused(data, 'picture')

    def test_a_truncated_file_is_refused_wherever_it_ends(self):
        small = odoo_receipt().crop((0, 0, 200, 300))
        for data in (jpeg(small), png(small)):
            for part in range(1, 10):
                with self.subTest(data=data[:4], part=part):
                    self.refused(data[: len(data) * part // 10], 'picture')

    def test_a_bomb_is_refused_before_it_is_unpacked(self):
        for size in ((4000, 3001), (30_000, 30_000)):
            bomb = png(Image.new('1', size))
            self.assertLess(len(bomb), 200_000)
            with self.subTest(size), mock.patch('PIL.ImageFile.ImageFile.load') as load:
                self.refused(bomb, 'picture_too_large')
                load.assert_not_called()

    def test_a_file_of_many_bytes_is_refused(self):
        self.refused(bytes(picture.MAX_BYTES + 1), 'picture_too_large')

    def test_a_narrow_picture_that_would_be_too_long_is_refused(self):
        self.refused(png(Image.new('L', (1, 300))), 'too_long')

    def test_a_text_chunk_that_unpacks_to_much_is_refused(self):
        packed = zlib.compress(bytes(100_000_000), 9)
        chunk = b'zTXt' + b'a\x00\x00' + packed
        chunk = len(chunk[4:]).to_bytes(4) + chunk + zlib.crc32(chunk).to_bytes(4)
        whole = png(Image.new('L', (8, 8)))
        self.refused(whole[:33] + chunk + whole[33:], 'picture')

    def refused(self, data, code):
        with self.assertRaises(BadInput) as caught:
            encode_image(data, reading.printer())
        self.assertEqual(caught.exception.code, code)


class TestImpact(unittest.TestCase):
    def test_a_printer_of_pins_gets_columns_of_eight_rows(self):
        commands = reading.read(encode_image(jpeg(odoo_receipt()), reading.printer('TM-U220')))
        stripes = [part for part in commands if part.name == 'ESC *']
        self.assertEqual(commands[1].data, b'\x10')  # 8 of 72 rows an inch
        self.assertEqual(max(len(part.data) for part in stripes), 400)
        # 400 of 160 columns an inch; as many inches high as the picture is for its width
        lines = sum(part.name == 'LF' for part in commands)
        self.assertAlmostEqual(lines * 8 / 72, 1571 / 512 * 400 / 160, delta=0.1)

    def test_the_first_row_is_the_highest_bit(self):
        corner = Image.new('L', (400, 18), 255)
        corner.paste(0, (0, 0, 400, 2))
        commands = reading.read(encode_image(png(corner), reading.printer('TM-U220')))
        self.assertEqual(next(c.data for c in commands if c.name == 'ESC *'), b'\x80' * 400)


def _lone_dots(paper):
    """Count the black dots with nothing but white around them."""
    pixels, count = paper.load(), 0
    for x in range(1, paper.width - 1):
        for y in range(1, paper.height - 1):
            if not pixels[x, y]:
                around = [pixels[x + i, y + j] for i in (-1, 0, 1) for j in (-1, 0, 1)]
                count += sum(map(bool, around)) == 8
    return count


def _share_of_ink(paper):
    return paper.histogram()[0] / (paper.width * paper.height)
