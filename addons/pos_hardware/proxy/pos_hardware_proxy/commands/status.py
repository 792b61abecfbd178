"""Tell how the devices of the proxy that runs here are, and whether its Odoo is reached."""

import sys

from .running import ask, settings_of


def add_arguments(_parser):
    """Nothing can be chosen."""


def run(options):
    """Return 0 when every device can work, and the paired Odoo is reached, else 1."""
    devices = ask(settings_of(options), 'GET', '/v1/devices')
    for printer in devices['printers']:
        sys.stdout.write(f'{printer["name"]:<20} {describe(printer)}\n')
    others = [(name, devices[name]) for name in ('scale', 'scanner') if devices.get(name)]
    for name, device in others:
        sys.stdout.write(f'{name:<20} {" ".join((device["status"], *device["messages"]))}\n')
    odoo = devices.get('odoo')
    sys.stdout.write(f'{"Odoo":<20} {describe_odoo(odoo)}\n')
    cut_off = odoo is not None and odoo['state'] != 'online'
    return int(cut_off or any(printer['faults'] for printer in devices['printers']))


def describe(printer):
    words = [*printer['faults'], *(['near end of paper'] if printer['near_end'] else [])]
    return ', '.join(words) or ('ready' if printer['answered'] else 'cannot tell')


def describe_odoo(odoo):
    if odoo is None:
        return "not paired"
    place = ' '.join(filter(None, (odoo['url'], odoo['database'])))
    words = [f'{place} as {odoo["name"]!r}'] if place else []
    words += [odoo['state'], *filter(None, [odoo['message']])]
    if odoo['state'] == 'online' and not odoo['websocket']:
        words.append("without a websocket: jobs come late")
    return ', '.join(words)
