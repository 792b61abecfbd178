"""A Chromium whose work can be measured.

It only listens to the network. It does not ask for what the page writes to its console: Odoo writes
a lot, and telling it would be measured, too.
"""

import contextlib
import json
import sys
import tempfile
import time
from pathlib import Path

import websocket

sys.path.append(str(Path(__file__).resolve().parents[1] / 'scripts/lib'))

from chromium import SECONDS_TO_ANSWER, Chromium, PageError

WORKER = '/bus/websocket_worker_bundle'
# `gc()` and a heap that is not rounded: what is alive can be told from what is left lying.
SWITCHES = ('--enable-precise-memory-info', '--js-flags=--expose-gc')


class Page(Chromium):
    """The one page of a browser.

    - `requests`: what it has asked for since `forget_requests`, by id: url, bytes, is_finished
    """

    def __init__(self, profile):
        self.requests, self.heard_at = {}, time.monotonic()
        super().__init__(profile, *SWITCHES)
        self.call('Network.enable')
        self.call('Performance.enable', timeDomain='threadTicks')

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
                message = json.loads(self.socket.recv())
                self.hear(message['method'], message['params'])

    # === WHAT THE BROWSER TELLS === #

    def list_unanswered(self):
        return [ask['url'] for ask in self.requests.values() if not ask['is_finished']]

    def forget_requests(self):
        self.requests.clear()

    def hear(self, method, params):
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


@contextlib.contextmanager
def open_page():
    """Give a page of a new browser with an empty profile."""
    with tempfile.TemporaryDirectory(prefix='bench-', ignore_cleanup_errors=True) as profile:
        page = Page(profile)
        try:
            yield page
        finally:
            page.kill()
