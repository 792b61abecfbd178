"""A Chromium of our own, driven by the DevTools protocol: it may be closed and started again."""

import json
import shutil
import subprocess
import time
from pathlib import Path

import websocket

SECONDS_TO_START = 30
SWITCHES = (
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--window-size=1366,768',
    '--remote-debugging-port=0',
    '--remote-allow-origins=*',
)


class BrowserError(Exception):
    """What a page threw, or that it did not come to what was waited for."""


class Browser:
    """One window. What the disk keeps (`profile`) outlives it, as on a till."""

    def __init__(self, profile):
        self._profile = Path(profile)
        self._number, self._thrown = 0, []
        port_file = self._profile / 'DevToolsActivePort'
        port_file.unlink(missing_ok=True)
        command = [find_chromium(), *SWITCHES, f'--user-data-dir={profile}', 'about:blank']
        with (self._profile / 'chromium.log').open('a') as log:
            self._process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command], stdout=log, stderr=log
            )
        self._socket = self._connect(port_file)
        self._send('Page.enable')
        self._send('Runtime.enable')
        self._send('Emulation.setFocusEmulationEnabled', enabled=True)

    def _connect(self, port_file):
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end:
            lines = port_file.read_text().split() if port_file.exists() else []
            if len(lines) == 2:
                return self._open_page(f'ws://127.0.0.1:{lines[0]}{lines[1]}')
            time.sleep(0.1)
        raise BrowserError(f"Chromium did not start: see {self._profile / 'chromium.log'}.")

    def _open_page(self, address):
        """Attach to a new page: its answers come by the same connection."""
        self._session = None
        self._socket = websocket.create_connection(address, timeout=60)
        target = self._send('Target.createTarget', url='about:blank')['targetId']
        attached = self._send('Target.attachToTarget', targetId=target, flatten=True)
        self._session = attached['sessionId']
        return self._socket

    def _send(self, method, **params):
        self._number += 1
        message = {'id': self._number, 'method': method, 'params': params}
        if self._session:
            message['sessionId'] = self._session
        self._socket.send(json.dumps(message))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get('id') == self._number:
                break
            if answer.get('method') == 'Runtime.exceptionThrown':
                self._thrown.append(answer['params']['exceptionDetails'])
        if 'error' in answer:
            raise BrowserError(f"{method}: {answer['error']['message']}")
        return answer['result']

    def open(self, url):
        """Go to an address; what fails to load is told by what is waited for."""
        self._send('Page.navigate', url=url)

    def set_online(self, is_online):
        """Let the browser say, as it does of its network card, whether there is a network."""
        speed = {'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': -1}
        self._send('Network.emulateNetworkConditions', offline=not is_online, **speed)

    def ask(self, expression):
        """Return the value of a JavaScript expression, waiting for a promise."""
        answer = self._send(
            'Runtime.evaluate', expression=expression, awaitPromise=True, returnByValue=True
        )
        if 'exceptionDetails' in answer:
            raise BrowserError(f"{expression}: {answer['exceptionDetails']}")
        return answer['result'].get('value')

    def wait(self, expression, seconds=60):
        """Wait until an expression is true, whatever it throws until then."""
        end, last = time.monotonic() + seconds, None
        while time.monotonic() < end:
            try:
                last = self.ask(f'Promise.resolve({expression}).then(Boolean)')
            except BrowserError as error:
                last = error
            else:
                if last:
                    return
            time.sleep(0.2)
        raise BrowserError(f"waited for {expression}: {last}; the page threw {self._thrown[-3:]}")

    def click(self, selector):
        """Click on the first element, once it is there."""
        element = f'document.querySelector({json.dumps(selector)})'
        self.wait(element)
        self.ask(f'{element}.click()')

    def scan(self, code):
        """Type as a scanner does: fast, and Enter at the end."""
        for key in [*code, 'Enter']:
            for kind in ('keyDown', 'keyUp'):
                self._send('Input.dispatchKeyEvent', type=kind, key=key)

    def close(self):
        """Let the browser end as a person closes it."""
        self._session = None
        self._send('Browser.close')
        self._process.wait(30)


def find_chromium():
    """Return the path of the browser, by the names under which distributions have it."""
    for name in ('chromium', 'chromium-browser', 'google-chrome'):
        if path := shutil.which(name):
            return path
    raise BrowserError("There is no Chromium.")
