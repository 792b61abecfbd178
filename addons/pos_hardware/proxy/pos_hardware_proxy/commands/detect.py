"""List the USB, serial and network devices that can be seen, each with its configuration."""

import sys

from ..transport.detect import find_devices

NOTHING = """No printer was found. Is it switched on, and its cable in? Root and the group lp see
USB printers; network printers are sought on the networks of this machine, on port 9100.
"""


def add_arguments(_parser):
    """Nothing can be chosen."""


def run(_options):
    sys.stderr.write("Looking at USB, serial ports and the local network ...\n")
    found = find_devices()
    for device in found:
        sys.stdout.write(f'# {device.kind}: {device.name}\n{device.toml}\n')
    if not found:
        sys.stderr.write(NOTHING)
        return 1
    return 0
