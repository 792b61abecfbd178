"""Pair the hardware proxy of scripts/run with its Odoo, and give the till "Counter" its devices.

    pairing.py ODOO_URL DATABASE PROXY_CONF

It does what the till's technician and a manager do: one lets the proxy show a code, the other
enters it. A proxy that is paired with this address already stays so.
"""

import json
import re
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path

CODE = re.compile(r'^ +([A-Z]{4}-[A-Z]{4})$', re.MULTILINE)
SECONDS = 30
NAME = "Counter"


class Office:
    """Odoo, as the manager of the point of sale sees it."""

    def __init__(self, url, database):
        common = xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/common')
        self._models = xmlrpc.client.ServerProxy(f'{url}/xmlrpc/2/object')
        uid = common.authenticate(database, 'admin', 'admin', {})
        self._door = database, uid, 'admin'

    def call(self, model, method, *args, **kwargs):
        return self._models.execute_kw(*self._door, model, method, args, kwargs)

    def find(self, model, **values):
        """Return the id of the record with these values, False if there is none."""
        domain = [(name, '=', value) for name, value in values.items()]
        return next(iter(self.call(model, 'search', domain, limit=1)), False)

    def enter(self, code):
        """Pair the proxy that shows this code."""
        values = {'user_code': code, 'name': NAME}
        values['proxy_id'] = self.find('pos.hardware.proxy', name=NAME)
        wizard = self.call('pos.hardware.pair', 'create', values)
        self.call('pos.hardware.pair', 'action_pair', wizard)

    def wait_for_printer(self, name):
        """Return the id of a printer, once the proxy has told of it."""
        end = time.monotonic() + SECONDS
        while not (printer := self.find('pos.hardware.device', name=name)):
            if time.monotonic() > end:
                sys.exit(f"The proxy did not tell of its printer {name!r}.")
            time.sleep(0.2)
        return printer

    def choose_devices(self):
        """Let the till use the proxy and its printers, unless somebody chose already."""
        till = self.find('pos.config', name=NAME, hardware_proxy_id=False)
        receipt, kitchen = self.wait_for_printer('receipt'), self.wait_for_printer('kitchen')
        if not till:
            return
        proxy = self.find('pos.hardware.proxy', name=NAME)
        chosen = {'hardware_proxy_id': proxy, 'hardware_printer_id': receipt}
        self.call('pos.config', 'write', till, chosen)
        printer = self.find('pos.printer', name="Kitchen")
        chosen = {'printer_type': 'hardware_proxy', 'hardware_device_id': kitchen}
        self.call('pos.printer', 'write', printer, chosen)


def is_paired(conf, url):
    pairing = Path(conf).with_name('odoo.json')
    return pairing.exists() and json.loads(pairing.read_text())['url'] == url


def pair(office, url, conf):
    """Show a code at the proxy and enter it in Odoo."""
    command = [sys.executable, '-m', 'pos_hardware_proxy', 'pair', url, '--config', conf]
    with subprocess.Popen([*command, '--name', NAME], stdout=subprocess.PIPE, text=True) as proxy:
        for line in proxy.stdout:
            if code := CODE.match(line):
                office.enter(code[1])
    if proxy.returncode:
        sys.exit("The hardware proxy was not paired.")


def main(url, database, conf):
    office = Office(url, database)
    if not is_paired(conf, url):
        pair(office, url, conf)
    office.choose_devices()


if __name__ == '__main__':
    main(*sys.argv[1:])
