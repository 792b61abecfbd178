"""The figures of a customer's statement: one source for paper, sheet, page and mail."""

from collections import defaultdict
from datetime import date

from odoo.tools import SQL

from ..collection.collection_item import AGEING_BUCKETS
from ..payment.payment_plan import LIVE_STATES
from .statement_sql import MOVEMENTS, OPEN_ITEMS, SHARED

DOCUMENT_FIELDS = (
    'name',
    'ref',
    'payment_reference',
    'move_type',
    'origin_payment_id',
    'statement_line_id',
)


class Statement:
    """What a customer owes a company and its branches, currency by currency.

    Amounts are in the currency of the section: above zero is owed by the customer, below zero is
    the customer's own money. The closing balance of all movements is the sum of the open items.
    """

    def __init__(self, partner, company, branches, period=None):
        """Read the figures. Who may see them is not asked here: see `res.partner._get_statement`.

        :param res.partner partner: the customer as a company, with rights to read all that is shown
        :param res.company company: whose letter it is
        :param res.company branches: whose entries are in it, the company included
        :param tuple period: first and last day of the movements; without it the open items count
        """
        self.partner, self.company, self.branches = partner, company, branches
        self.env = partner.env
        self.today = company._get_collection_today()
        self.date_from, self.date_to = period or (None, None)
        self.sections = self._read_sections()

    @property
    def owed(self):
        """What is owed now, credits taken off: (currency, amount) where it is more than nothing."""
        return [
            (section['currency'], section['owed'])
            for section in self.sections
            if section['currency'].compare_amounts(section['owed'], 0) > 0
        ]

    @property
    def plans(self):
        """Payment plans that still run."""
        return self.env['payment.plan'].search(
            [
                ('partner_id.commercial_partner_id', '=', self.partner.id),
                ('company_id', 'in', self.branches.ids),
                ('state', 'in', LIVE_STATES),
            ],
            order='date, id',
        )

    @property
    def buckets(self):
        """Name and label of each age of debts."""
        field = self.env['collection.item']._fields['ageing']
        return field._description_selection(self.env)

    def _read_sections(self):
        """Return one section for each currency in which anything stands or moved.

        currency, items (open), ageing (debts by bucket), credits, owed; with a period rows
        (movements), opening and closing too.
        """
        self.env['collection.item']._flush_facts()
        items = self._by_currency(OPEN_ITEMS)
        moved = self._by_currency(MOVEMENTS, **self._period()) if self.date_from else {}
        currencies = self.env['res.currency'].browse({*items, *moved})
        own = self.company.currency_id
        return [
            self._prepare_section(currency, items[currency.id], moved.get(currency.id, []))
            for currency in currencies.sorted(lambda currency: (currency != own, currency.name))
        ]

    def _period(self):
        return {'date_from': self.date_from, 'date_to': self.date_to or date.max}

    def _by_currency(self, query, **arguments):
        """Return the rows of a query as dictionaries, by currency."""
        scope = {'partners': self.partner.ids, 'companies': self.branches.ids}
        cr = self.env.cr
        cr.execute(SQL(query, **SHARED, **scope, **arguments))
        rows = cr.dictfetchall()
        self._name_documents([row for row in rows if row['move_id']])
        by_currency = defaultdict(list)
        for row in rows:
            by_currency[row['currency_id']].append(row)
        return by_currency

    def _name_documents(self, rows):
        """Tell what each row is about."""
        moves = self.env['account.move'].browse([row['move_id'] for row in rows])
        moves.fetch(DOCUMENT_FIELDS)  # of thousands of documents no more than is told
        moves.origin_payment_id.fetch(['payment_type'])
        for row, move in zip(rows, moves, strict=True):
            row['document'] = move.name
            row['reference'] = move.ref or move.payment_reference or ''
            is_settlement = row.get('is_settlement')
            row['kind'] = self.env._("Settled with") if is_settlement else self._get_kind(move)

    def _get_kind(self, move):
        if move.move_type in ('out_invoice', 'out_receipt'):
            return self.env._("Invoice")
        if move.move_type == 'out_refund':
            return self.env._("Credit note")
        if move.origin_payment_id.payment_type == 'outbound':
            return self.env._("Refund")
        if move.origin_payment_id or move.statement_line_id:
            return self.env._("Payment")
        return self.env._("Entry")

    def _prepare_section(self, currency, items, moved):
        for item in items:
            item['days'] = max((self.today - item['date_due']).days, 0)
        rows = [row for row in moved if row['move_id'] and not currency.is_zero(row['amount'])]
        opening = currency.round(sum(row['amount'] for row in moved if not row['move_id']))
        return {
            'currency': currency,
            'items': items,
            'ageing': self._age(items),
            'credits': currency.round(sum(item['open'] for item in items if item['open'] < 0)),
            'owed': currency.round(sum(item['open'] for item in items)),
            'rows': rows,
            'opening': opening,
            'closing': self._run_balance(currency, opening, rows),
        }

    @staticmethod
    def _run_balance(currency, balance, rows):
        """Note the balance after each row and return the last one."""
        for row in rows:
            balance = row['balance'] = currency.round(balance + row['amount'])
        return balance

    @staticmethod
    def _age(items):
        """Return what is owed by bucket of age, credits left aside."""
        ages = {name: 0.0 for name, _label, _last in AGEING_BUCKETS}
        for item in items:
            if item['open'] > 0:
                ages[_find_bucket(item['days'])] += item['open']
        return ages


def _find_bucket(days):
    return next(name for name, _label, last in AGEING_BUCKETS if last is None or days <= last)
