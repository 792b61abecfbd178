"""Tell how the devices of the proxy that runs on this machine are."""

import sys

from .running import ask, settings_of


def add_arguments(_parser):
    """Nothing can be chosen."""


def run(options):
    """Return 0 when every device can work, else 1."""
    devices = ask(settings_of(options), 'GET', '/v1/devices')
    for printer in devices['printers']:
        sys.stdout.write(f'{printer["name"]:<20} {describe(printer)}\n')
    others = [(name, devices[name]) for name in ('scale', 'scanner') if devices.get(name)]
    for name, device in others:
        sys.stdout.write(f'{name:<20} {" ".join((device["status"], *device["messages"]))}\n')
    return int(any(printer['faults'] for printer in devices['printers']))


def describe(printer):
    words = [*printer['faults'], *(['near end of paper'] if printer['near_end'] else [])]
    return ', '.join(words) or ('ready' if printer['answered'] else 'cannot tell')
