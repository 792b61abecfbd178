"""Twenty tills sell to the same customer at once: turnover and ledger are exact.

    till_races [ORDERS]

Each process is a till that syncs ORDERS orders over JSON-RPC, every third of them twice at the same
moment, as a till may that has not heard the answer; half of the tills do so in pieces, as a draft
first. A till that is refused because another request was at it sends again. The database keeps
what they do.
"""

import json
import os
import sys
import urllib.request
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from uuid import uuid4

URL, DB = os.environ['ODOO_URL'], os.environ['ODOO_DB']
LOGIN, PASSWORD = os.environ['ODOO_LOGIN'], os.environ['ODOO_PASSWORD']
TILLS = 20
ORDERS = int(sys.argv[1]) if len(sys.argv) > 1 else 10
PRICE, PERCENT, ATTEMPTS = 10.0, 5.0, 20
NET = PRICE * (100 - PERCENT) / 100


class RefusedError(Exception):
    """What the server says instead of an answer."""


def ask(service, method, *args):
    """Call a service of the server by JSON-RPC, as a till does."""
    params = {'service': service, 'method': method, 'args': args}
    body = json.dumps({'jsonrpc': '2.0', 'method': 'call', 'params': params}).encode()
    request = urllib.request.Request(f'{URL}/jsonrpc', body, {'Content-Type': 'application/json'})
    with urllib.request.urlopen(request) as response:
        answer = json.load(response)
    if 'error' in answer:
        raise RefusedError(answer['error']['data']['debug'])
    return answer.get('result')


def connect():
    """Return a function that calls a method of a model."""
    uid = ask('common', 'login', DB, LOGIN, PASSWORD)

    def call(model, method, *args):
        return ask('object', 'execute_kw', DB, uid, PASSWORD, model, method, args)

    return call


def set_up(call):
    """Return sessions of tills, the goods and the card that all of them sell on."""
    category = call('discount.card.category', 'create', {'name': "Races"})
    call('discount.card.rule', 'create', {'category_id': category, 'percent': PERCENT})
    never = {
        'category_id': category,
        'kind': 'turnover',
        'period_type': 'lifetime',
        'bracket_ids': [[0, 0, {'amount_from': 10**9, 'percent': 50}]],
    }
    call('discount.card.rule', 'create', never)  # so that the index tells the turnover
    partner = call('res.partner', 'create', {'name': "Everybody's Customer"})
    code = f'RACE{partner}'
    card = call(
        'discount.card',
        'create',
        {'code': code, 'partner_id': partner, 'category_id': category},
    )
    goods = call(
        'product.product',
        'create',
        {'name': "Goods", 'list_price': PRICE, 'type': 'service', 'taxes_id': [[6, 0, []]]},
    )
    return [open_till(call, number) for number in range(TILLS)], goods, card


def open_till(call, number):
    """Return ids of session and way to pay of a new till."""
    journal = call(
        'account.journal',
        'create',
        {'name': f"Cash {number}", 'type': 'cash', 'code': f'R{number}'},
    )
    method = call('pos.payment.method', 'create', {'name': f"Cash {number}", 'journal_id': journal})
    till = call(
        'pos.config',
        'create',
        {'name': f"Till {number}", 'payment_method_ids': [[6, 0, [method]]]},
    )
    call('pos.config', 'open_ui', [till])
    [session] = call('pos.session', 'search', [['config_id', '=', till]])
    call('pos.session', 'set_opening_control', [session], 0, "")
    return session, method


def prepare_order(session, method, goods, card):
    line = {
        'uuid': str(uuid4()),
        'product_id': goods,
        'qty': 1,
        'price_unit': PRICE,
        'discount': PERCENT,
        'card_given': PERCENT,
        'card_origin': 'card',
        'price_type': 'original',
        'tax_ids': [[6, 0, []]],
        'price_subtotal': NET,
        'price_subtotal_incl': NET,
    }
    return {
        'uuid': str(uuid4()),
        'access_token': str(uuid4()),
        'session_id': session,
        'state': 'paid',
        'discount_card_id': card,
        'card_entry_mode': 'scan',
        'lines': [[0, 0, line]],
        'payment_ids': [[0, 0, {'amount': NET, 'payment_method_id': method, 'uuid': str(uuid4())}]],
        'amount_total': NET,
        'amount_tax': 0,
        'amount_paid': NET,
        'amount_return': 0,
    }


def sync(call, order):
    """Send an order as often as it takes; return how often it was refused before."""
    for attempt in range(ATTEMPTS):
        try:
            call('pos.order', 'sync_from_ui', [order])
            return attempt
        except RefusedError as refusal:
            last = refusal
    raise last


def sell(job):
    """Sell as one till; return how often it was refused."""
    number, (session, method), goods, card = job
    call, refused = connect(), 0
    for count in range(ORDERS):
        order = prepare_order(session, method, goods, card)
        if number % 2:
            refused += sync(call, {**order, 'state': 'draft', 'payment_ids': []})
            order = {**order, 'lines': []}
        with ThreadPoolExecutor() as pool:  # the second one does not wait for the first
            refused += sum(pool.map(partial(sync, call), [order] * (1 + (count % 3 == 0))))
    return refused


def main():
    call = connect()
    tills, goods, card = set_up(call)
    jobs = [(number, till, goods, card) for number, till in enumerate(tills)]
    with ProcessPoolExecutor(TILLS) as pool:
        refused = sum(pool.map(sell, jobs))
    entries = call(
        'discount.card.entry', 'search_read', [['card_id', '=', card]], ['turnover', 'is_mismatch']
    )
    found = (len(entries), round(sum(entry['turnover'] for entry in entries), 2))
    expected = (TILLS * ORDERS, round(TILLS * ORDERS * NET, 2))
    sys.stdout.write(f"{found[0]} lines, {found[1]}; {refused} requests were sent again.\n")
    if found != expected or any(entry['is_mismatch'] for entry in entries):
        sys.exit(f"{found} instead of {expected}, or a mismatch")
    [till] = call('pos.session', 'read', [tills[0][0]], ['config_id'])
    [row] = call('pos.config', 'find_card', [till['config_id'][0]], call_code(call, card))['rows']
    if [float(amount) for amount in row[-1]] != [expected[1]]:
        sys.exit(f"The index says {row}")


def call_code(call, card):
    return call('discount.card', 'read', [card], ['code'])[0]['code']


if __name__ == '__main__':
    main()
