"""What a cashier does with the devices of a counter, in the page of the stock client."""

import base64
import json

from _till import open_stock

PROXY = 'posmodel.hardwareProxy.connectionInfo'
DIALOG = '.modal-dialog'
PRINT = '.receipt-screen .button.print'


class Counter:
    """The page of a till.

    :param pictures: folder for what the screen shows at each stage
    """

    def __init__(self, browser, pictures):
        self.pictures = pictures
        self._browser, self._number = browser, 0

    def open(self, page):
        open_stock(self._browser, page)
        self.wait_for_proxy('connected')

    def start_selling(self):
        self._browser.click('.open-register-btn')
        self.wait_for_products()

    def wait_for_products(self):
        self._browser.wait("document.querySelector('.product-screen')")

    def wait_for_proxy(self, status):
        self._browser.wait(f"{PROXY}.status === {json.dumps(status)}")

    def wait_for_devices(self, **status_by_name):
        """Wait until the page has heard how printer, scale or scanner are."""
        for name, status in status_by_name.items():
            self._browser.wait(f"{PROXY}.drivers.{name}.status === {json.dumps(status)}")

    def reads_scanner(self):
        return self._browser.evaluate("posmodel.config.iface_scan_via_proxy")

    def take_picture(self, name):
        self._number += 1
        answer = self._browser.call('Page.captureScreenshot', format='png')
        path = self.pictures / f'{self._number:02}-{name}.png'
        path.write_bytes(base64.b64decode(answer['data']))

    # === SELLING === #

    def wait_for_lines(self, expected):
        """Wait until the order has these quantities by name of the product."""
        found = "posmodel.getOrder().lines.map((line) => [line.product_id.name, line.qty])"
        self._browser.wait(f"JSON.stringify({found}) === JSON.stringify({json.dumps(expected)})")

    def choose(self, template):
        self._browser.click(f'.product-screen article.product[data-product-id="{template}"]')

    def wait_for_weight(self, shown):
        self._wait_for_text('.gross-weight', shown)

    def order_weighed(self):
        self._browser.click('.buy-product')
        self._browser.wait("!document.querySelector('.gross-weight')")

    def pay_cash(self):
        """Pay with the cash that the page proposes; return uuid and total of the order."""
        self._browser.click('.product-screen .pay-order-button')
        self._browser.wait("document.querySelector('.payment-screen .paymentline')")
        facts = self._browser.evaluate(
            "(({ uuid, priceIncl }) => [uuid, priceIncl])(posmodel.getOrder())"
        )
        self._browser.click('.payment-screen button.validation-button.next')
        self._browser.wait("document.querySelector('.receipt-screen')")
        return facts

    def go_on(self):
        self._browser.click('.receipt-screen .button.next.highlight')
        self.wait_for_products()

    # === PRINTING === #

    def print(self):
        """Press the button of the receipt, and wait until the page is done with it."""
        self._browser.click(PRINT)
        self._browser.wait("posmodel.printer.state.isPrinting")
        self.wait_until_printed()

    def wait_until_printed(self):
        self._browser.wait("!posmodel.printer.state.isPrinting", 120)

    def wait_for_failure(self, title):
        self._wait_for_text(f'{DIALOG} .modal-title', title)

    def answer_failure(self, button):
        """Press a button of the dialog by its text."""
        find = f"[...document.querySelectorAll('{DIALOG} .modal-footer button')]"
        self._browser.evaluate(f"{find}.find((each) => each.textContent === '{button}').click()")
        self._browser.wait(f"!document.querySelector('{DIALOG}')")

    def has_dialog(self):
        return self._browser.evaluate(f"Boolean(document.querySelector('{DIALOG}'))")

    def read_ticket_address(self, uuid):
        """Return what the QR code of a receipt says, by the page."""
        order = f"posmodel.models['pos.order'].getBy('uuid', '{uuid}')"
        url, token = self._browser.evaluate(f'[{order}.config._base_url, {order}.access_token]')
        return f'{url}/pos/ticket/validate?access_token={token}'

    def _wait_for_text(self, selector, text):
        shown = f"document.querySelector('{selector}').textContent.trim()"
        self._browser.wait(f"{shown} === {json.dumps(text)}")
