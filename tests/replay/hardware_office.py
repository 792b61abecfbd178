"""A report of the back office comes out at a shop whose proxy nobody can connect to.

    hardware_office

The proxy runs in a network of its own (needs root and iproute2) that lets it out, to Odoo, and
nobody in. A report is sent to its printer by a rule, with the line to Odoo whole, cut, and with the
proxy switched off meanwhile: each comes out once.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from _cable import Cable
from _counter_story import compare
from _hardware_shop import pair
from _outside import XmlRpc
from _proxy import PACKAGE, wait_for
from _servers import LOGS, kill, tell

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
SHOP, OFFICE = '10.77.0.2', '10.77.0.1'
PORT = 8069
REPORT = 'sale.report_saleorder'
CUT = re.compile(rb'\x1dV[\x00\x01\x30\x31AB]')
CONFIGURATION = """
[server]
port = {port}
[spool]
path = "{folder}/jobs.sqlite"
[printers.office]
connection = "file"
path = "{folder}/paper"
dots = 512
"""


@contextmanager
def network(name):
    """Give the words before a command that is to run in a network of its own."""
    inside = ['ip', 'netns', 'exec', name]
    subprocess.run(['ip', 'netns', 'add', name], check=True)
    try:
        for command in (
            ['ip', 'link', 'add', name, 'type', 'veth', 'peer', 'name', f'{name}s'],
            ['ip', 'link', 'set', f'{name}s', 'netns', name],
            ['ip', 'address', 'add', f'{OFFICE}/30', 'dev', name],
            ['ip', 'link', 'set', name, 'up'],
            [*inside, 'ip', 'address', 'add', f'{SHOP}/30', 'dev', f'{name}s'],
            [*inside, 'ip', 'link', 'set', f'{name}s', 'up'],
            [*inside, 'ip', 'link', 'set', 'lo', 'up'],
        ):
            subprocess.run(command, check=True)
        yield inside
    finally:
        subprocess.run(['ip', 'netns', 'delete', name], check=True)


class Shop:
    """The proxy of a shop, and the paper of its printer.

    :param Path folder: of its configuration, its jobs and the paper
    :param list inside: the words before a command that runs in the shop's network
    """

    def __init__(self, folder, inside):
        self.file = folder / 'proxy.toml'
        self._paper, self._inside = folder / 'paper', inside
        self.file.write_text(CONFIGURATION.format(port=PORT, folder=folder))
        self._paper.touch()
        self._log = LOGS / 'replay-shop.log'
        self._log.unlink(missing_ok=True)

    def open(self):
        command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', '--config', str(self.file)]
        with self._log.open('a') as log:
            self._process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *self._inside, *command],
                env=os.environ | {'PYTHONPATH': str(PACKAGE)},
                stdout=log,
                stderr=log,
            )

    def close(self):
        kill(self._process)

    def count_papers(self):
        return len(CUT.findall(self._paper.read_bytes()))

    def read_inside(self):
        """Return what the proxy says of itself to who is in its network."""
        command = [*self._inside, sys.executable, '-c', ASK]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout


ASK = f"""
import urllib.request
print(urllib.request.urlopen('http://127.0.0.1:{PORT}/hw_proxy/hello', timeout=5).read().decode())
"""


def check_nobody_gets_in(shop):
    """It answers in its own network, and there is no way in from ours."""
    wait_for("the proxy", lambda: shop.read_inside().strip() == 'ping')
    for address in (SHOP, '127.0.0.1'):
        with socket.socket() as line:
            line.settimeout(3)
            found = line.connect_ex((address, PORT))
        if found == 0 and address == SHOP:
            sys.exit(f"Somebody can connect to the proxy at {address}.")
    tell("Nobody can connect to the proxy.")


class Office:
    """The back office, which sends a report to the printer of the shop."""

    def __init__(self, door):
        self._door = door
        customer, product = (
            door.add(model, [{'name': "Ордер Οδός"}])[0]
            for model in ('res.partner', 'product.product')
        )
        lines = [[0, 0, {'product_id': product, 'product_uom_qty': 2}]]
        values = {'partner_id': customer, 'order_line': lines}
        [self._order] = door.add('sale.order', [values])

    def set_rule(self, device):
        domain = [['report_name', '=', REPORT]]
        [report] = self._door.call('ir.actions.report', 'search', domain)
        self._door.add('pos.hardware.report.rule', [{'report_id': report, 'device_id': device}])

    def print(self):
        """Send the report; return the uuid of its job."""
        rule = 'pos.hardware.report.rule'
        sent = self._door.call(rule, 'print_report', report_name=REPORT, docids=[self._order])
        return sent['uuid']

    def read_state(self, uuid):
        [job] = self._door.call(
            'pos.hardware.job', 'search_read', [['uuid', '=', uuid]], fields=['state']
        )
        return job['state']

    def wait_until_printed(self, uuid):
        wait_for("the end of the job", lambda: self.read_state(uuid) == 'done')


def work(office, shop, cable):
    check_nobody_gets_in(shop)
    start = time.monotonic()
    office.wait_until_printed(office.print())
    compare("Papers", shop.count_papers(), 1)
    tell(f"A report came out, {time.monotonic() - start:.1f} s after it was asked for.")
    cable.pull()
    uuid = office.print()
    time.sleep(5)
    compare("State without a line", office.read_state(uuid), 'waiting')
    cable.plug_in()
    office.wait_until_printed(uuid)
    compare("Papers", shop.count_papers(), 2)
    tell("The line was cut: the report came out when it was whole again.")
    shop.close()
    uuids = [office.print() for _number in range(3)]
    shop.open()
    for uuid in uuids:
        office.wait_until_printed(uuid)
    time.sleep(3)  # what would come out twice has its time
    compare("Papers", shop.count_papers(), 5)
    tell("The proxy was away: what was asked for meanwhile came out once.")


def main():
    start = time.monotonic()
    door = XmlRpc(URL, DB, LOGIN, PASSWORD)
    office = Office(door)
    with tempfile.TemporaryDirectory() as folder, network('hwshop') as inside:
        cable = Cable(urlsplit(URL).port, OFFICE)
        shop = Shop(Path(folder), inside)
        shop.open()
        with closing(shop):
            _proxy, printers = pair(door, cable.url, shop.file)
            office.set_rule(printers['office'])
            work(office, shop, cable)
    tell(f"Office, shop and paper agree ({time.monotonic() - start:.0f} s).")


if __name__ == '__main__':
    main()
