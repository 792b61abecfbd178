"""A configuration is understood whole, or refused with the place and what to write instead."""

import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from pos_hardware_proxy import transport
from pos_hardware_proxy.config import Settings, read_config
from pos_hardware_proxy.config.reader import ADDRESS_KEYS, MAX_BYTES, parse_config
from pos_hardware_proxy.errors import ConfigError

WHOLE = b"""
[server]
host = "0.0.0.0"
port = 8070

[access]
token = "0123456789abcdef"
origins = ["https://shop.example.com"]

[spool]
path = "/var/lib/till/jobs.sqlite"

[printers.receipt]
connection = "usb"
vendor = 0x04b8
product = 0x0e28
profile = "TM-T88V"
drawer = "2"

[printers.kitchen]
connection = "tcp"
host = "192.0.2.7"
dots = 512
answers = false
"""

ADDRESSES = {
    'tcp': {'host': '192.0.2.7'},
    'serial': {'url': '/dev/ttyS0'},
    'cups': {'queue': 'receipts'},
    'file': {'path': '/dev/usb/lp0'},
}
KEYS = ['port', 'host', 'key', 'certificate', 'profile', 'dots', 'code_pages', 'drawer']
VALUES = ['1', '-1', '"x"', 'true', '[]', '[1]', '{}', '1.5', '1979-05-27', '[["a"]]']


class TestReader(unittest.TestCase):
    def test_a_whole_file_is_read(self):
        settings = parse_config(WHOLE)
        self.assertEqual((settings.server.host, settings.server.port), ('0.0.0.0', 8070))
        self.assertEqual(settings.access.origins, ('https://shop.example.com',))
        self.assertEqual(settings.spool.keep, 5000)
        receipt, kitchen = settings.printers
        self.assertEqual(receipt.address, {'vendor': 0x04B8, 'product': 0x0E28})
        self.assertEqual(
            (receipt.name, receipt.profile, receipt.drawer), ('receipt', 'TM-T88V', '2')
        )
        self.assertEqual(kitchen.address, {'host': '192.0.2.7'})
        self.assertEqual((kitchen.dots, kitchen.answers, kitchen.drawer), (512, False, ''))

    def test_every_key_of_an_address_is_one_that_its_line_knows_and_none_is_missing(self):
        for connection, kind in transport.KINDS.items():
            with self.subTest(connection), mock.patch.dict(sys.modules, cups=mock.MagicMock()):
                known = mock.Mock(wraps=transport.Address('a', ADDRESSES.get(connection, {})))
                kind(known)
                asked = {call.args[0] for call in known.method_calls}
                self.assertEqual(asked, ADDRESS_KEYS[connection])

    def test_an_empty_file_listens_to_this_machine_and_has_no_printer(self):
        settings = parse_config(b'')
        self.assertEqual((settings.server.host, settings.printers), ('127.0.0.1', ()))

    def test_each_mistake_is_named_with_its_place(self):
        printer = '[printers.a]\nconnection = "tcp"\nhost = "h"\n'
        for text, words in [
            ('[server]\nprot = 1', "[server] does not know 'prot': did you mean port?"),
            ('[sever]\nport = 1', "did you mean server?"),
            ('[server]\nport = "8069"', "server.port has to be a whole number"),
            ('[server]\nport = true', "server.port has to be a whole number"),
            ('[server]\nport = 70000', "between 1 and 65535"),
            ('[server]\ncertificate = "c.pem"', "certificate and key go together"),
            ('server = 1', "server has to be a table"),
            ('printers = 1', "printers has to be tables"),
            ('[printers]\na = 1', "printers.a has to be a table"),
            ('[printers."a/b"]\nconnection = "tcp"', "small letters, digits"),
            ('[printers.a]\nconnection = "lpt"', "connection has to be one of 'usb', 'tcp'"),
            ('[printers.a]\nconnection = "usb"\nhost = "h"', "does not know 'host'"),
            (printer + 'drawer = "3"', "drawer has to be one of '2', '5'"),
            (printer + 'drawer = 2', "printers.a.drawer has to be a text"),
            (printer + 'code_pages = [1]', "printers.a.code_pages has to be a list of texts"),
            (printer + 'name = "b"', "does not know 'name'"),
            ('[server]\nport = 0', "between 1 and 65535"),
            ('[server]\nhost = "a\\u0000"', "server.host has to be"),
            ('[printers.a]\nconnection = ["usb"]', "connection has to be one of 'usb', 'tcp'"),
            ('[spool]\npath = ""', "spool.path has to be the path"),
            ('[spool]\npath = "a\\u0000"', "spool.path has to be the path"),
            ('[spool]\nkeep = 0', "spool.keep has to be between"),
            ('[access]\ntoken = "short"', "16 to 128 letters"),
            ('[access', "is not TOML"),
        ]:
            with self.subTest(text), self.assertRaises(ConfigError) as caught:
                parse_config(text.encode())
            self.assertIn(words, caught.exception.message)

    def test_a_file_that_cannot_be_read_is_named(self):
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / 'proxy.toml'
            with self.assertRaisesRegex(ConfigError, "proxy.toml: No such file"):
                read_config(path)
            path.write_bytes(b'#' * (MAX_BYTES + 1))
            with self.assertRaisesRegex(ConfigError, "this is no configuration"):
                read_config(path)
            path.write_bytes(WHOLE)
            self.assertEqual(len(read_config(path).printers), 2)
            path.write_text(WHOLE.decode(), encoding='utf-8-sig')
            self.assertEqual(len(read_config(path).printers), 2)

    @given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
    def test_any_bytes_are_settings_or_a_refusal(self, data):
        self.read_anything(data)

    @given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES)))
    def test_any_values_are_settings_or_a_refusal(self, table):
        lines = '\n'.join(f'{key} = {value}' for key, value in table.items())
        self.read_anything(f'[server]\n{lines}'.encode())
        self.read_anything(f'[printers.a]\nconnection = "tcp"\n{lines}'.encode())

    def read_anything(self, data):
        try:
            self.assertIsInstance(parse_config(data), Settings)
        except ConfigError as error:
            self.assertTrue(error.message)
