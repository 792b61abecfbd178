"""A real Chromium with one page, driven by its DevTools protocol.

Odoo's own tests talk to Chromium in the same way and with the same library (websocket-client).
Their `ChromeBrowser` belongs to a test case, and looks at every request before it goes out, which
takes time and would be measured.
"""

import json
import shutil
import subprocess
import time
from pathlib import Path

import websocket

SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 60
SWITCHES = (
    '--headless',
    '--no-sandbox',  # root, and containers
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-dev-shm-usage',
    '--disable-extensions',
    '--disable-gpu',
    '--remote-debugging-port=0',
    '--window-size=1366,768',  # a till's screen: in a narrow one core has other buttons
)


class PageError(Exception):
    """What went wrong in the page, or what never came."""


class Chromium:
    """A browser with one page; it ends with us, even when we are killed.

    :param profile: directory of what it keeps on disk; it may be opened again later, as on a till
    :param switches: of its command line, beside `SWITCHES`
    """

    def __init__(self, profile, *switches):
        self.profile = Path(profile)
        self._number, self._session = 0, None
        self._told = self.profile / 'DevToolsActivePort'
        self._told.unlink(missing_ok=True)
        command = [find_chromium(), *SWITCHES, *switches, f'--user-data-dir={profile}']
        with (self.profile / 'chromium.log').open('a') as log:
            self._process = subprocess.Popen(
                ['setpriv', '--pdeathsig', 'KILL', *command, 'about:blank'], stdout=log, stderr=log
            )
        self.socket = websocket.create_connection(
            self._find_address(), timeout=SECONDS_TO_ANSWER, suppress_origin=True
        )
        self._attach()

    def _find_address(self):
        """Return the address of the browser, as soon as it says where it is."""
        end = time.monotonic() + SECONDS_TO_START
        while not (self._told.exists() and '\n' in (told := self._told.read_text())):
            if self._process.poll() is not None or time.monotonic() > end:
                log = (self.profile / 'chromium.log').read_text()
                raise PageError(f"Chromium did not start: {log}")
            time.sleep(0.1)
        port, path = told.split()
        return f'ws://127.0.0.1:{port}{path}'

    def _attach(self):
        """Attach to the page: what it says comes by the browser's own connection."""
        targets = self.call('Target.getTargets')['targetInfos']
        [page] = [target['targetId'] for target in targets if target['type'] == 'page']
        attached = self.call('Target.attachToTarget', targetId=page, flatten=True)
        self._session = attached['sessionId']
        self.call('Page.enable')
        self.call('Emulation.setFocusEmulationEnabled', enabled=True)

    def call(self, method, **params):
        """Return what the browser answers to a command of the protocol."""
        self._number += 1
        command = {'id': self._number, 'method': method, 'params': params}
        session = {'sessionId': self._session} if self._session else {}
        self.socket.settimeout(SECONDS_TO_ANSWER)
        self.socket.send(json.dumps(command | session))
        while (message := json.loads(self.socket.recv())).get('id') != self._number:
            self.hear(message['method'], message['params'])
        if 'error' in message:
            raise PageError(f"{method}: {message['error']['message']}")
        return message['result']

    def hear(self, method, params):
        """Take what the browser tells without being asked."""

    def open(self, url):
        """Go to an address; what fails to load is told by what is waited for."""
        self.call('Page.navigate', url=url)

    def evaluate(self, expression):
        """Return the value of a JavaScript expression, awaited."""
        answer = self.call(
            'Runtime.evaluate', expression=expression, awaitPromise=True, returnByValue=True
        )
        if 'exceptionDetails' in answer:
            raise PageError(f"{expression[:200]}: {describe(answer['exceptionDetails'])}")
        return answer['result'].get('value')

    def close(self):
        """Let the browser end as a person closes it: what it keeps is on disk."""
        self._session = None
        self.call('Browser.close')
        self._process.wait(SECONDS_TO_ANSWER)

    def kill(self):
        self._process.kill()
        self._process.wait()


def describe(details):
    """Return in words what a page threw."""
    exception = details.get('exception', {})
    return exception.get('description') or f"{details['text']} {exception.get('value')}"


def find_chromium():
    """Return the path of the browser, by the names under which distributions have it."""
    for name in ('chromium', 'chromium-browser', 'google-chrome'):
        if path := shutil.which(name):
            return path
    raise PageError("There is no Chromium: apt-get install chromium")
