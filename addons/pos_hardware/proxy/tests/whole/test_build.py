"""What the encoders write, the printers of the same configuration read."""

import asyncio
import json
import threading
import unittest
from unittest import mock

from pos_hardware_proxy.build import VIRTUAL_PRINTERS, build, encode, open_line, working
from pos_hardware_proxy.config.reader import parse_config
from pos_hardware_proxy.contracts import JobKind, PrinterSettings
from pos_hardware_proxy.encoding import load_profile
from pos_hardware_proxy.errors import ConfigError

BUILD = 'pos_hardware_proxy.build'
TEXTS = ["Total due 5 €", "Reçu, œuf, garçon", "Απόδειξη", "Чек, їжа", "Żółć", "Größe"]


def print_texts(settings, texts):
    """Return the lines of text that a virtual printer of these settings printed as text."""
    profiles = {settings.name: load_profile(settings)}
    printer = open_line(settings, profiles, virtual=True)
    lines = [*({'type': 'text', 'text': text} for text in texts), {'type': 'cut'}]
    receipt = json.dumps({'version': 1, 'lines': lines}).encode()
    printer.open()
    printer.write(encode(profiles[settings.name], JobKind.RECEIPT, receipt), 5)
    return [line.strip() for line in printer.tray.receipts[-1].text_lines if line.strip()]


class TestBuild(unittest.TestCase):
    def test_the_virtual_counter_reads_every_script_as_it_was_written(self):
        for settings in VIRTUAL_PRINTERS:
            with self.subTest(settings.name):
                self.assertEqual(print_texts(settings, TEXTS), TEXTS)

    def test_what_the_code_pages_lack_is_drawn(self):
        for pages, texts in [(('CP437',), ["Größe"]), (('CP437', 'CP866'), ["Чек, їжа", "Größe"])]:
            settings = PrinterSettings('a', 'virtual', dots=384, code_pages=pages)
            self.assertEqual(print_texts(settings, TEXTS), texts)

    def test_a_virtual_printer_is_refused_on_a_real_till(self):
        settings = PrinterSettings('a', 'virtual', dots=384)
        with self.assertRaisesRegex(ConfigError, "serve --virtual"):
            open_line(settings, {'a': load_profile(settings)}, virtual=False)

    def test_an_origin_that_no_browser_sends_is_refused_before_anything_is_touched(self):
        for origin in ('https://shop.example.com/', 'shop.example.com', 'https://shop.example:443'):
            settings = parse_config(f'[access]\norigins = ["{origin}"]'.encode())
            with (
                self.assertRaisesRegex(ConfigError, "origin"),
                mock.patch(f'{BUILD}.Spool') as spool,
            ):
                build(settings)
            spool.assert_not_called()

    def test_printers_stop_all_at_once(self):
        together = threading.Barrier(3)
        printers = {name: mock.Mock(stop=lambda: together.wait(20)) for name in 'abc'}
        counter = mock.Mock(printers=printers)

        async def start_and_stop():
            async for _started in working(counter, None):
                for printer in printers.values():
                    printer.start.assert_called_once_with()

        asyncio.run(start_and_stop())
        counter.spool.recover.assert_called_once_with(printers)
        counter.spool.close.assert_called_once_with()
