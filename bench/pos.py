"""A till with discount cards beside a stock till: start-up, a line, the index of all cards.

Both tills sell the same fifty products, each from an Odoo process of its own in a Chromium of its
own; they are measured in turns, PAIRS times each (default 20), and medians are compared.

- `load_`: from the navigation until the products are on the screen. The named keys are the worse of
  a shop without cards, where the addon is installed and nothing set up (`load_0_`), and of one with
  CARDS cards (default 100,000; `load_100k_`) beside stock with as many customers; both in a browser
  that was never there. `load_100k_warm_` is of one that was there before, and has assets and data.
  Bytes are all that came over the network, headers too and not compressed, until all was quiet; the
  index of cards is not among them: it comes afterwards, in the background.
- `index_100k_s`: that background, in the browser of such a start-up: from the first request of the
  index until all cards are on disk, all waiting for the server included. `index_100k_server_s` is
  how long its answers took to be made; the till works on one while it waits for the next.
  `index_100k_page_s` is the processor time of the page alone, `index_100k_mb` what came over the
  network.
- `index_100k_heap_mb`: what is alive at the most during the download because of it, found by
  collecting garbage again and again; `index_100k_kept_heap_mb` what stays. Beyond the heap before.
- `lookup_ms`: a card found by its code in that index, on disk.
- `add_line_`: the fiftieth line of a customer's order, from the call that a click makes until it is
  on the screen: processor time of the page, which has seen three such orders before: by then the
  browser has compiled what runs often, and it does so all day. How well is luck, and costs or saves
  a tenth: both tills are opened PAGES times. On our side the customer has a card, and the lines its
  discount; stock's lines have none.
- `engine_50_lines_ms`: the engine alone on that order.
"""

import os
import statistics

from _harness import note, report, tell
from _shop import CARDS, CODE, add_cards, make_databases
from _tills import open_till

CORE = os.environ['CORE_DB']
OURS = f'{CORE}_cards'
PAIRS = int(os.environ.get('PAIRS', '20'))
LINES = 50
PAGES = 5
ORDERS = 4  # begun in each page; the last one is measured
LOOKUPS = 500


# === START-UP === #


def measure_starts(name, stock, ours, *, is_cold=True):
    """Return figures of starts in turns, and what each of ours took."""
    tell(f"{PAIRS} pairs of starts: {name}")
    figures = {}
    stock_starts, our_starts = take_turns(lambda till: till.start(is_cold=is_cold), stock, ours)
    for what, unit, scale in (('bytes', 'mb', 1e-6), ('seconds', 's', 1)):
        one, other = take_median(stock_starts, what), take_median(our_starts, what)
        overhead = {f'load_{name}_{what}_overhead_pct': (other / one - 1) * 100}
        note(figures, **{f'load_{name}_stock_{unit}': one * scale}, **overhead)
    return figures, our_starts


def take_turns(work, stock, ours, pairs=PAIRS):
    """Return what `work(till)` returned for the one and for the other; each goes first in turn."""
    work(stock), work(ours)  # the first one fills the caches
    results = {stock: [], ours: []}
    for number in range(pairs):
        for till in (stock, ours) if number % 2 else (ours, stock):
            results[till].append(work(till))
    return results[stock], results[ours]


def take_median(results, name):
    return statistics.median(result[name] for result in results)


# === THE INDEX === #


def measure_index(ours, starts):
    """Return figures of the index that is downloaded after each start, and of finding cards."""
    tell(f"The index of {CARDS:,} cards")
    figures = {}
    note(
        figures,
        index_100k_s=take_median(starts, 'index'),
        index_100k_server_s=take_median(starts, 'server'),
        index_100k_mb=take_median(starts, 'index_bytes') / 1e6,
    )
    works = [ours.page.measure_work('bench.renewIndex()')[1] for _number in range(5)]
    note(figures, index_100k_page_s=statistics.median(works))
    heap = ours.page.evaluate('bench.weighIndex()')
    note(figures, index_100k_heap_mb=heap['most'], index_100k_kept_heap_mb=heap['kept'])
    codes = [f'BENCH{1 + number * CARDS // LOOKUPS}' for number in range(LOOKUPS)]
    note(figures, lookup_ms=statistics.median(ours.page.evaluate(f'bench.lookUp({codes})')))
    return figures


# === A LINE === #


def measure_lines(stock, ours, partner_id):
    tell(f"{PAIRS} pairs of a line that is added as number {LINES}")
    figures = {}
    stock_lines, our_lines = [], []
    for _number in range(PAGES):
        fill_orders(stock, f'{partner_id}')
        fill_orders(ours, f'{partner_id}, {CODE!r}')
        one, other = take_turns(add_line, stock, ours, max(1, PAIRS // PAGES))
        stock_lines += one
        our_lines += other
    check_lines(stock_lines, has_discount=False)
    check_lines(our_lines, has_discount=True)
    one, other = take_median(stock_lines, 'ms'), take_median(our_lines, 'ms')
    note(figures, add_line_stock_ms=one, add_line_overhead_pct=(other / one - 1) * 100)
    engine = ours.page.evaluate(f'bench.compute({LOOKUPS})')
    if engine['lines'] != LINES:
        raise AssertionError(f"The engine reads {engine['lines']} lines instead of {LINES}")
    note(figures, engine_50_lines_ms=statistics.median(engine['taken']))
    return figures


def fill_orders(till, customer):
    till.start(is_cold=False)
    for _number in range(ORDERS):
        till.page.evaluate(f'bench.fill({customer})')


def add_line(till):
    line, seconds = till.page.measure_work('bench.addLine()')
    till.page.evaluate('bench.removeLine()')
    return {**line, 'ms': seconds * 1000}


def check_lines(lines, *, has_discount):
    for line in lines:
        if line['shown'] != LINES or bool(line['discount']) != has_discount:
            raise AssertionError(f"Not what was to be measured: {line}")


def main():
    till_id, partner_id = make_databases(CORE, OURS)
    with open_till(CORE, till_id) as stock, open_till(OURS, till_id) as ours:
        figures, _starts = measure_starts('0', stock, ours)
        add_cards(CORE, OURS, partner_id)
        loads, starts = measure_starts('100k', stock, ours)
        figures |= loads | measure_index(ours, starts)
        figures |= measure_starts('100k_warm', stock, ours, is_cold=False)[0]
        figures |= measure_lines(stock, ours, partner_id)
    for what in ('bytes', 'seconds'):
        name = f'{what}_overhead_pct'
        figures[f'load_{name}'] = max(figures[f'load_0_{name}'], figures[f'load_100k_{name}'])
    report("Discount cards at a till", figures)


if __name__ == '__main__':
    main()
