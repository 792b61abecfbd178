"""The lines to devices, each a :class:`~..contracts.Transport`: USB, TCP, serial, CUPS and files.

The codes of the :class:`~..errors.TransportError` that they raise:

* ``unreachable``: the device could not be taken (not there, no permission, used by another);
* ``gone``: it went away while the line stood (unplugged, connection closed or reset);
* ``timeout``: it took nothing more for the time that was given;
* ``no_space``: the disk behind a file is full (``/dev/usb/lp0`` says the same of missing paper);
* ``print_failed``: CUPS aborted the job, or somebody cancelled it there.
"""

from ..errors import ConfigError
from .address import Address
from .cups import CupsTransport
from .file import FileTransport
from .serial_port import SerialTransport
from .tcp import TcpTransport
from .usb import UsbTransport

KINDS = {
    'usb': UsbTransport,
    'tcp': TcpTransport,
    'serial': SerialTransport,
    'cups': CupsTransport,
    'file': FileTransport,
}


def open_transport(settings):
    """Return the line that a printer's settings describe; the device is not touched yet.

    :param PrinterSettings settings: its ``address`` has the keys that the transport's class names.
    :raises ConfigError: unknown connection; a key of the address that is missing, wrong or unknown.
    """
    kind = KINDS.get(settings.connection) if isinstance(settings.connection, str) else None
    if kind is None:
        raise ConfigError(
            f"printers.{settings.name}: 'connection' is {settings.connection!r:.80}; "
            f"it has to be one of {', '.join(KINDS)}."
        )
    address = Address(settings.name, settings.address)
    transport = kind(address)
    address.refuse_unknown()
    return transport
