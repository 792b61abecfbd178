"""A day at a counter, and what page, proxy, paper and server say after each step of it."""

import sys

from _counter_shop import BARCODE, COFFEE, OLIVES, PRICE_BY_NAME, TOAST, read_order
from _proxy import DOTS, wait_for
from _servers import tell

KILOGRAMS = 1.25
TOTAL = PRICE_BY_NAME[COFFEE] + PRICE_BY_NAME[TOAST] + KILOGRAMS * PRICE_BY_NAME[OLIVES]
NO_PRINTER = "Connection to the printer failed"
NO_CONNECTION = "No Internet Connection"
# A page needs leave (CORS) for JSON alone; what it sends as text it cannot read the answer of.
ASK = """(url) => {
    const canvas = document.createElement('canvas');
    const receipt = canvas.toDataURL('image/jpeg').split(',')[1];
    const actions = [{ action: 'cashbox' }, { action: 'print_receipt', receipt }];
    const modes = [['cors', 'application/json'], ['no-cors', 'text/plain']];
    return Promise.all(actions.flatMap((data) => modes.map(([mode, type]) => fetch(url, {
        method: 'POST', mode, headers: { 'Content-Type': type },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, params: { data } }),
    }).then((answer) => answer.ok, () => false))));
}"""
DONE, NO_PAPER = ('done', ''), ('failed', 'paper_out')


def compare(what, found, expected):
    """End with a plain message on the first difference."""
    if found != expected:
        sys.exit(f"{what}: {found} instead of {expected}")


