"""A till of a served Odoo: opened at the office, and its page in a browser."""

import json
import os


def open_till(door, name, code, **values):
    """Return the id of a till that is open, and where all is paid in cash.

    :param str code: of its journal; five characters at the most
    """
    [journal] = door.add('account.journal', [{'name': name, 'type': 'cash', 'code': code}])
    [method] = door.add('pos.payment.method', [{'name': "Cash", 'journal_id': journal}])
    methods = [[6, 0, [method]]]
    [till] = door.add('pos.config', [{'name': name, 'payment_method_ids': methods, **values}])
    door.call('pos.config', 'open_ui', [till])
    sessions = door.call('pos.session', 'search', [['config_id', '=', till]])
    door.call('pos.session', 'set_opening_control', sessions, cashbox_value=0, notes="")
    return till


def log_in(browser, url, login, password, database=None):
    """Log in from a page without scripts.

    One that is left while it opens Odoo's store of translations, as that of the login does, may
    keep the store from the page that comes next, which then never starts.
    """
    browser.open(f'{url}/web/health')
    browser.wait(f"document.URL === '{url}/web/health'")
    database = database or os.environ['ODOO_DB']
    body = json.dumps({'params': {'db': database, 'login': login, 'password': password}})
    request = {'method': 'POST', 'headers': {'Content-Type': 'application/json'}, 'body': body}
    browser.evaluate(
        f"fetch('/web/session/authenticate', {json.dumps(request)}).then((r) => r.text())"
    )


def open_shop(browser, page):
    """Open the page of the till and wait until it has its cards."""
    open_stock(browser, page)
    browser.wait("posmodel.cards.index.isComplete", 120)
    browser.wait("!posmodel.cards.refreshing")


def open_stock(browser, page):
    """Open the page of a till, whatever addons its database has."""
    browser.open(page)
    browser.wait("posmodel", 120)
