"""What a cashier does in the page of a till, and what the page says of the money."""

import json

from _outside import PageError

PAYMENT = '.payment-screen'
TICKETS = '.ticket-screen'
# Amounts as the page has them, and as it shows what is to be paid.
FACTS = f"""(({{ uuid, priceIncl, totalDue, amountPaid, remainingDue, change, lines }}) => ({{
    uuid, total: priceIncl, due: totalDue, paid: amountPaid, left: remainingDue, change,
    shown: document.querySelector('{PAYMENT} .paymentlines-container .total').textContent,
    discounts: lines.map((line) => line.getDiscount()),
    method: posmodel.company.tax_calculation_rounding_method,
}}))(posmodel.getOrder())"""


class Register:
    """The screens of one till, one order after the other."""

    def __init__(self, browser):
        self._browser = browser
        browser.click('.open-register-btn')

    def sell(self, lines, code):
        """Sell `(template_id, quantity)` to whom a card is, with an invoice.

        :return: what the page said when it was paid, see `FACTS`
        """
        self._browser.wait("document.querySelector('.product-screen')")
        for template_id, quantity in lines:
            values = json.dumps({'product_tmpl_id': template_id, 'qty': quantity})
            self._browser.evaluate(
                f"posmodel.addLineToCurrentOrder({values}, {{}}, false).then(() => 1)"
            )
        if not self._browser.evaluate(f"posmodel.cards.show({json.dumps(code)}, 'scan')"):
            raise PageError(f"The till refuses card {code}.")
        self._browser.click('.product-screen .pay-order-button')
        self._browser.click(f'{PAYMENT} .js_invoice')
        return self._pay()

    def refund(self, uuid):
        """Take back all of a paid order, by the screen of all orders; core asks for the invoice."""
        self._browser.click('.pos-leftheader .orders-button')
        self._browser.click('.pos-search-bar .filter')
        self._browser.click('.pos-search-bar .filter li:last-child')  # those that are paid
        self._browser.click(f'{TICKETS} .order-row[orderuuid="{uuid}"]')
        self._browser.wait(f"document.querySelector('{TICKETS} .highlight[orderuuid=\"{uuid}\"]')")
        order = f"posmodel.models['pos.order'].getBy('uuid', '{uuid}')"
        for number in range(self._browser.evaluate(f'{order}.lines.length')):
            self._choose(f'{order}.lines[{number}]', number)
        self._browser.click(f'{TICKETS} .pay-order-button')
        return self._pay()

    def _choose(self, line, number):
        """Click on a line, and type that all of it comes back."""
        shown = f"document.querySelectorAll('{TICKETS} .orderline')[{number}]"
        self._browser.evaluate(f'{shown}.click()')
        self._browser.wait(f"{shown}.classList.contains('selected')")
        quantity = self._browser.evaluate(f'{line}.qty')
        self._browser.click(f'{TICKETS} .numpad-button[value="{quantity}"]')
        self._browser.wait(f'{line}.order_id.uiState.lineToRefund[{line}.uuid].qty === {quantity}')

    def _pay(self):
        """Take or give the cash that the page proposes; return what it says of it."""
        self._browser.wait(f"document.querySelector('{PAYMENT} .paymentline')")
        self._browser.wait("posmodel.getOrder().isToInvoice()")
        facts = self._browser.evaluate(FACTS)
        self._browser.click(f'{PAYMENT} button.validation-button.next')
        self._browser.wait("document.querySelector('.receipt-screen')")
        self._browser.click('.receipt-screen .button.next.highlight')
        self._browser.wait("!document.querySelector('.receipt-screen')")
        return facts
