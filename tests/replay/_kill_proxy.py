"""The hardware proxy of a till as a process that can be killed and started again."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2] / 'addons/pos_hardware/proxy'
TOKEN = 'a-token-of-the-replay'
ORIGIN = 'https://shop.example.com'
SECONDS_TO_START = 120  # on a machine that does much else
SECONDS_TO_ANSWER = 45  # more than the proxy lets any client wait
CONFIGURATION = """
[server]
port = {port}
[access]
token = "{token}"
origins = ["{origin}"]
[spool]
path = "{folder}/jobs.sqlite"
"""
PRINTER = """
[printers.{name}]
connection = "tcp"
host = "127.0.0.1"
port = {port}
profile = "TM-T88V"
dots = 576
confirms = {confirms}
logo = "{logo}"
"""


class NoAnswer(Exception):
    """Nobody listened, or the line broke before the answer was whole."""


class Proxy:
    """`serve`; it dies with the thread that starts it.

    :param folder: of its configuration, its jobs and its log
    :param dict printers: port of each by its name
    :param confirms: names of those that answer GS ( H; the others are asked by GS r
    :param dict logos: path of the logo that a printer is to keep, by its name
    """

    def __init__(self, folder, printers, confirms, logos=None):
        with socket.socket() as probe:
            probe.bind(('127.0.0.1', 0))
            self._port = probe.getsockname()[1]
        self.log = folder / 'proxy.log'
        self._file = folder / 'proxy.toml'
        values = {'port': self._port, 'token': TOKEN, 'origin': ORIGIN, 'folder': folder}
        tables = [CONFIGURATION.format(**values)]
        for name, port in printers.items():
            told, logo = str(name in confirms).lower(), (logos or {}).get(name, '')
            tables.append(PRINTER.format(name=name, port=port, confirms=told, logo=logo))
        self._file.write_text(''.join(tables))

    def spawn(self):
        command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', '--config', self._file]
        with self.log.open('a') as log:
            self._process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command],
                env=os.environ | {'PYTHONPATH': str(PACKAGE)},
                stdout=log,
                stderr=log,
            )

    def wait_until_it_answers(self):
        end = time.monotonic() + SECONDS_TO_START
        while True:
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"The proxy does not answer: {self.log.read_text()[-2000:]}")
            with suppress(NoAnswer):
                self.ask('GET', '/v1/version')
                return
            time.sleep(0.01)

    def end(self, number=signal.SIGKILL):
        self._process.send_signal(number)
        self._process.wait()

    def ask(self, method, path, body=None, **headers):
        """Return the status and the JSON of an answer; with our token, unless an Origin is given.

        :raise NoAnswer: there was none
        """
        known = headers or {'Authorization': f'Bearer {TOKEN}'}
        request = urllib.request.Request(
            f'http://127.0.0.1:{self._port}{path}',
            None if body is None else json.dumps(body).encode(),
            {'Content-Type': 'application/json', **known},
            method=method,
        )
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise NoAnswer(str(error)) from error
