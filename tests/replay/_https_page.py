"""The page of a till that is served by https, which the browser lets reach its proxy or not."""

import json
import time

from _counter_page import PRINT
from _hardware_page import HardwareCounter
from _till import open_stock

PERMISSION = 'loopback-network'  # Chromium's word for programs on the machine of the browser
ROWS = """[...document.querySelectorAll('.pos-hardware-device')].map((row) =>
    row.lastElementChild.textContent.trim())"""
NARROW = {'width': 400, 'height': 800, 'deviceScaleFactor': 1, 'mobile': True}


class HttpsCounter(HardwareCounter):
    """The page of a till as the internet serves it."""

    def open(self, page, answer):
        """Open the till as if the browser's question had been answered so."""
        self._origin = page.partition('/pos/')[0]
        self.permit(answer)
        open_stock(self._browser, page)

    def go_on(self):
        """Begin an order; a page that was loaded anew shows no receipt."""
        if self._browser.evaluate("!!document.querySelector('.receipt-screen')"):
            super().go_on()
        self.wait_for_products()

    def press_print(self):
        self._browser.click(PRINT)

    def read_name(self, uuid):
        """Return what the paper of an order is called."""
        order = f"posmodel.models['pos.order'].getBy('uuid', '{uuid}')"
        return self._browser.evaluate(f"'Order ' + {order}.pos_reference")

    def permit(self, setting):
        """Answer the browser's question, or take the answer back.

        :param setting: `granted`, `denied` or `prompt`
        """
        self._browser.set_permission(PERMISSION, setting, self._origin)

    def can_reach(self, url):
        """Return whether the browser lets the page reach an address."""
        question = f"fetch({json.dumps(url)}).then(({{ ok }}) => ok, () => false)"
        return self._browser.evaluate(question)

    def read_devices(self, name):
        """Return the sentences of the dialog; pictures of a wide and a narrow screen are kept."""
        self.open_devices()
        sentences = self._browser.evaluate(ROWS)
        self.take_picture(name)
        self._take_narrow_picture(name)
        self.close_dialog()
        self._take_narrow_picture(f'{name}-navbar')
        self.take_picture(f'{name}-navbar')
        return sentences

    def _take_narrow_picture(self, name):
        self._browser.call('Emulation.setDeviceMetricsOverride', **NARROW)
        self._browser.wait("document.documentElement.clientWidth === 400")
        time.sleep(0.5)  # a dialog slides in from below
        self.take_picture(f'{name}-narrow')
        self._browser.call('Emulation.clearDeviceMetricsOverride')
        self._browser.wait("document.documentElement.clientWidth > 1000")
