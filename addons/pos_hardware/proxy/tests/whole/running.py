"""A whole proxy in a process of its own, as on a till."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOKEN = '0123456789abcdef'
ORIGIN = 'http://shop.example.com'
SECONDS_TO_START = 20
CONFIG = """
[server]
port = {port}
[access]
token = "{token}"
origins = ["{origin}"]
[spool]
path = "{place}/jobs.sqlite"
"""


class Proxy:
    """`serve` with a configuration; ends when the context does.

    :param str printers: further TOML
    """

    def __init__(self, printers='', *switches):
        self.place = Path(tempfile.mkdtemp())
        self.port = free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        self.config = self.place / 'proxy.toml'
        values = {'port': self.port, 'token': TOKEN, 'origin': ORIGIN, 'place': self.place}
        self.config.write_text(CONFIG.format(**values) + printers)
        self.switches = switches
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_error):
        self.end(signal.SIGTERM)

    def start(self):
        command = [sys.executable, '-m', 'pos_hardware_proxy', 'serve', *self.switches]
        with (self.place / 'log').open('a') as log:
            self.process = subprocess.Popen(
                [*command, '--config', self.config],
                cwd=ROOT,
                env={**os.environ, 'PYTHONPATH': str(ROOT)},
                stderr=log,
            )
        end = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise AssertionError(f"The proxy does not answer: {self.log}")
            time.sleep(0.02)

    def end(self, number):
        self.process.send_signal(number)
        return self.process.wait(20)

    def answers(self):
        with contextlib.suppress(OSError):
            return self.get('/hw_proxy/hello')[0] == 200
        return False

    @property
    def log(self):
        return (self.place / 'log').read_text()

    def get(self, path):
        return self.ask('GET', path)

    def ask(self, method, path, body=None, **headers):
        """Return status and body; with our token unless an Origin is given."""
        if 'Origin' not in headers:
            headers = {'Authorization': f'Bearer {TOKEN}', **headers}
        headers = {'Content-Type': 'application/json', **headers}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=40) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def stock(self, route, **params):
        """Ask as the stock client of an allowed page does; return the result."""
        body = {'id': 1, 'jsonrpc': '2.0', 'method': 'call', 'params': params}
        _status, answer = self.ask('POST', f'/hw_proxy/{route}', body, Origin=ORIGIN)
        return json.loads(answer)['result']

    def own_page(self, path, body):
        """Do what a button of the virtual page does."""
        return self.ask('POST', f'/virtual/{path}', body, Origin=self.url)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]
