"""USB: pyusb and libusb as they are, before a device that umockdev pretends."""

import errno
import random
import sys
import time
import unittest
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.config.reader import parse_config
from pos_hardware_proxy.transport import usb, usb_devices
from usb.core import USBError

from .lines import failure, line
from .processes import SYSTEM_PYTHON, Line, Talk

HERE = Path(__file__).parent
PRELOAD = 'libumockdev-preload.so.0'
RECEIPT = random.Random(2).randbytes(100_000)


class TestUsb(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bed = Talk([SYSTEM_PYTHON, str(HERE / 'usb_bed.py')], LD_PRELOAD=PRELOAD)
        cls.addClassCleanup(cls.bed.end)
        cls.client = Talk(
            [sys.executable, '-m', f'{__package__}.client', 'usb'],
            LD_PRELOAD=PRELOAD,
            UMOCKDEV_DIR=cls.bed.ask('root', {}),
        )
        cls.addClassCleanup(cls.client.end)

    def plug(self, **faults):
        self.bed.ask('plug', faults)
        self.addCleanup(self.bed.ask, 'unplug', {})

    def opened(self, **address):
        line = Line(self.client, **address)
        self.addCleanup(line.close)
        line.open()
        return line

    def received(self):
        return bytes.fromhex(self.bed.ask('received', {}))

    def calls(self):
        return self.bed.ask('calls', {})

    def test_the_bytes_arrive_as_they_are(self):
        self.plug()
        self.opened().write(RECEIPT, 1)
        self.assertEqual(self.received(), RECEIPT)

    def test_the_endpoints_are_those_of_the_descriptors(self):
        self.plug()
        line = self.opened()
        line.write(b'\x10\x04\x01', 1)
        self.assertEqual(line.read(1, 1), b'\x12')

    def test_a_mute_printer_costs_the_timeout(self):
        self.plug(mute=True)
        line = self.opened()
        line.write(b'\x10\x04\x01', 1)
        self.assertEqual(line.read(1, 0.05), b'')
        self.assertTrue(line.is_open)

    def test_an_answer_may_be_read_in_parts(self):
        self.plug()
        line = self.opened()
        self.bed.ask('say', {'answer': b'_TM\0'.hex()})
        self.assertEqual(line.read(1, 1) + line.read(9, 1), b'_TM\0')

    def test_what_came_too_late_is_thrown_away(self):
        self.plug()
        line = self.opened()
        self.bed.ask('say', {'answer': (b'\x14' * 100).hex()})
        line.drain()
        self.assertEqual(line.read(1, 0.03), b'')

    def test_the_kernel_gets_its_driver_back(self):
        self.plug()
        self.opened().close()
        calls = [call for call in self.calls() if call not in {'capabilities', 'driver'}]
        self.assertEqual(calls, ['detach', 'claim', 'release', 'attach'])

    def test_the_kernel_gets_its_driver_back_when_the_claim_fails(self):
        self.plug(busy=True)
        error = failure(self.opened)
        self.assertEqual(error.code, 'unreachable')
        self.assertIn("another program", error.message)
        self.assertEqual(self.calls()[-1], 'attach')

    def test_a_driver_that_was_not_there_is_not_attached(self):
        self.plug(driver=None)
        self.opened().close()
        self.assertNotIn('attach', self.calls())

    def test_a_configured_device_is_neither_configured_nor_reset(self):
        self.plug()
        line = self.opened()
        line.write(RECEIPT, 1)
        line.close()
        self.assertFalse([call for call in self.calls() if call.startswith(('reset', 'set_'))])

    def test_a_device_that_nobody_configured_is(self):
        self.plug(configured=False)
        self.opened().write(RECEIPT, 1)
        self.assertEqual(self.calls().count('set_configuration 1'), 1)
        self.assertEqual(self.received(), RECEIPT)

    def test_a_device_that_may_not_be_opened_points_to_the_udev_rules(self):
        device = mock.MagicMock()  # root, who runs this as a rule, may open anything
        device.is_kernel_driver_active.side_effect = USBError("denied", errno=errno.EACCES)
        with (
            mock.patch.object(usb, 'printers', return_value=[device]),
            mock.patch.object(usb, 'printer_interface'),
        ):
            error = failure(line('usb').open)
        self.assertEqual(error.code, 'unreachable')
        self.assertIn("udev", error.message)

    def test_without_libusb_it_says_what_to_install(self):
        with mock.patch.object(usb_devices.usb.backend.libusb1, 'get_backend', return_value=None):
            error = failure(line('usb').open)
        self.assertEqual(error.code, 'unreachable')
        self.assertIn("install libusb", error.message)

    def test_a_slow_printer_takes_everything_in_the_end(self):
        self.plug(rate=1_000_000)
        self.opened().write(RECEIPT, 1)
        self.assertEqual(self.received(), RECEIPT)

    def test_a_write_that_timed_out_in_part_is_resumed_where_it_stopped(self):
        self.plug(rate=400_000)  # a chunk takes 41 ms
        self.opened().write(RECEIPT, 0.015)
        self.assertEqual(self.received(), RECEIPT)
        self.assertGreater(self.calls().count('discard'), 3)

    def test_a_printer_that_stops_is_a_timeout_that_tells_what_it_took(self):
        self.plug(stop_after=50_048)
        line = self.opened()
        start = time.monotonic()
        error = failure(line.write, RECEIPT, 0.05)
        self.assertTrue(0.05 <= time.monotonic() - start < 5)
        self.assertEqual((error.code, error.sent), ('timeout', 50_048))
        self.assertEqual(self.received(), RECEIPT[:50_048])

    def test_a_printer_that_goes_on_can_be_sent_the_rest(self):
        self.plug(stop_after=50_048)
        line = self.opened()
        error = failure(line.write, RECEIPT, 0.05)
        self.bed.ask('change', {'stop_after': None})
        line.write(RECEIPT[error.sent :], 1)
        self.assertEqual(self.received(), RECEIPT)

    def test_an_offline_printer_that_takes_nothing_got_nothing(self):
        self.plug(stop_after=0)
        self.assertEqual(failure(self.opened().write, RECEIPT, 0.05).sent, 0)

    def test_a_device_unplugged_in_the_middle_is_gone(self):
        self.plug(die_after=40_000)
        line = self.opened()
        error = failure(line.write, RECEIPT, 1)
        self.assertEqual(error.code, 'gone')
        self.assertTrue(len(self.received()) <= error.sent <= len(self.received()) + 16384)
        self.assertFalse(line.is_open)

    def test_a_device_unplugged_before_it_is_read_is_gone(self):
        self.plug()
        line = self.opened()
        self.bed.ask('change', {'dead': True})
        self.assertEqual(failure(line.read, 1, 1).code, 'gone')

    def test_a_device_plugged_in_again_is_found(self):
        self.plug()
        line = self.opened()
        self.bed.ask('unplug', {})
        self.assertEqual(failure(line.write, b'a', 1).code, 'gone')
        self.assertEqual(failure(line.open).code, 'unreachable')
        self.bed.ask('plug', {})
        line.open()
        line.write(b'receipt', 1)
        self.assertEqual(self.received(), b'receipt')

    def test_a_device_is_chosen_by_its_numbers_and_serial_number(self):
        self.plug()
        self.opened(vendor=0x04B8, product='0x0e28', serial='SN-1').write(b'a', 1)
        for address in ({'vendor': 0x04B9}, {'vendor': 0x04B8, 'serial': 'SN-2'}):
            self.assertEqual(failure(lambda: self.opened(**address)).code, 'unreachable')  # noqa: B023

    def test_a_device_that_was_only_looked_at_is_closed_again(self):
        self.plug()
        failure(Line(self.client, serial='SN-2').open)
        self.client.ask('detected', {}, [])
        self.assertEqual(self.client.ask('open_devices', {}, [])['result'], [])
        self.opened()
        self.assertEqual(len(self.client.ask('open_devices', {}, [])['result']), 1)

    def test_a_device_that_tells_no_text_is_closed_as_well(self):
        device = mock.MagicMock()
        with (
            mock.patch.object(
                usb_devices.usb.util, 'get_string', side_effect=ValueError("no languages")
            ),
            mock.patch.object(usb_devices.usb.util, 'dispose_resources') as dispose,
        ):
            self.assertEqual(usb_devices.text_of(device, 3), '')
        dispose.assert_called_once_with(device)

    def test_detect_writes_a_configuration_that_opens_it(self):
        self.plug()
        [(name, toml)] = self.client.ask('detected', {}, [])['result']
        self.assertEqual(name, 'Receipt "Printer"')
        [settings] = parse_config(toml.encode()).printers
        self.assertEqual((settings.name, settings.connection), ('receipt_printer', 'usb'))
        address = {'vendor': 0x04B8, 'product': 0x0E28, 'serial': 'SN-1'}
        self.assertEqual(settings.address, address)
        self.assertTrue(self.opened(**address).is_open)
