"""Lines in a process of their own, that sees other devices or has other libraries."""

import json
import os
import sys

from pos_hardware_proxy.errors import TransportError
from pos_hardware_proxy.transport.detect import usb_printers

from .lines import line

TRANSPORTS = {}


def open_devices():
    """Return the nodes of USB devices that this process has open."""
    files = [os.path.realpath(f'/proc/self/fd/{number}') for number in os.listdir('/proc/self/fd')]
    return [file for file in files if '/bus/usb/' in file]


def obey(name, address, arguments):
    """Call a method of the line with that address, or ``detected``; bytes travel as digits."""
    if name == 'detected':
        return [[found.name, found.toml] for found in usb_printers()]
    if name == 'open_devices':
        return open_devices()
    key = json.dumps(address)
    if key not in TRANSPORTS:
        TRANSPORTS[key] = line(sys.argv[1], **address)
    if name in {'is_open', 'can_read'}:
        return getattr(TRANSPORTS[key], name)
    arguments = [bytes.fromhex(a) if isinstance(a, str) else a for a in arguments]
    return getattr(TRANSPORTS[key], name)(*arguments)


for text in sys.stdin:
    try:
        answer = {'result': obey(*json.loads(text))}
    except TransportError as error:
        answer = {'code': error.code, 'sent': error.sent, 'message': error.message}
    sys.stdout.write(json.dumps(answer, default=bytes.hex) + '\n')
    sys.stdout.flush()
