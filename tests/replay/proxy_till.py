"""The stock client of the till and the hardware proxy: what each believes is what the other did.

    proxy_till

A real Chromium opens a till of a database without any addon of ours, whose devices are behind a
real proxy with virtual devices. A cashier scans, weighs, sells for cash, has kitchen ticket and
receipt printed, runs out of paper, and goes on after the proxy was killed. After each step page,
server, proxy and paper are compared. What the screen shows is kept in `.run/log/proxy-till/`.
"""

import os
import shutil
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path

from _browser import Browser
from _counter_page import Counter
from _counter_shop import set_up
from _counter_story import Story, compare
from _outside import PageError
from _proxy import Proxy
from _servers import LOGS, Server, kill, tell
from _till import log_in

STOCK = os.environ['CORE_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
PICTURES = LOGS / 'proxy-till'


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


def sell(story):
    story.scan()
    story.weigh()
    story.pay()
    story.print()
    story.run_out_of_paper()
    story.put_paper_in()


def forget_scanner(door, counter, till, page):
    """Let the till scan by the keyboard: with its proxy gone the stock page would hang for ever."""
    door.call('pos.config', 'write', [till], vals={'iface_scan_via_proxy': False})
    counter.open(f'{page}?from_backend=True')  # it asks the server for news
    compare("Scanner of the page", counter.reads_scanner(), False)
    counter.wait_for_products()


def work(odoo, proxy, browser, counter):
    door = odoo.knock()
    till, templates = set_up(door, proxy.url)
    page = f'{odoo.url}/pos/ui/{till}'
    log_in(browser, odoo.url, LOGIN, PASSWORD, STOCK)
    counter.open(page)
    counter.wait_for_devices(printer='connected', scale='connected', scanner='connected')
    counter.start_selling()
    story = Story(door, proxy, counter, templates)
    sell(story)
    counter.go_on()
    forget_scanner(door, counter, till, page)
    story.survive_a_kill()
    foreign = odoo.url.replace('127.0.0.1', 'localhost')
    story.be_somebody_else(browser, f'{foreign}/web/health', f'{odoo.url}/web/health')


def main():
    start = time.monotonic()
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder, serve_stock() as odoo:
        profile = Path(folder) / 'profile'
        profile.mkdir()
        with (
            closing(Proxy(Path(folder), odoo.url, LOGS / 'replay-proxy.log')) as proxy,
            closing(Browser(profile)) as browser,
            counter_of(browser) as counter,
        ):
            work(odoo, proxy, browser, counter)
    tell(f"Page, server, proxy and paper agree ({time.monotonic() - start:.0f} s).")


if __name__ == '__main__':
    main()
