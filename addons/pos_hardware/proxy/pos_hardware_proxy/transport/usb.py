"""A printer on USB, by its interface of the printer class, through libusb."""

import contextlib
import errno
import logging
import time

import usb.core
import usb.util

from ..errors import TransportError
from .usb_devices import ERRORS, bulk_endpoint, printer_interface, printers, text_of

LOG = logging.getLogger(__name__)
CHUNK = 16384  # what libusb hands to the kernel at once: a count is lost for that much at most
DRAIN_READS = 64  # a device that never stops talking must not hold the thread


class UsbTransport:
    """Address: ``vendor``, ``product`` (0x04b8), ``serial``; without any, the only printer there.

    The device is never reset, and only configured when nobody has. Bytes of a chunk that failed
    with anything but a timeout count as sent: they may have been.
    """

    can_read = True

    def __init__(self, address):
        self._wanted = {
            key: value
            for key, value in (
                ('idVendor', address.usb_id('vendor')),
                ('idProduct', address.usb_id('product')),
            )
            if value is not None
        }
        if 'idProduct' in self._wanted and 'idVendor' not in self._wanted:
            raise address.wrong('vendor', "is missing beside 'product'.")
        self._serial = address.text('serial', '')
        ids = ':'.join(f'{value:04x}' for value in self._wanted.values())
        self.name = ' '.join(filter(None, ('usb', ids or 'printer', self._serial)))
        self._device = self._interface = self._out = self._in = None
        self._detached = False
        self._unread = bytearray()

    @property
    def is_open(self):
        return self._out is not None

    def open(self):
        if self.is_open:
            return
        self._device = self._find()
        try:
            self._take()
        except ERRORS as error:
            self.close()
            raise TransportError('unreachable', self._refusal(error)) from error

    def _find(self):
        """Search anew each time: after a replug the device has another address."""
        devices = printers(**self._wanted)
        if self._serial:
            devices = [
                device
                for device in devices
                if text_of(device, device.iSerialNumber) == self._serial
            ]
        if not devices:
            raise TransportError('unreachable', f"{self.name} is not plugged in, or it is off.")
        if len(devices) > 1:
            raise TransportError(
                'unreachable',
                f"{self.name} fits {len(devices)} printers: tell vendor, product and serial.",
            )
        return devices[0]

    def _refusal(self, error):
        reason = getattr(error, 'errno', None)
        if reason == errno.EACCES:
            return f"{self.name} may not be opened: install the udev rules of this package."
        if reason == errno.EBUSY:
            return f"{self.name} is used by another program (CUPS?): remove the printer there."
        return f"{self.name} cannot be opened ({error})."

    def _take(self):
        """Hand the kernel's driver off and claim the interface."""
        device, interface = self._device, printer_interface(self._device)
        try:
            device.get_active_configuration()
        except usb.core.USBError:  # nobody has configured it
            device.set_configuration(device[interface.configuration].bConfigurationValue)
        number = self._interface = interface.bInterfaceNumber
        with contextlib.suppress(NotImplementedError):  # Windows has no such driver
            if device.is_kernel_driver_active(number):
                device.detach_kernel_driver(number)
                self._detached = True
        usb.util.claim_interface(device, number)
        if interface.bAlternateSetting:
            device.set_interface_altsetting(number, interface.bAlternateSetting)
        self._in = bulk_endpoint(interface, usb.util.ENDPOINT_IN)
        self._out = bulk_endpoint(interface, usb.util.ENDPOINT_OUT)
        self.can_read = self._in is not None

    def close(self):
        device, number = self._device, self._interface
        if number is not None:
            self._attempt(usb.util.release_interface, device, number)
            if self._detached:
                self._attempt(device.attach_kernel_driver, number)
        if device is not None:
            self._attempt(usb.util.dispose_resources, device)
        self._device = self._interface = self._out = self._in = None
        self._detached = False
        self._unread.clear()

    def _attempt(self, step, *arguments):
        try:
            step(*arguments)
        except ERRORS as error:  # unplugged: there is nothing to give back
            LOG.info("%s: %s failed: %s", self.name, step.__name__, error)

    def write(self, data, timeout):
        sent = 0
        while sent < len(data):
            sent += self._write_chunk(data[sent : sent + CHUNK], sent, timeout)

    def _write_chunk(self, chunk, sent, timeout):
        """Return how much the device took; pyusb raises a timeout only when that is nothing."""
        self._need_open()
        try:
            return self._out.write(chunk, _milliseconds(timeout))
        except usb.core.USBTimeoutError as error:
            raise TransportError('timeout', f"{self.name} takes nothing more.", sent) from error
        except ERRORS as error:
            raise self._gone(error, sent + len(chunk)) from error

    def read(self, count, timeout):
        self._need_open()
        deadline = time.monotonic() + timeout
        while not self._unread and (left := deadline - time.monotonic()) > 0:
            if not self._receive(left):
                time.sleep(min(0.005, left))  # an empty packet says: nothing now
        answer = bytes(self._unread[:count])
        del self._unread[:count]
        return answer

    def _receive(self, timeout):
        """Read one packet into ``_unread``; tell whether anything came."""
        if self._in is None:
            return False
        try:
            data = self._in.read(self._in.wMaxPacketSize, _milliseconds(timeout))
        except usb.core.USBTimeoutError:
            return False
        except ERRORS as error:
            raise self._gone(error) from error
        self._unread += data
        return bool(data)

    def drain(self):
        self._need_open()
        for _turn in range(DRAIN_READS):
            if not self._receive(0.001):
                break
        self._unread.clear()

    def _need_open(self):
        if not self.is_open:
            raise TransportError('gone', f"{self.name} is not open.")

    def _gone(self, reason, sent=0):
        self.close()
        return TransportError('gone', f"{self.name} went away ({reason}).", sent)


def _milliseconds(seconds):
    return max(1, round(seconds * 1000))  # 0 would mean: for ever
