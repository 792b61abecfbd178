"""The stock client of the till and the hardware proxy: what each believes is what the other did.

    proxy_till

A real Chromium opens a till of a database without any addon of ours, whose devices are behind a real
proxy with virtual devices. A cashier scans, weighs, sells for cash, has kitchen ticket and receipt
printed, runs out of paper, and goes on after the proxy was killed. After each step the page, the
server and the paper are compared. What the screen shows is kept in `.run/log/proxy-till/`.
"""

import os
import shutil
import sys
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from _browser import Browser
from _counter_page import Counter
from _counter_shop import BARCODE, COFFEE, OLIVES, PRICE_BY_NAME, TOAST, read_order, set_up
from _outside import PageError
from _proxy import DOTS, Proxy, wait_for
from _servers import LOGS, Server, kill, tell
from _till import log_in

STOCK = os.environ['CORE_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
PICTURES = LOGS / 'proxy-till'
KILOGRAMS = 1.25
TOTAL = PRICE_BY_NAME[COFFEE] + PRICE_BY_NAME[TOAST] + KILOGRAMS * PRICE_BY_NAME[OLIVES]
NO_PRINTER = "Connection to the printer failed"
NO_CONNECTION = "No Internet Connection"
DONE, NO_PAPER = ('done', ''), ('failed', 'paper_out')


def compare(what, found, expected):
    """End with a plain message on the first difference."""
    if found != expected:
        sys.exit(f"{what}: {found} instead of {expected}")


@contextmanager
def serve_stock():
    """Serve the database without our addons by a process of its own."""
    server = Server('stock', STOCK)
    try:
        server.wait()
        yield server
    finally:
        kill(server.process)


@contextmanager
def counter_of(browser):
    """Return the page of the till; what it shows when something goes wrong is kept."""
    counter = Counter(browser, PICTURES)
    try:
        yield counter
    except (PageError, SystemExit):
        counter.take_picture('failed')
        raise


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
        found = {device: dict(jobs) for device, jobs in self._proxy.count_jobs().items()}
        compare("Jobs of the proxy", found, expected)

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
            self._proxy.see(printer, 1).save(PICTURES / f'paper-{printer}.png')
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


    def visit_foreign_page(self, browser, page):
        """The same Odoo under another name is another origin: nothing may happen for it."""
        receipts, pulses = len(self._proxy.read_codes()), self._proxy.count_pulses()
        browser.open(page)
        browser.wait(f"document.URL === '{page}'")
        for action in ('print_receipt', 'cashbox'):
            answered = browser.evaluate(FOREIGN % (f'{self._proxy.url}{ACTION}', action))
            compare(f"Foreign page, {action}", answered, [False, False])
        compare("Drawer", self._proxy.count_pulses(), pulses)
        compare("Receipts", len(self._proxy.read_codes()), receipts)
        self._check_jobs(receipt={DONE: 3, NO_PAPER: 1}, kitchen={DONE: 1})
        tell("A page of somebody else neither prints nor opens the drawer.")


def check_picture(picture):
    """The receipt is as wide as the head, and neither blank nor black."""
    compare("Width of the receipt", picture.width, DOTS)
    black = picture.convert('L').histogram()[:128]
    share = sum(black) / (picture.width * picture.height)
    if not 0.01 < share < 0.5:
        sys.exit(f"{share:.1%} of the receipt is black.")


def main():
    start = time.monotonic()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, serve_stock() as odoo:
        proxy = Proxy(Path(folder), odoo.url, LOGS / 'replay-proxy.log')
        door = odoo.knock()
        till, templates = set_up(door, proxy.url)
        profile = Path(folder) / 'profile'
        profile.mkdir()
        with closing(Browser(profile)) as browser, counter_of(browser) as counter:
            log_in(browser, odoo.url, LOGIN, PASSWORD, STOCK)
            counter.open(f'{odoo.url}/pos/ui/{till}')
            counter.wait_for_devices(printer='connected', scale='connected', scanner='connected')
            counter.start_selling()
            story = Story(door, proxy, counter, templates)
            story.scan()
            story.weigh()
            story.pay()
            story.print()
            story.run_out_of_paper()
            story.put_paper_in()
            counter.go_on()
            # The stock client's page hangs for ever when a proxy it scans through is gone.
            door.call('pos.config', 'write', [till], vals={'iface_scan_via_proxy': False})
            counter.open(f'{odoo.url}/pos/ui/{till}?from_backend=True')  # it asks for news
            compare("Scanner of the page", counter.reads_scanner(), False)
            counter.wait_for_products()
            story.survive_a_kill()
        proxy.kill()
    tell(f"Page, server, proxy and paper agree ({time.monotonic() - start:.0f} s).")


if __name__ == '__main__':
    main()
