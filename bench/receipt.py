"""A receipt at the till: from the call of `printReceipt` to its last byte at the printer.

Stock's client and ours print the same sixteen lines in one Chromium, in turns, through the same
proxy to the same emulated TCP printer: stock a picture of the receipt, ours the receipt as data.
Each opens its till PAGES times (default 6) and prints PRINTS receipts there (default 8). The server
has no part in it: the orders are not sent yet. `median_ratio` is ours divided by theirs,
the first receipt of each page left out; `first_vs_own_median` is our first receipt after loading
divided by our own median; `stock_first_vs_own_median` theirs. Milliseconds otherwise.
"""

import contextlib
import os
import statistics
import time
from pathlib import Path

import _proxy_emulator as emulator
import _proxy_ours as ours
from _browser import open_page
from _documents import make_shop
from _harness import (
    derive_conf,
    duplicate,
    install,
    note,
    odoo_env,
    place_beside_conf,
    report,
    tell,
)
from _shop import open_session
from _tills import Till, serve

STOCK = os.environ['CORE_DB']
OURS = f'{STOCK}_hardware'
PAGES = int(os.environ.get('PAGES', '6'))
PRINTS = int(os.environ.get('PRINTS', '8'))
LINES = 16
PRINTER = 'printer0'
IN_PAGE = Path(__file__).with_name('_receipt.js').read_text()


def make_databases():
    """Make a shop with a till in stock Odoo, and a copy with our addon; return the till's id."""
    tell("A shop with a till, and a copy of it with pos_hardware")
    with odoo_env(STOCK, commit=True) as env:
        _partner, products = make_shop(env)
        products.available_in_pos = True
        till_id = open_session(env).id
    duplicate(STOCK, OURS)
    install(derive_conf(place_beside_conf(OURS) / 'odoo.conf', OURS), 'pos_hardware')
    return till_id


def connect(till_id, address):
    """Let both tills print through the proxy at this address."""
    with odoo_env(STOCK, commit=True) as env:
        env['pos.config'].browse(till_id).write({
            'is_posbox': True,
            'proxy_ip': address,
            'iface_print_via_proxy': True,
        })
    with odoo_env(OURS, commit=True) as env:
        till = env['pos.config'].browse(till_id)
        proxy = env['pos.hardware.proxy'].create({
            'name': "Counter",
            'address': address,
            'company_id': till.company_id.id,
        })
        printer = env['pos.hardware.device'].create({
            'name': PRINTER,
            'kind': 'printer',
            'proxy_id': proxy.id,
        })
        till.write({'hardware_proxy_id': proxy.id, 'hardware_printer_id': printer.id})


@contextlib.contextmanager
def open_tills(till_id, printer):
    """Give the page, and both tills by name: each opens itself there."""
    with (
        serve(STOCK) as stock_url,
        serve(OURS) as our_url,
        open_page() as page,
    ):
        # A session is kept for a host, whatever the port: two names, two sessions.
        our_url = our_url.replace('127.0.0.1', 'localhost')
        folder = place_beside_conf('receipt')
        with ours.serve(folder, [printer.port], origins=(stock_url, our_url)) as proxy:
            connect(till_id, proxy.address)
            page.call('Page.addScriptToEvaluateOnNewDocument', source=IN_PAGE)
            yield {
                'stock': Till(page, stock_url, STOCK, till_id),
                'ours': Till(page, our_url, OURS, till_id),
            }


def measure(till, printer, to_wall):
    """Open the till; return milliseconds of each receipt, the first one after loading first."""
    till.start(is_cold=False)
    till.page.evaluate('receipts.connect()')
    durations = []
    for _number in range(PRINTS):
        till.page.evaluate(f'receipts.fill({LINES})')
        started = till.page.evaluate('receipts.print()')
        cut, _received = printer.wait_for_cut()
        durations.append((cut + to_wall) / 1e6 - started)
    till.page.evaluate('bench.check()')
    return durations


def main():
    till_id = make_databases()
    to_wall = time.time_ns() - time.monotonic_ns()
    results = {'stock': [], 'ours': []}
    with emulator.start() as printer, open_tills(till_id, printer) as tills:
        tell(f"{PAGES} pages of each, {PRINTS} receipts in each page")
        for number in range(PAGES):
            for name in ('stock', 'ours') if number % 2 else ('ours', 'stock'):
                results[name].append(measure(tills[name], printer, to_wall))
    figures = {}
    medians = {name: median(pages, slice(1, None)) for name, pages in results.items()}
    firsts = {name: median(pages, slice(1)) for name, pages in results.items()}
    note(
        figures,
        median_ratio=medians['ours'] / medians['stock'],
        first_vs_own_median=firsts['ours'] / medians['ours'],
        stock_first_vs_own_median=firsts['stock'] / medians['stock'],
        ours_ms=medians['ours'],
        stock_ms=medians['stock'],
        ours_first_ms=firsts['ours'],
        stock_first_ms=firsts['stock'],
    )
    report(f"A receipt of {LINES} lines, {PAGES} pages of {PRINTS}", figures)


def median(pages, which):
    return statistics.median(duration for page in pages for duration in page[which])


if __name__ == '__main__':
    main()
