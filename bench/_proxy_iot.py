"""Odoo's own `iot_drivers` on a PC: its printer driver, and as a program its HTTP server.

Nothing of it is in this repository: it is the code of the Odoo that is installed. It is meant for a
Raspberry Pi, on anything else it loads no driver, and its manifest forbids to install it. So it is
handed here what it would find there: modules of Python that it imports (and does not need to print
at a network printer), no thread that looks for a server in the internet, and a printer.
"""

import contextlib
import functools
import http.client
import json
import subprocess
import sys
import threading
import types
from pathlib import Path
from unittest import mock

from escpos.printer import Network

import odoo.cli.server
import odoo.http
from odoo.tools import config

sys.path.append(str(Path(__file__).resolve().parents[1] / 'scripts/lib'))

import ports
import serving

ADDRESS = '127.0.0.1'
PRINTER = {
    'device-class': 'direct',
    'device-id': 'CMD:ESC/POS;',
    'device-make-and-model': 'EPSON TM-T20III',
}


def stand_in(name, **values):
    """Let `import name` find a module that has these values."""
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(values)


def load_driver():
    """Import the driver of printers as a Raspberry Pi has it, and return its class."""
    stand_in('schedule')
    stand_in('netifaces', AF_INET=2, interfaces=list, gateways=dict)
    states = {'IPP_JOB_COMPLETED': 9, 'IPP_JOB_PROCESSING': 5, 'IPP_JOB_PENDING': 3}
    stand_in('cups', Connection=mock.Mock, IPPError=OSError, CUPS_FORMAT_AUTO='', **states)
    with mock.patch.object(threading.Thread, 'start'):  # of the manager, at import
        from odoo.addons.iot_drivers.iot_handlers.drivers import printer_driver_L
    return printer_driver_L.PrinterDriver


def make_driver(port=None):
    """Return the driver of a printer, at a TCP port of this machine if there is one."""
    driver_class = load_driver()
    with mock.patch.object(driver_class, 'print_status'):  # a ticket about network and Wi-Fi
        driver = driver_class('printer', PRINTER)
    driver.escpos_device = Network(ADDRESS, port, timeout=5) if port else None
    return driver


class Encoder:
    """The way of a picture to printer bytes; they are caught where they would be sent."""

    def __init__(self):
        self.driver = make_driver()
        self.driver.print_raw = self.catch

    def catch(self, data, action_unique_id=None):
        self.data = data

    def encode_image(self, picture):
        self.driver.print_receipt({'receipt': picture})
        return self.data


# === THE SERVER === #


@contextlib.contextmanager
def serve(folder, printer_port):
    """Give the port of a server that prints at a TCP port, and its process; it ends with us."""
    port = ports.find_free(0)
    log = folder / 'iot_drivers.log'
    command = [sys.executable, Path(__file__), str(folder), str(printer_port), str(port)]
    with (
        log.open('w') as file,
        subprocess.Popen(
            ['setpriv', '--pdeathsig', 'KILL', *command], stdout=file, stderr=file
        ) as process,
    ):
        try:
            if not serving.wait_for(f'http://{ADDRESS}:{port}/hw_proxy/hello'):
                sys.exit(f"The server of iot_drivers did not start: see {log}.")
            yield port, process.pid
        finally:
            process.kill()


class Client:
    """The stock till."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection(ADDRESS, port)

    def prepare_image(self, receipt):
        """Return the request that `hw_printer.js` makes; called, it raises what went wrong."""
        action = {'action': 'print_receipt', 'receipt': receipt.picture}
        body = {'id': 1, 'jsonrpc': '2.0', 'method': 'call', 'params': {'data': action}}
        return functools.partial(self.send, '/hw_proxy/default_printer_action', json.dumps(body))

    def send(self, path, body):
        self.connection.request('POST', path, body, {'Content-Type': 'application/json'})
        answer = json.load(self.connection.getresponse())
        if answer.get('result') is not True:
            raise AssertionError(f"iot_drivers did not print: {answer}")


def main(folder, printer_port, port):
    """Serve as a box does: one process, no database."""
    conf = Path(folder, 'iot_drivers.conf')
    conf.write_text('[options]\nmax_cron_threads = 0\nlog_handler = :WARNING\n')
    config.parse_config(['-c', str(conf)], setup_logging=True)
    driver = make_driver(int(printer_port))
    from odoo.addons.iot_drivers.main import iot_devices

    iot_devices[driver.device_identifier] = driver
    driver.start()
    odoo.http.db_list = lambda force=False, host=None: []  # as its http.py does on a Raspberry Pi
    options = ['-c', str(conf), '--http-interface', ADDRESS, '--http-port', port]
    odoo.cli.server.main([*options, '--data-dir', folder, '--load', 'base,web,iot_drivers'])


if __name__ == '__main__':
    main(*sys.argv[1:])
