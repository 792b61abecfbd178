"""A till without network whose browser is closed and started again still knows its cards.

    till_offline

A real Chromium sells at a served Odoo through a cable that is pulled: the browser is started again
without network, a card that is scanned gives what the programme gives that came while the till was
open, the order is paid, the browser is started once more; when the cable is back the order arrives,
and the ledger has it.
"""

import os
import sys
import tempfile
import time
from urllib.parse import urlsplit

from _browser import Browser
from _cable import Cable
from _outside import XmlRpc
from _servers import tell
from _till import log_in, open_shop, open_till

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
CARD, GOODS = '2900000000018', '4000000000013'
PRICE, AT_FIRST, LATER = 10.0, 5.0, 7.0
SECONDS_TO_SYNC = 60


# === AT THE OFFICE === #


def set_up(door):
    """Return ids of a till, and of the rule whose card is shown there."""
    [category] = door.add('discount.card.category', [{'name': "Regulars"}])
    [rule] = door.add('discount.card.rule', [{'category_id': category, 'percent': AT_FIRST}])
    [partner] = door.add('res.partner', [{'name': "Ann"}])
    door.add('discount.card', [{'code': CARD, 'partner_id': partner, 'category_id': category}])
    door.add('product.product', [prepare_goods()])
    return open_till(door, "Shop", 'OF2'), rule


def prepare_goods():
    return {
        'name': "Coffee",
        'barcode': GOODS,
        'list_price': PRICE,
        'type': 'service',
        'available_in_pos': True,
        'taxes_id': [[6, 0, []]],
    }


def wait_for_ledger(door):
    """Return the entries of the till, once there are any."""
    end = time.monotonic() + SECONDS_TO_SYNC
    while time.monotonic() < end:
        entries = door.call(
            'discount.card.entry',
            'search_read',
            [['res_model', '=', 'pos.order']],
            fields=['percent', 'turnover', 'is_mismatch'],
        )
        if entries:
            return entries
        time.sleep(1)
    raise SystemExit("The order did not arrive.")


# === AT THE TILL === #


def wait_for_cache(browser, page):
    """Wait until the service worker has what it takes to start without network."""
    path = urlsplit(page).path
    browser.wait(
        "caches.open('odoo-pos-cache').then((cache) => cache.keys()).then((keys) => {"
        " const paths = keys.map(({ url }) => new URL(url).pathname);"
        f" return paths.includes('{path}') && paths.some((each) => each.endsWith('.js')); }})"
    )


def restart(browser, profile):
    browser.close()
    return Browser(profile)


def sell(browser):
    """Sell one thing to the holder of the card; return percent and total."""
    browser.click('.open-register-btn')
    browser.wait("document.querySelector('.product-screen')")
    browser.scan(GOODS)
    browser.wait("posmodel.getOrder().lines.length")
    browser.scan(CARD)
    browser.wait("posmodel.getOrder().discount_card_id")
    percent, total = browser.evaluate(
        "[posmodel.getOrder().lines[0].getDiscount(), posmodel.getOrder().priceIncl]"
    )
    browser.click('.product-screen .pay-order-button')
    browser.click('.payment-screen button.validation-button.next')
    browser.wait("document.querySelector('.receipt-screen')")
    return percent, total


def main():
    door = XmlRpc(URL, DB, LOGIN, PASSWORD)
    till, rule = set_up(door)
    cable = Cable(urlsplit(URL).port)
    page = f'{cable.url}/pos/ui/{till}'
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(profile)
        log_in(browser, cable.url, LOGIN, PASSWORD)
        open_shop(browser, page)
        wait_for_cache(browser, page)
        tell("The till is open and has its cards.")
        door.call('discount.card.rule', 'write', [rule], vals={'percent': LATER})
        browser.evaluate("posmodel.cards.refresh()")
        cable.pull()
        browser = restart(browser, profile)
        browser.set_online(False)
        open_shop(browser, page)
        tell("Without network the browser was started again.")
        found = sell(browser)
        tell(f"The card gave {found[0]} %, the order was paid: {found[1]}.")
        time.sleep(2)  # what is to be kept is on its way to the disk
        browser = restart(browser, profile)
        browser.set_online(False)
        open_shop(browser, page)
        cable.plug_in()
        browser.set_online(True)
        [entry] = wait_for_ledger(door)
        browser.close()
    tell(f"The cable is back, the ledger says {entry}.")
    expected = [LATER, round(PRICE * (100 - LATER) / 100, 2)]
    if list(found) != expected or [entry['percent'], entry['turnover']] != expected:
        sys.exit(f"{found} and {entry} instead of {expected}")
    if entry['is_mismatch']:
        sys.exit("The server expected something else.")


if __name__ == '__main__':
    main()
