"""What a cashier sees of the devices at a till with our proxy, and what can be cut off there."""

import json
import time
from contextlib import contextmanager

from _counter_page import DIALOG, PRINT, Counter
from _outside import PageError

STATUS = '.pos-hardware-status'
HEART = """(() => {
    window.longestPause = 0;
    let last = performance.now();
    setInterval(() => {
        const now = performance.now();
        window.longestPause = Math.max(window.longestPause, now - last);
        last = now;
    }, 50);
})()"""


class HardwareCounter(Counter):
    """The page of a till with our proxy."""

    def listen_to_heart(self):
        """From now on the page notes how long it got no turn."""
        self._browser.evaluate(HEART)

    def read_longest_pause(self):
        """Return the longest time in seconds during which the page got no turn."""
        return self._browser.evaluate('window.longestPause') / 1000

    def block(self, *urls):
        """Let the browser reach none of these addresses; without any, all again."""
        self._browser.call('Network.enable')
        self._browser.call('Network.setBlockedURLs', urls=[f'{url}*' for url in urls])

    def print(self):
        """Press the button of the receipt: it is printed before anybody can look whether it is."""
        self._browser.click(PRINT)
        time.sleep(0.3)
        self.wait_until_printed()

    def read_failure(self):
        """Return title and text of the dialog."""
        self._browser.wait(f"document.querySelector('{DIALOG} .modal-body')")
        return self._browser.evaluate(
            f"['.modal-title', '.modal-body'].map((part) => "
            f"document.querySelector('{DIALOG} ' + part).textContent.trim())"
        )

    def wait_for_words(self, words):
        """Wait until the navbar says these words; none if all is well."""
        shown = f"(document.querySelector('{STATUS}').textContent.trim())"
        self._browser.wait(f"{shown} === {words!r}")

    def open_devices(self):
        self._browser.click(STATUS)
        self._browser.wait("document.querySelector('.pos-hardware-devices')")

    def close_dialog(self):
        self._browser.click(f'{DIALOG} .modal-footer .btn-primary')
        self._browser.wait(f"!document.querySelector('{DIALOG}')")

    def wait_for_nothing_kept(self):
        self._browser.wait("!posmodel.hardwareProxy.connectionInfo.waiting")

    def notice(self, event):
        """Let the browser say `online` or `offline` of its network card; the page looks itself."""
        self._browser.evaluate(f"window.dispatchEvent(new Event('{event}'))")
        is_offline = json.dumps(event == 'offline')
        self._browser.wait(f'posmodel.data.network.offline === {is_offline}')


@contextmanager
def counter_of(browser, pictures, kind=HardwareCounter):
    """Return the page of the till; what it shows when something goes wrong is kept."""
    counter = kind(browser, pictures)
    try:
        yield counter
    except (PageError, RuntimeError, SystemExit):
        counter.take_picture('failed')
        raise
