"""Dumps that nobody here wrote are understood to the last byte, with the facts known of them."""

import json
import unittest
from collections import Counter
from functools import lru_cache

from PIL import Image
from pos_hardware_proxy.virtual.interpreter import Cut, Pulse
from tests.data import need_shared
from tests.virtual.helpers import Press, scan

MATRIX = {'QR', 'Micro QR', 'PDF417'}


@lru_cache
def press_of(path):
    """Return a dump printed; tests only look at it."""
    return Press(path.read_bytes())


class TestDumps(unittest.TestCase):
    @property
    def place(self):
        return need_shared('escpos')

    @property
    def facts(self):
        return json.loads((self.place / 'facts.json').read_text())

    def press(self, name):
        return press_of(self.place / name)

    def each(self):
        self.assertEqual(len(self.facts), 12)
        for name, facts in self.facts.items():
            with self.subTest(name):
                yield self.press(name), facts

    def table(self):
        """Return the numbers of PROVENANCE.md by dump."""
        rows = (self.place / 'PROVENANCE.md').read_text().splitlines()
        cells = [[cell.strip() for cell in row.strip('|').split('|')] for row in rows]
        numbers = [row for row in cells if len(row) == 8 and row[1].isdigit()]
        return {row[0]: [int(cell) for cell in row[1:]] for row in numbers}

    def test_every_command_of_a_dump_is_known_and_counted(self):
        for press, facts in self.each():
            commands = {name: n for name, n in facts['commands'].items() if name != 'TEXT'}
            self.assertEqual(dict(press.interpreter.commands), commands)
            self.assertIsNone(press.interpreter._command, "bytes are missing at the end")
            self.assertEqual(press.interpreter.text_bytes, facts['text_bytes'])

    def test_counts_are_those_of_the_provenance(self):
        table = self.table()
        self.assertEqual(set(table), set(self.facts))
        for name, numbers in table.items():
            with self.subTest(name):
                press = self.press(name)
                kinds = Counter(type(event) for event in press.events)
                commands = press.interpreter.commands
                matrix = [code for code in press.codes if code.kind in MATRIX]
                counted = [
                    (self.place / name).stat().st_size,
                    kinds[Cut],
                    kinds[Pulse],
                    commands['GS v'] + commands['GS ( L'],
                    len(press.codes) - len(matrix),
                    len(matrix),
                    press.interpreter.text_bytes,
                ]
                self.assertEqual(counted, numbers)
                self.assertEqual(len(press.receipts), kinds[Cut])

    def test_lines_of_text_are_those_of_the_facts(self):
        compared = 0
        for press, facts in self.each():
            expected = facts['text_lines_nonblank']
            if expected is not None:  # the facts hold the first sixty lines
                self.assertEqual(press.text_lines[: len(expected)], [*map(str.rstrip, expected)])
                compared += 1
        self.assertEqual(compared, 9)

    def test_contents_of_codes_are_those_of_the_facts(self):
        for press, facts in self.each():
            matrix = [code.content for code in press.codes if code.kind in MATRIX]
            self.assertEqual(matrix, facts['qr_or_2d_data'])

    def test_a_scanner_reads_every_qr_code(self):
        press = self.press('mit_escpos_php/qr-code.bin')
        contents = self.facts['mit_escpos_php/qr-code.bin']['qr_or_2d_data'][:-1]  # a Micro QR ends
        picture = press.receipts[0].picture
        larger = picture.resize((picture.width * 3, picture.height * 3), Image.Resampling.NEAREST)
        self.assertEqual(Counter(scan(larger)), Counter(contents))

    def test_a_scanner_reads_the_barcodes(self):
        press = self.press('mit_escpos_php/barcode.bin')
        facts = self.facts['mit_escpos_php/barcode.bin']['barcodes']
        read = set(scan(press.receipts[0].picture))
        self.assertEqual(len(press.codes), len(facts))
        for content in ('ABC', 'ABC 012', '$%+-./', 'TEXT', '0123456789'):
            self.assertIn(content, read)
        for plain in ('012ABCD', '012ABCDabcd', '213243'):  # behind '{A', '{B' and '{C'
            self.assertIn(plain, read)
        for digits in ('01234567890', '012345678901', '0123456'):  # the check digit is corrected
            self.assertTrue(any(digits in text for text in read), digits)

    def test_a_demonstration_with_logo_shows_it_in_the_middle(self):
        (receipt,) = self.press('mit_escpos_php/receipt-with-logo.bin').receipts
        logo = receipt.picture.crop((0, 0, 576, 210))
        left, _top, right, _bottom = Image.eval(logo.convert('L'), lambda dot: 255 - dot).getbbox()
        self.assertAlmostEqual(left, 576 - right, delta=4)
        self.assertEqual(receipt.text_lines[0], 'ExampleMart Ltd.')
