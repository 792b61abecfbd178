"""Our proxy: its encoders, and its `serve` in a process of its own."""

import base64
import contextlib
import functools
import http.client
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path

from _proxy_receipt import open_logo

CLONE = Path(__file__).resolve().parents[1]
PACKAGE = CLONE / 'addons/pos_hardware/proxy'
sys.path.append(str(CLONE / 'scripts/lib'))
sys.path.append(str(PACKAGE))

import ports  # noqa: E402
import serving  # noqa: E402
from pos_hardware_proxy import contracts, encoding  # noqa: E402

ADDRESS = '127.0.0.1'
ORIGIN = 'https://shop.example.com'
PROFILE = 'TM-T88V'  # its head is as wide as the till's picture, and it keeps a logo
CONFIG = """
[server]
port = {port}
[access]
origins = {origins}
[spool]
path = "{folder}/spool/jobs.sqlite"
"""
PRINTER = """
[printers.printer{number}]
connection = "tcp"
host = "127.0.0.1"
port = {port}
profile = "{profile}"
logo = "{logo}"
"""


class Encoder:
    """What a printer's thread makes of a job, without a printer."""

    def __init__(self, folder):
        settings = contracts.PrinterSettings(
            'printer0', 'tcp', profile=PROFILE, logo=save_logo(folder)
        )
        self.profile = encoding.load_profile(settings)

    def encode_image(self, picture):
        return encoding.encode_image(base64.b64decode(picture), self.profile)

    def encode_text(self, data):
        return encoding.encode_receipt(data, self.profile)


def save_logo(folder):
    path = folder / 'logo.png'
    open_logo().save(path)
    return str(path)


# === THE SERVER === #


@contextlib.contextmanager
def serve(folder, printer_ports, origins=(ORIGIN,)):
    """Give the client of a proxy with a printer at each of these ports; it ends with us."""
    port, log = ports.find_free(0), folder / 'proxy.log'
    conf = write_config(folder, port, printer_ports, origins)
    command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', '--config', conf]
    environment = {**os.environ, 'PYTHONPATH': str(PACKAGE)}
    with (
        log.open('w') as file,
        subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', *command], stdout=file, stderr=file, env=environment
        ) as process,
    ):
        try:
            if not serving.wait_for(f'http://{ADDRESS}:{port}/hw_proxy/hello'):
                sys.exit(f"The proxy did not start: see {log}.")
            yield Client(port, process.pid)
        finally:
            process.kill()


def write_config(folder, port, printer_ports, origins):
    conf, logo = folder / 'proxy.toml', save_logo(folder)
    tables = [CONFIG.format(port=port, origins=json.dumps(origins), folder=folder)]
    for number, printer_port in enumerate(printer_ports):
        values = {'number': number, 'port': printer_port, 'profile': PROFILE, 'logo': logo}
        tables.append(PRINTER.format(**values))
    conf.write_text(''.join(tables))
    return conf


class Client:
    """A till: the stock one that sends pictures, and ours that sends text."""

    def __init__(self, port, pid):
        self.address = f'http://{ADDRESS}:{port}'
        self.connection = http.client.HTTPConnection(ADDRESS, port)
        self.pid = pid

    def prepare_image(self, receipt, printer=0):
        """Return the request that `hw_printer.js` makes; called, it raises what went wrong."""
        action = {'action': 'print_receipt', 'receipt': receipt.picture}
        body = {'id': 1, 'jsonrpc': '2.0', 'method': 'call', 'params': {'data': action}}
        path = f'/p/printer{printer}/hw_proxy/default_printer_action'
        return functools.partial(self.send, path, json.dumps(body), {'result': True})

    def prepare_text(self, receipt, printer=0):
        """Return the request for a structured receipt."""
        job = {'uuid': str(uuid.uuid4()), 'kind': 'receipt', 'printer': f'printer{printer}'}
        body = json.dumps({**job, 'receipt': json.loads(receipt.text)})
        return functools.partial(self.send, '/v1/jobs?wait=10', body, {'state': 'done'})

    def send(self, path, body, expected):
        headers = {'Content-Type': 'application/json', 'Origin': ORIGIN}
        self.connection.request('POST', path, body, headers)
        answer = json.load(self.connection.getresponse())
        if not expected.items() <= answer.items():
            raise AssertionError(f"The proxy did not print: {answer}")
