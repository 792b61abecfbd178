"""What the ``detect`` command sees: printers on USB, serial ports, printers in the network."""

import json
import logging
import re
from dataclasses import dataclass, replace
from pathlib import Path

import serial.tools.list_ports

from ..errors import TransportError
from .network import PORT, local_networks, search
from .usb_devices import printers, text_of

LOG = logging.getLogger(__name__)
MAX_TABLE = 28  # a printer's name has up to 32 characters; room for a number
BY_ID = Path('/dev/serial/by-id')  # names that stay the same whatever is plugged in first


@dataclass(frozen=True, slots=True)
class Found:
    """A device that was seen.

    :param str kind: ``usb``, ``serial`` or ``tcp``: the ``connection`` of the configuration.
    :param str name: for people.
    :param str table: name of the printer in the configuration.
    :param str keys: the lines of that table.
    """

    kind: str
    name: str
    table: str
    keys: str

    @property
    def toml(self):
        """Return the table of the configuration that drives it."""
        return f'[printers.{self.table}]\n{self.keys}'


def find_devices():
    """Return what can be seen from here as a list of :class:`Found`; takes some seconds."""
    return list(distinct([*usb_printers(), *serial_ports(), *network_printers()]))


def distinct(found):
    """Number the tables of devices of the same name, so that all go into one file."""
    taken = set()
    for device in found:
        table, number = device.table, 1
        while table in taken:
            number += 1
            table = f'{device.table}_{number}'
        taken.add(table)
        yield replace(device, table=table)


def usb_printers():
    try:
        return [_usb_printer(device) for device in printers()]
    except TransportError as error:
        LOG.warning("%s", error)
        return []


def _usb_printer(device):
    address = {'vendor': device.idVendor, 'product': device.idProduct}
    if number := text_of(device, device.iSerialNumber):
        address['serial'] = number
    name = text_of(device, device.iProduct)
    return _found(
        'usb', name or f'USB printer {device.idVendor:04x}:{device.idProduct:04x}', address
    )


def serial_ports():
    stable = {link.resolve(): link for link in BY_ID.glob('*')}
    found = []
    for port in serial.tools.list_ports.comports():
        url = str(stable.get(Path(port.device).resolve(), port.device))
        name = port.device if port.description in {None, 'n/a'} else port.description
        found.append(_found('serial', name, {'url': url, 'baudrate': 9600}))
    return found


def network_printers(networks=None, port=PORT):
    """Search the networks (default: this machine's own) for listeners on the port."""
    found = search(local_networks() if networks is None else networks, port)
    return [
        _found('tcp', model or f'printer at {host}', {'host': host, 'port': port})
        for host, model in found
    ]


def _found(kind, name, address):
    name = ''.join(character if character.isprintable() else ' ' for character in name)
    table = re.sub(r'[^a-z0-9]+', '_', name.lower()).strip('_')[:MAX_TABLE] or kind
    lines = [f'connection = "{kind}"']
    lines += [f'{key} = {_toml(key, value)}' for key, value in address.items()]
    lines.append('dots = 576  # for paper of 80 mm; some have 512; 384 for 58 mm')  # none tells it
    return Found(kind, name, table, '\n'.join(lines) + '\n')


def _toml(key, value):
    """Write a value as TOML: its basic strings are those of JSON, but for DEL."""
    if key in {'vendor', 'product'}:
        return f'0x{value:04x}'
    return json.dumps(value, ensure_ascii=False).replace('\x7f', '\\u007f')
