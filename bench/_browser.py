"""A real Chromium with one page, driven by its DevTools protocol.

Odoo's own tests talk to Chromium in the same way and with the same library (websocket-client).
Their `ChromeBrowser` belongs to a test case, and looks at every request before it goes out, which
takes time: this one only listens to the network. It does not ask for what the page writes to its
console: Odoo writes a lot, and telling it would be measured, too.
"""

import contextlib
import itertools
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import websocket

SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 60
WORKER = '/bus/websocket_worker_bundle'
SWITCHES = (
    '--headless',
    '--no-sandbox',  # root, and containers
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-gpu',
    # `gc()` and a heap that is not rounded: what is alive can be told from what is left lying.
    '--enable-precise-memory-info',
    '--js-flags=--expose-gc',
    '--remote-debugging-port=0',
    '--window-size=1366,768',
)


class PageError(Exception):
    """What went wrong in the page."""


class Page:
    """The one page of a browser with an empty profile.

    - `requests`: what it has asked for since `forget_requests`, by id: url, bytes, is_finished
    """

    def __init__(self, socket):
        self.socket, self.ids = socket, itertools.count()
        self.requests = {}
        self.heard_at = time.monotonic()
        self.call('Page.enable')
        self.call('Network.enable')
        self.call('Performance.enable', timeDomain='threadTicks')
        self.call('Emulation.setFocusEmulationEnabled', enabled=True)

    def call(self, method, **params):
        """Return what the browser answers to a command of the protocol."""
        number = next(self.ids)
        self.socket.settimeout(SECONDS_TO_ANSWER)
        self.socket.send(json.dumps({'id': number, 'method': method, 'params': params}))
        while (message := json.loads(self.socket.recv())).get('id') != number:
            self.hear(message)
        if 'error' in message:
            raise PageError(f"{method}: {message['error']['message']}")
        return message['result']

    def evaluate(self, expression):
        """Return the value of JavaScript, awaited."""
        answer = self.call(
            'Runtime.evaluate', expression=expression, awaitPromise=True, returnByValue=True
        )
        if 'exceptionDetails' in answer:
            raise PageError(describe(answer['exceptionDetails']))
        return answer['result'].get('value')

    def wait_for(self, expression):
        """Return the value of JavaScript as soon as there is one."""
        end = time.monotonic() + SECONDS_TO_ANSWER
        while (value := self.evaluate(expression)) is None:
            if time.monotonic() > end:
                raise PageError(f"There is no {expression}")
            time.sleep(0.1)
        return value

    def measure_work(self, expression):
        """Return the value of JavaScript, and seconds of processor time of the page's main thread.

        Scripts, layout and drawing count. Waiting for the screen's next frame does not, nor for a
        processor that others use: it would be more than what is to be found.
        """
        before = self.read_busy_seconds()
        value = self.evaluate(expression)
        return value, self.read_busy_seconds() - before

    def read_busy_seconds(self):
        metrics = self.call('Performance.getMetrics')['metrics']
        return next(metric['value'] for metric in metrics if metric['name'] == 'TaskDuration')

    def wait_for_silence(self, seconds):
        """Wait until nothing has been on its way for so long."""
        self.socket.settimeout(0.05)
        end = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < self.heard_at + seconds or (asked := self.list_unanswered()):
            if time.monotonic() > end:
                raise PageError(f"There is no end of it: {asked}")
            with contextlib.suppress(websocket.WebSocketTimeoutException):
                self.hear(json.loads(self.socket.recv()))

    # === WHAT THE BROWSER TELLS === #

    def list_unanswered(self):
        return [ask['url'] for ask in self.requests.values() if not ask['is_finished']]

    def forget_requests(self):
        self.requests.clear()

    def hear(self, message):
        method, params = message['method'], message['params']
        if method.startswith('Network.'):
            self.hear_network(method.removeprefix('Network.'), params)

    def hear_network(self, method, params):
        self.heard_at = time.monotonic()
        if method == 'requestWillBeSent':
            self.requests[params['requestId']] = {
                'url': params['request']['url'],
                'bytes': 0,
                # Nobody tells the page when the script of a worker that it shares has come.
                'is_finished': WORKER in params['request']['url'],
            }
        elif (
            method in {'loadingFinished', 'loadingFailed'} and params['requestId'] in self.requests
        ):
            self.requests[params['requestId']] |= {
                'bytes': params.get('encodedDataLength', 0),
                'is_finished': True,
            }


def describe(details):
    exception = details.get('exception', {})
    return exception.get('description') or f"{details['text']} {exception.get('value')}"


# === THE PROCESS === #


@contextlib.contextmanager
def open_page():
    """Give a page of a new browser, which ends with us even when we are killed."""
    with tempfile.TemporaryDirectory(prefix='bench-', ignore_cleanup_errors=True) as profile:
        program = shutil.which('chromium') or shutil.which('google-chrome')
        command = [program, *SWITCHES, f'--user-data-dir={profile}', 'about:blank']
        with Path(profile, 'chromium.log').open('w') as log:
            process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command], stdout=log, stderr=log
            )
        try:
            yield Page(connect(process, Path(profile)))
        finally:
            process.kill()
            process.wait()


def connect(process, profile):
    """Return a connection to the page, as soon as the browser says where it is."""
    told, end = profile / 'DevToolsActivePort', time.monotonic() + SECONDS_TO_START
    while not (told.exists() and '\n' in told.read_text()):
        if process.poll() is not None or time.monotonic() > end:
            sys.exit(f"Chromium did not start: {(profile / 'chromium.log').read_text()}")
        time.sleep(0.1)
    port = told.read_text().split()[0]
    with urllib.request.urlopen(f'http://127.0.0.1:{port}/json/list') as answer:
        [page] = [target for target in json.load(answer) if target['type'] == 'page']
    return websocket.create_connection(page['webSocketDebuggerUrl'], suppress_origin=True)
