"""Detect: what it writes is a configuration, and it asks the network politely."""

import ipaddress
import os
import pty
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from pos_hardware_proxy.config.reader import parse_config
from pos_hardware_proxy.encoding import load_profile
from pos_hardware_proxy.transport import detect, network, open_transport

from .lines import Emulator, failure

HERE = [ipaddress.ip_network('127.0.0.1/32')]
TALK = b'\x10\x04\x01\x1dIC'


def configured(found):
    """Return the name of a found device's table and the line that it opens."""
    [settings] = parse_config(found.toml.encode()).printers
    load_profile(settings)
    return settings.name, open_transport(settings)


class TestNetwork(unittest.TestCase):
    def test_a_printer_that_answers_is_found_by_its_model(self):
        with Emulator() as printer:
            [found] = detect.network_printers(HERE, printer.port)
            self.assertEqual((found.kind, found.name), ('tcp', 'TM-TEST'))
            self.assertEqual(bytes(printer.received), TALK)
            name, line = configured(found)
            self.assertEqual(name, 'tm_test')
            self.addCleanup(line.close)
            line.open()

    def test_a_mute_listener_is_found_and_asked_nothing_that_it_might_print(self):
        with Emulator() as printer:
            printer.mute = True
            [found] = detect.network_printers(HERE, printer.port)
            self.assertEqual(found.name, 'printer at 127.0.0.1')
            self.assertEqual(bytes(printer.received), b'\x10\x04\x01')

    def test_a_listener_that_is_no_receipt_printer_is_asked_nothing_more(self):
        with Emulator() as printer:
            printer.status = b'S'  # as 'SSH-2.0' begins
            [found] = detect.network_printers(HERE, printer.port)
            self.assertEqual(found.name, 'printer at 127.0.0.1')
            self.assertNotIn(b'\x1dI', printer.received)

    def test_a_network_without_printers_has_none(self):
        with Emulator() as printer:
            port = printer.port
        self.assertEqual(detect.network_printers(HERE, port), [])

    def test_a_whole_network_takes_seconds(self):
        start = time.monotonic()
        with (
            mock.patch.object(network, 'CONNECT_SECONDS', 0.05),
            mock.patch.object(network.asyncio, 'open_connection', self.no_answer),
        ):
            found = network.search([ipaddress.ip_network('192.0.2.0/24')])
        self.assertEqual(found, [])
        self.assertEqual(self.asked, 254)
        self.assertLess(time.monotonic() - start, 10)

    asked = 0

    async def no_answer(self, _host, _port):
        self.asked += 1
        await network.asyncio.sleep(5)

    def test_at_most_254_hosts_of_a_network_are_asked(self):
        with mock.patch.object(network, '_ask', mock.AsyncMock(return_value=None)) as ask:
            network.search([ipaddress.ip_network('192.0.0.0/16')])
        self.assertEqual(ask.call_count, 254)

    def test_of_a_large_network_only_the_neighbourhood_is_asked(self):
        with mock.patch.object(network, '_own_addresses', return_value=[('10.1.2.3', 8)]):
            self.assertEqual(list(map(str, network.local_networks())), ['10.1.2.0/24'])

    def test_the_networks_are_those_of_the_interfaces(self):
        answer = (
            b'[{"addr_info": [{"local": "127.0.0.1", "prefixlen": 8, "scope": "host"}]},'
            b'{"addr_info": [{"local": "192.0.2.7", "prefixlen": 25, "scope": "global"}]}]'
        )
        ran = subprocess.CompletedProcess([], 0, answer, b'')
        with (
            mock.patch.object(network.shutil, 'which', return_value='/sbin/ip'),
            mock.patch.object(network.subprocess, 'run', return_value=ran),
        ):
            self.assertEqual(list(map(str, network.local_networks())), ['192.0.2.0/25'])

    def test_without_the_command_ip_the_name_of_the_machine_is_asked(self):
        entries = [(0, 0, 0, '', (address, 0)) for address in ('127.0.1.1', '192.0.2.7')]
        with (
            mock.patch.object(network.shutil, 'which', return_value=None),
            mock.patch.object(network.socket, 'getaddrinfo', return_value=entries),
        ):
            self.assertEqual(list(map(str, network.local_networks())), ['192.0.2.0/24'])


class TestSerialPorts(unittest.TestCase):
    def test_a_port_is_named_by_what_stays_the_same(self):
        printer, slave = pty.openpty()
        self.addCleanup(os.close, printer)
        self.addCleanup(os.close, slave)
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        link = Path(place.name, 'usb-Maker_Converter-if00-port0')
        link.symlink_to(os.ttyname(slave))
        ports = [
            SimpleNamespace(device=os.ttyname(slave), description='Converter'),
            SimpleNamespace(device='/dev/ttyNone', description='n/a'),
        ]
        with (
            mock.patch.object(detect, 'BY_ID', Path(place.name)),
            mock.patch.object(detect.serial.tools.list_ports, 'comports', return_value=ports),
        ):
            first, second = detect.serial_ports()
        _name, line = configured(first)
        self.addCleanup(line.close)
        self.assertEqual(line.url, str(link))
        line.open()
        self.assertEqual((first.name, second.name), ('Converter', '/dev/ttyNone'))
        self.assertEqual(failure(configured(second)[1].open).code, 'unreachable')


class TestToml(unittest.TestCase):
    @given(st.text(), st.text(min_size=1))
    def test_whatever_a_device_calls_itself_the_configuration_can_be_read(self, name, serial):
        found = detect._found('usb', name, {'vendor': 0x04B8, 'serial': serial})
        [settings] = parse_config(found.toml.encode()).printers
        self.assertEqual(settings.address, {'vendor': 0x04B8, 'serial': serial})

    def test_devices_of_one_name_go_into_one_file(self):
        found = [detect._found('tcp', 'TM-T20' * 9, {'host': f'192.0.2.{n}'}) for n in range(12)]
        text = ''.join(device.toml for device in detect.distinct(found))
        hosts = [printer.address['host'] for printer in parse_config(text.encode()).printers]
        self.assertEqual(hosts, [f'192.0.2.{n}' for n in range(12)])