class Story:
    """One day at the counter, and what has to be true after each step of it."""

    def __init__(self, door, proxy, counter, templates):
        self._door, self._proxy, self._counter = door, proxy, counter
        self._templates = templates

    def _check_order(self, uuid, **expected):
        order = read_order(self._door, uuid)
        found = {name: order[name] for name in expected}
        compare("The order on the server", found, expected)

    def _check_paper(self, receipts, kitchen):
        """Compare how much lies on the paper of each printer."""
        found = [len(self._proxy.list_receipts(printer)) for printer in ('receipt', 'kitchen')]
        compare("Receipts and tickets", found, [receipts, kitchen])

    def _check_jobs(self, **expected):
        """Compare how jobs ended, by printer; what is printed may not have ended yet."""
        wait_for("the end of jobs", self._proxy.is_idle)
        compare("Jobs of the proxy", self._proxy.count_jobs(), expected)

    # === SELLING === #

    def scan(self):
        self._proxy.scan(BARCODE)
        self._counter.wait_for_lines([[COFFEE, 1]])
        self._counter.take_picture('scanned')
        tell("What the scanner read is on the order.")

    def weigh(self):
        self._proxy.weigh(0.5)
        self._counter.choose(self._templates[OLIVES])
        self._counter.wait_for_weight("0.50 kg")
        self._proxy.weigh(KILOGRAMS)
        self._counter.wait_for_weight(f"{KILOGRAMS} kg")
        self._counter.take_picture('weighed')
        self._counter.order_weighed()
        self._counter.wait_for_lines([[COFFEE, 1], [OLIVES, KILOGRAMS]])
        tell("The page followed the scale, and ordered what lay on it.")

    def pay(self):
        self._counter.choose(self._templates[TOAST])
        self._counter.wait_for_lines([[COFFEE, 1], [OLIVES, KILOGRAMS], [TOAST, 1]])
        compare("Drawer before", self._proxy.count_pulses(), 0)
        self._uuid, total = self._counter.pay_cash()
        compare("Total of the page", round(total, 2), TOTAL)
        wait_for("the kitchen ticket", lambda: self._proxy.list_receipts('kitchen'))
        compare("Drawer", self._proxy.count_pulses(), 1)
        self._check_paper(receipts=0, kitchen=1)
        self._check_jobs(kitchen={DONE: 1})
        self._check_order(self._uuid, state='paid', amount_total=TOTAL, amount_paid=TOTAL)
        self._counter.take_picture('paid')
        tell("The drawer opened once, the kitchen has its ticket, the server its order.")

    def print(self):
        self._counter.print()
        compare("Dialog", self._counter.has_dialog(), False)
        self._check_paper(receipts=1, kitchen=1)
        self._check_jobs(receipt={DONE: 1}, kitchen={DONE: 1})
        self._check_order(self._uuid, nb_print=1)
        check_picture(self._proxy.see('receipt', 1))
        for printer in ('receipt', 'kitchen'):
            self._proxy.see(printer, 1).save(self._counter.pictures / f'paper-{printer}.png')
        self._address = self._counter.read_ticket_address(self._uuid)
        compare("Codes on the paper", self._proxy.read_codes(), [self._address])
        tell("The receipt is on the paper, once, and its QR code is that of the order.")

    # === WHAT GOES WRONG === #

    def run_out_of_paper(self):
        self._proxy.set_fault('receipt', 'paper_out', is_on=True)
        self._counter.print()
        self._counter.wait_for_failure(NO_PRINTER)
        self._counter.take_picture('paper-out')
        self._check_paper(receipts=1, kitchen=1)
        self._check_jobs(receipt={DONE: 1, NO_PAPER: 1}, kitchen={DONE: 1})
        self._check_order(self._uuid, nb_print=1)
        tell("Without paper the cashier is told, and nothing counts as printed.")

    def put_paper_in(self):
        self._proxy.set_fault('receipt', 'paper_out', is_on=False)
        self._counter.answer_failure("Retry")
        wait_for("the receipt", lambda: len(self._proxy.list_receipts('receipt')) == 2)
        self._counter.wait_until_printed()
        compare("Dialog", self._counter.has_dialog(), False)
        compare("Codes on the paper", self._proxy.read_codes(), 2 * [self._address])
        self._check_jobs(receipt={DONE: 2, NO_PAPER: 1}, kitchen={DONE: 1})
        tell("With new paper it was printed when the cashier asked for it.")

    def survive_a_kill(self):
        self._counter.choose(self._templates[COFFEE])
        uuid, _total = self._counter.pay_cash()
        wait_for("the drawer", lambda: self._proxy.count_pulses() == 2)
        self._proxy.kill()
        self._counter.print()
        self._counter.wait_for_failure(NO_CONNECTION)
        self._counter.wait_for_proxy('disconnected')
        self._counter.take_picture('killed')
        self._proxy.start()
        self._counter.wait_for_proxy('connected')
        self._check_jobs(receipt={DONE: 2, NO_PAPER: 1}, kitchen={DONE: 1})
        before = self._proxy.read_codes()
        self._counter.answer_failure("Retry")
        address = self._counter.read_ticket_address(uuid)
        wait_for("the receipt", lambda: self._proxy.read_codes() == [*before, address])
        self._check_jobs(receipt={DONE: 3, NO_PAPER: 1}, kitchen={DONE: 1})
        self._counter.take_picture('alive')
        tell("Killed and started again it printed what was asked for then, and nothing else.")

    def be_somebody_else(self, browser, foreign, own):
        """The same Odoo under another name is another origin: for it nothing may happen."""
        pulses = self._proxy.count_pulses()
        receipts = self._proxy.list_receipts('receipt')
        compare("Foreign page", ask_from(browser, foreign, self._proxy.url), [False] * 4)
        compare("Drawer", self._proxy.count_pulses(), pulses)
        compare("Receipts", self._proxy.list_receipts('receipt'), receipts)
        self._check_jobs(receipt={DONE: 3, NO_PAPER: 1}, kitchen={DONE: 1})
        if not any(ask_from(browser, own, self._proxy.url)):
            sys.exit("What a foreign page may not do, ours may not either.")
        tell("A page of somebody else neither prints nor opens the drawer.")


def ask_from(browser, page, proxy_url):
    """Open the drawer and print from a page, asking for leave and without; tell what succeeded."""
    browser.open(page)
    browser.wait(f"document.URL === '{page}'")
    return browser.evaluate(f"({ASK})('{proxy_url}/hw_proxy/default_printer_action')")


def check_picture(picture):
    """The receipt is as wide as the head, and neither blank nor black."""
    compare("Width of the receipt", picture.width, DOTS)
    black = picture.convert('L').histogram()[:128]
    share = sum(black) / (picture.width * picture.height)
    if not 0.01 < share < 0.5:
        sys.exit(f"{share:.1%} of the receipt is black.")
