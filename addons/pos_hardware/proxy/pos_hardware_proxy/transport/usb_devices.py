"""Search for printers on USB: devices with an interface of the printer class, by libusb."""

import logging

import usb.backend.libusb1
import usb.core
import usb.util

from ..errors import TransportError

LOG = logging.getLogger(__name__)
PRINTER_CLASS = 7  # USB Device Class Definition for Printing Devices 1.1, 4.2.1
IPP_OVER_USB = 4  # the protocol of such an interface that does not speak raw bytes
ERRORS = (usb.core.USBError, NotImplementedError, ValueError)  # ValueError: no string can be read


def printer_interface(device):
    """Return the interface to print through: both ways before one way; None where there is none."""
    found = [
        interface
        for configuration in device
        for interface in configuration
        if interface.bInterfaceClass == PRINTER_CLASS
        and interface.bInterfaceProtocol != IPP_OVER_USB
        and bulk_endpoint(interface, usb.util.ENDPOINT_OUT) is not None
    ]
    both_ways = [i for i in found if bulk_endpoint(i, usb.util.ENDPOINT_IN) is not None]
    return next(iter(both_ways + found), None)


def bulk_endpoint(interface, direction):
    """Return the descriptor of the interface's bulk endpoint of that direction, or None."""
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda endpoint: (
            usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction
            and usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )


def printers(**ids):
    """Return the USB devices with a printer interface.

    :raises TransportError: libusb is not installed, or cannot list devices.
    """
    backend = usb.backend.libusb1.get_backend()
    if backend is None:
        raise TransportError('unreachable', "libusb is missing: install libusb-1.0-0.")
    try:
        devices = list(usb.core.find(find_all=True, backend=backend, **ids))
    except ERRORS as error:
        raise TransportError('unreachable', f"USB devices cannot be listed ({error}).") from error
    return [device for device in devices if _prints(device)]


def _prints(device):
    try:
        return printer_interface(device) is not None
    except ERRORS as error:  # another device, just unplugged, must not hide the printers
        LOG.info("usb %04x:%04x cannot be read: %s", device.idVendor, device.idProduct, error)
        return False


def text_of(device, index):
    """Return the text that a descriptor names by its index, '' where it may not be read.

    The device is opened for it and closed again: pyusb keeps it open as long as the object lives.
    """
    try:
        return usb.util.get_string(device, index) or ''
    except ERRORS as error:
        LOG.info("usb %04x:%04x: no text: %s", device.idVendor, device.idProduct, error)
        return ''
    finally:
        usb.util.dispose_resources(device)
