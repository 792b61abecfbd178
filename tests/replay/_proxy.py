"""The hardware proxy of a till as a process of its own, and hands for its virtual devices."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections import Counter, defaultdict
from contextlib import suppress

import zxingcpp
from _outside import CLONE, ports
from PIL import Image

PACKAGE = CLONE / 'addons/pos_hardware/proxy'
TOKEN = 'a-token-of-the-replay'
DOTS = 576
SECONDS = 30
CONFIGURATION = """
[server]
port = {port}
[access]
token = "{token}"
origins = ["{origin}"]
[spool]
path = "{folder}/jobs.sqlite"
[printers.receipt]
connection = "virtual"
dots = {dots}
confirms = true
drawer = "2"
[printers.kitchen]
connection = "virtual"
dots = {dots}
confirms = true
"""


def wait_for(what, question):
    """Ask until the answer is true, and return it."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if answer := question():
            return answer
        time.sleep(0.1)
    raise RuntimeError(f"In vain we waited for {what}.")


class Proxy:
    """A process that dies with us, and can be killed and started again with what it has on disk.

    :param folder: of its configuration and its jobs
    :param origin: of the page that may use it
    """

    def __init__(self, folder, origin, log):
        self.port = ports.find_free(0)
        self.url = f'http://127.0.0.1:{self.port}'
        self._log, self._file = log, folder / 'proxy.toml'
        self._file.write_text(
            CONFIGURATION.format(
                port=self.port, token=TOKEN, origin=origin, folder=folder, dots=DOTS
            )
        )
        log.unlink(missing_ok=True)
        self.start()

    def start(self):
        command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', '--virtual']
        with self._log.open('a') as file:
            self._process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command, '--config', str(self._file)],
                env=os.environ | {'PYTHONPATH': str(PACKAGE)},
                stdout=file,
                stderr=file,
            )
        wait_for(f"the proxy, see {self._log}", self._answers)

    def _answers(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"The proxy did not start: see {self._log}.")
        with suppress(OSError):
            return self.ask('/hw_proxy/hello') is not None
        return False

    def kill(self):
        """Let it end as by a power cut."""
        self._process.kill()
        self._process.wait()

    close = kill

    def freeze(self):
        """Let it hang: what is sent to it waits until it is thawed."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self._process.send_signal(signal.SIGCONT)

    def ask(self, path, values=None):
        """Return the body of an answer, to a program by its token or to the page of the devices.

        :param values: are posted as JSON
        :raise OSError: nobody listens, or the proxy refuses
        """
        body = None if values is None else json.dumps(values).encode()
        own = path.startswith('/virtual/')
        known = {'Origin': self.url} if own else {'Authorization': f'Bearer {TOKEN}'}
        headers = {'Content-Type': 'application/json', **known}
        request = urllib.request.Request(self.url + path, body, headers)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return answer.read()

    def list_jobs(self):
        return json.loads(self.ask('/v1/jobs'))['jobs']

    def is_idle(self):
        return all(job['ended_at'] for job in self.list_jobs())

    def count_jobs(self):
        """Return how many jobs each printer has had, by state and code."""
        jobs = Counter((job['printer'], job['state'], job['code']) for job in self.list_jobs())
        counts = defaultdict(dict)
        for (printer, state, code), count in jobs.items():
            counts[printer][state, code] = count
        return dict(counts)

    # === THE VIRTUAL DEVICES === #

    def scan(self, code):
        self.ask('/virtual/scan', {'code': code})

    def weigh(self, kilograms):
        self.ask('/virtual/scale', {'weight': kilograms})

    def set_fault(self, printer, fault, is_on):
        self.ask(f'/virtual/printers/{printer}/fault', {'fault': fault, 'on': is_on})

    def look(self):
        """Return what the page of the virtual devices shows."""
        return json.loads(self.ask('/virtual/state'))

    def count_pulses(self):
        return self.look()['drawer']['openings']

    def list_receipts(self, printer):
        """Return the numbers of what lies on the paper, in the order of printing."""
        [seen] = [each for each in self.look()['printers'] if each['name'] == printer]
        return [receipt['number'] for receipt in reversed(seen['receipts'])]

    def see(self, printer, number):
        """Return what lies on the paper as a picture."""
        path = f'/virtual/printers/{printer}/receipts/{number}.png'
        return Image.open(io.BytesIO(self.ask(path)))

    def read_codes(self, printer='receipt'):
        """Return what the QR codes of all receipts say, in the order of printing."""
        pictures = [self.see(printer, number) for number in self.list_receipts(printer)]
        return [code.text for each in pictures for code in zxingcpp.read_barcodes(each)]
