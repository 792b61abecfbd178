"""A till, its invoices, its cash and the ledger say the same amount, to the cent.

    till_money

A real Chromium sells at a served Odoo, at a till for each way of rounding taxes, of prices with or
without them, and of rounding for cash. Goods of one rate, and of three together, are sold to the
holder of a card with odd prices, paid in cash and invoiced; then the order of three rates is given
back on the screen of all orders. What the page shows is compared with what the server has.
"""

import os
import sys
import tempfile
import time
from contextlib import closing
from fractions import Fraction

from _browser import Browser
from _money_books import TillBooks, read_shown, to_cents
from _money_page import Register
from _money_shop import CARD, CASHIER, PERCENT, STEP, WAYS, Shop
from _outside import XmlRpc
from _servers import tell
from _till import log_in, open_shop

URL = os.environ['ODOO_URL']
DOOR = [os.environ[f'ODOO_{name}'] for name in ('URL', 'DB', 'LOGIN', 'PASSWORD')]


def compare(what, found, expected):
    """End with a plain message on the first difference."""
    if found != expected:
        sys.exit(f"{what}: {found} instead of {expected}")


def round_cash(cents):
    """Return the amount to the nearest step; half of one goes away from zero."""
    rounded = (2 * abs(cents) + STEP) // (2 * STEP) * STEP
    return rounded if cents >= 0 else -rounded


# === ONE ORDER === #


def check_page(what, way, page):
    """Return total and payment, once all that the page says of them agrees."""
    total = to_cents(page['total'])
    paid = round_cash(total) if way.is_rounded else total
    due = paid if way.rounding == 'total rounded' else total
    compare(f"{what}, due", to_cents(page['due']), due)
    compare(f"{what}, shown", read_shown(page['shown']), due)
    compare(f"{what}, paid", to_cents(page['paid']), paid)
    compare(f"{what}, left and change", (to_cents(page['left']), to_cents(page['change'])), (0, 0))
    compare(f"{what}, discounts", set(page['discounts']), {PERCENT})
    compare(f"{what}, rounding of taxes", page['method'], way.method)
    return total, paid


def check_order(what, way, page, order, kind):
    """Compare what the page has said with what the server has."""
    total, paid = check_page(what, way, page)
    invoice = order['invoice'] or sys.exit(f"{what}: there is no invoice.")
    compare(f"{what}, total of the order", order['total'], total)
    compare(f"{what}, payment of the order", order['paid'], paid)
    compare(f"{what}, mismatch", order['has_mismatch'], False)
    compare(f"{what}, kind of the invoice", invoice['kind'], (kind, 'posted'))
    compare(f"{what}, total of the invoice", invoice['total'], paid)
    compare(f"{what}, rounding of the invoice", invoice['rounding'], paid - total)
    compare(f"{what}, residual", invoice['residual'], 0)
    compare(f"{what}, discounts of the order", order['discounts'], page['discounts'])
    compare(f"{what}, discounts of the invoice", invoice['discounts'], page['discounts'])
    check_ledger(what, way, order)
    figures = (total, paid, invoice['total'], invoice['rounding'], order['counted'])
    names = ("total", "paid", "invoice", "rounding", "ledger")
    told = [f"{name} {cents / 100:.2f}" for name, cents in zip(names, figures, strict=True)]
    tell(f"{what}: {', '.join(told)}")


def check_ledger(what, way, order):
    """The ledger adds up lines: rounded globally, it may be off by half a cent for each of them."""
    cents = len(order['discounts']) // 2 if way.method == 'round_globally' else 0
    if abs(order['counted'] - order['total']) > cents:
        sys.exit(f"{what}, ledger: {order['counted']} instead of {order['total']}")


def check_discount(what, lines, total):
    """What the card leaves of the prices, exactly, is the total but for the rounding of lines."""
    gross = sum(quantity * price for _template, quantity, price in lines)
    exact = 100 * gross * (1 - Fraction(str(PERCENT)) / 100)
    if abs(exact - total) > len(lines):
        sys.exit(f"{what}: {total} is not what {PERCENT} % leave: {float(exact)}")


# === ONE TILL === #


def try_way(shop, register, till, way):
    """Sell all baskets and take the last one back; check each, and the turnover after it."""
    books = TillBooks(shop.door)
    for name, lines in shop.list_baskets(way.mode).items():
        what = f"{way}, {name}"
        turnover = books.read_turnover(till, CARD)
        sale = register.sell([line[:2] for line in lines], CARD)
        order = books.read_order(sale['uuid'])
        check_order(what, way, sale, order, 'out_invoice')
        check_discount(what, lines, order['total'])
        compare(f"{what}, turnover", books.read_turnover(till, CARD), turnover + order['counted'])
    what = f"{way}, mixed, refund"
    refund = register.refund(sale['uuid'])
    back = books.read_order(refund['uuid'])
    check_order(what, way, refund, back, 'out_refund')
    for figure in ('total', 'paid', 'counted'):
        compare(f"{what}, {figure}", back[figure], -order[figure])
    compare(f"{what}, turnover", books.read_turnover(till, CARD), turnover)


def main():
    start = time.monotonic()
    shop = Shop(XmlRpc(*DOOR))
    with tempfile.TemporaryDirectory() as profile, closing(Browser(profile)) as browser:
        log_in(browser, URL, CASHIER, CASHIER)
        for way in WAYS:
            till = shop.open_till(way)
            open_shop(browser, f'{URL}/pos/ui/{till}')
            try_way(shop, Register(browser), till, way)
    tell(f"{len(WAYS)} tills in {time.monotonic() - start:.0f} s: all amounts agree.")


if __name__ == '__main__':
    main()
