"""What the server has of an order of a till: its amounts, its invoice, and the ledger. In cents."""

import re


def to_cents(amount):
    return round(amount * 100)


def read_shown(text):
    """Return the cents of an amount as a page shows it."""
    return to_cents(float(re.sub(r'[^\d.-]', '', text)))


class TillBooks:
    """Read by the administrator."""

    def __init__(self, door):
        self._door = door

    def _read(self, model, domain, *names):
        return self._door.call(model, 'search_read', domain=domain, fields=list(names))

    def read_order(self, uuid):
        """Return what is known of an order: amounts, discounts and whether the card fits."""
        names = ('amount_total', 'amount_paid', 'card_has_mismatch', 'account_move')
        [order] = self._read('pos.order', [('uuid', '=', uuid)], *names)
        of_order = [('res_model', '=', 'pos.order'), ('res_id', '=', order['id'])]
        entries = self._read('discount.card.entry', of_order, 'turnover')
        lines = self._read('pos.order.line', [('order_id', '=', order['id'])], 'discount')
        return {
            'total': to_cents(order['amount_total']),
            'paid': to_cents(order['amount_paid']),
            'has_mismatch': order['card_has_mismatch'],
            'discounts': [line['discount'] for line in lines],
            'counted': sum(to_cents(entry['turnover']) for entry in entries),
            'invoice': order['account_move'] and self._read_invoice(order['account_move'][0]),
        }

    def _read_invoice(self, invoice_id):
        """Return amounts as the till has them: those of a credit note are negative."""
        names = ('move_type', 'state', 'amount_total_signed', 'amount_residual')
        [move] = self._read('account.move', [('id', '=', invoice_id)], *names)
        names = ('display_type', 'discount', 'balance')
        lines = self._read('account.move.line', [('move_id', '=', invoice_id)], *names)
        roundings = [line['balance'] for line in lines if line['display_type'] == 'rounding']
        return {
            'kind': (move['move_type'], move['state']),
            'total': to_cents(move['amount_total_signed']),
            'residual': to_cents(move['amount_residual']),
            'rounding': -to_cents(sum(roundings)),
            'discounts': [line['discount'] for line in lines if line['display_type'] == 'product'],
        }

    def read_turnover(self, till, code):
        """Return the turnover of the holder of a card, as tills are told."""
        [row] = self._door.call('pos.config', 'find_card', [till], code=code)['rows']
        return to_cents(float(row[-1][0]))
