"""Whatever stands in the configuration, it is a line or a ConfigError that names the key."""

import sys
import unittest
from unittest import mock

from hypothesis import given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.contracts import PrinterSettings
from pos_hardware_proxy.errors import ConfigError
from pos_hardware_proxy.transport import KINDS, open_transport

from .lines import line

WRONG = [
    ('tcp', {}, 'host'),
    ('tcp', {'host': ''}, 'host'),
    ('tcp', {'host': 'a' * 64}, 'host'),
    ('tcp', {'host': '192.0.2.7', 'port': 0}, 'port'),
    ('tcp', {'host': '192.0.2.7', 'port': True}, 'port'),
    ('tcp', {'host': '192.0.2.7', 'port': '9100'}, 'port'),
    ('tcp', {'host': '192.0.2.7', 'prot': 9100}, 'prot'),
    ('usb', {'vendor': '04b8'}, 'vendor'),
    ('usb', {'vendor': 0x10000}, 'vendor'),
    ('usb', {'product': 0x0E28}, 'vendor'),
    ('usb', {'serial': 7}, 'serial'),
    ('serial', {}, 'url'),
    ('serial', {'url': 'nonsense://a'}, 'url'),
    ('serial', {'url': 'socket://[::1'}, 'url'),
    ('serial', {'url': 'socket://host:99999'}, 'url'),
    ('serial', {'url': 'rfc2217://host'}, 'url'),
    ('serial', {'url': 'spy:///dev/ttyS0?file=/etc/passwd'}, 'url'),
    ('serial', {'url': '/dev/ttyS0', 'parity': 'N'}, 'parity'),
    ('serial', {'url': '/dev/ttyS0', 'baudrate': 0}, 'baudrate'),
    ('serial', {'url': '/dev/ttyS0', 'flow': True}, 'flow'),
    ('cups', {}, 'queue'),
    ('file', {'path': 'a\0b'}, 'path'),
    ('file', {}, 'path'),
    ('parallel', {}, 'connection'),
    (['usb'], {}, 'connection'),
]
KEYS = {
    'tcp': ['host', 'port'],
    'usb': ['vendor', 'product', 'serial'],
    'serial': ['url', 'baudrate', 'bytesize', 'parity', 'stopbits', 'flow'],
    'cups': ['queue', 'server'],
    'file': ['path'],
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
URLS = st.builds(
    '{}://{}'.format, st.text(max_size=8) | st.sampled_from(['socket', 'loop']), st.text()
)


class TestAddress(unittest.TestCase):
    def test_a_wrong_address_names_its_key(self):
        for connection, address, key in WRONG:
            with (
                self.subTest(connection=connection, address=address),
                self.assertRaisesRegex(ConfigError, f"printers.counter: '{key}'"),
            ):
                line(connection, **address)

    def test_an_address_that_is_no_table_is_refused(self):
        with self.assertRaises(ConfigError):
            open_transport(PrinterSettings('counter', 'tcp', ['host']))

    def test_usb_numbers_are_read_as_people_write_them(self):
        for vendor in (0x04B8, '0x04b8', '0x04B8'):
            self.assertEqual(line('usb', vendor=vendor, product=0x0E28).name, 'usb 04b8:0e28')

    def test_cups_without_pycups_says_what_to_install(self):
        with (
            mock.patch.dict(sys.modules, {'cups': None}),
            self.assertRaisesRegex(ConfigError, r"proxy\[cups\]"),
        ):
            line('cups', queue='counter')

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from(sorted(KINDS)), st.data())
    def test_any_address_is_a_line_or_a_config_error(self, connection, data):
        keys = st.sampled_from([*KEYS[connection], 'hots'])
        address = data.draw(st.dictionaries(keys, ANYTHING | URLS, max_size=3))
        try:
            transport = line(connection, **address)
        except ConfigError:
            return
        self.assertFalse(transport.is_open)
        self.assertTrue(transport.name)
