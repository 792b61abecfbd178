import random
from collections import Counter
from datetime import date
from decimal import Decimal

from odoo import fields

from .books import rounded
from .history import HistoryCommon, Order

LARGE = {'USD': 300, 'EUR': 300, 'JPY': 45000, 'KWD': 90}


class YearCommon(HistoryCommon):
    """What happens in a month: invoices and two movements of money in each company."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._prepare_trade()
        cls.dice = random.Random(20)
        cls.done, cls.found = Counter(), set()
        cls.advances, cls.bounced = [], []

    def _play_month(self, number, year, month):
        for place, company in enumerate(self.companies):
            turn = number + place
            with self.freeze(date(year, month, 5)):
                self._play_sales(company, turn)
            with self.freeze(date(year, month, 20)):
                self._play_money(company, turn)
        # Nothing commits here: without this the planner takes the tables for empty.
        self.env.flush_all()
        self.env.cr.execute("ANALYZE account_move, account_move_line, account_partial_reconcile")

    def _currencies(self, company):
        """Its own currency first, then two foreign ones."""
        own = self.firms[company].currency
        return [own, *sorted({code for code, _month in self.firms[company].rates})]

    def _price(self, code):
        return rounded(Decimal(self.dice.randint(20, 1000)) / 777 * LARGE[code], code)

    def _play_sales(self, company, turn):
        kinds = ['plain', 'instalments', 'taxed', 'rounded', 'early', 'child']
        orders = []
        for place in (turn,) if company.parent_id else (turn, turn + 1):
            kind = kinds[(turn + place) % len(kinds)]
            codes = self._currencies(company)
            code = codes[0] if kind == 'rounded' else codes[place % 3]
            customer = self.own_customers[company] if place % 4 == 1 else self.shared
            due = fields.Date.add(fields.Date.today(), days=self.dice.choice([3, 10, 23, 40]))
            order = Order(customer, code, self._price(code), due, kind)
            if kind == 'child':
                order.customer = self.contact
            order.is_chased = place % 7 != 3
            orders.append(order)
            self.done[kind] += 1
        self._sell(company, orders)

    def _play_money(self, company, turn):
        moves = [
            self._play_full,
            self._play_partial,
            self._play_other_money,
            self._play_note,
            self._play_advance,
            self._play_bounce,
            self._play_early,
            self._play_third_money,
        ]
        for offset in range(2):
            moves[(2 * turn + offset) % len(moves)](company, turn)
            self._commit()

    def _open_claims(self, company, condition=lambda claim: True):
        return [
            claim
            for claim in self.books.claims
            if claim.firm == self.firms[company] and claim.owed and condition(claim)
            and not any(part.credit.is_undone for part in claim.parts)
        ]  # fmt: skip

    def _pick(self, company, condition=lambda claim: True):
        claims = self._open_claims(company, condition)
        return self.dice.choice(claims) if claims else None

    def _pay_claim(self, company, claim, code, amount, name):
        partner = self.env['res.partner'].browse(claim.customer)
        payment, credit = self._receive(company, partner, code, amount)
        self._allocate(claim, payment, credit)
        self.done[name] += 1
        return payment, credit

    def _play_full(self, company, turn):
        claim = self._pick(company)
        if claim:
            self._pay_claim(company, claim, claim.currency, claim.owed, 'full')

    def _play_partial(self, company, turn):
        claim = self._pick(company)
        if claim:
            part = rounded(claim.owed * self.dice.randint(10, 80) / 100, claim.currency)
            self._pay_claim(company, claim, claim.currency, part, 'partial')

    def _play_other_money(self, company, turn):
        """Pay a foreign invoice in the company's money, or the other way round; all or a part."""
        claim = self._pick(company)
        if not claim:
            return
        firm, today = self.firms[company], fields.Date.today()
        codes = self._currencies(company)
        code = codes[0] if claim.currency != codes[0] else codes[1 + turn % 2]
        share = Decimal(self.dice.choice(['1', '0.4']))
        worth = claim.owed / firm.rate(claim.currency, today) * firm.rate(code, today)
        self._pay_claim(company, claim, code, rounded(worth * share, code), f'other {share}')

    def _play_third_money(self, company, turn):
        """Pay an invoice in one foreign currency with another foreign currency."""
        own, *foreign = self._currencies(company)
        claim = self._pick(company, lambda claim: claim.currency != own)
        if claim:
            code = foreign[1 - foreign.index(claim.currency)]
            today = fields.Date.today()
            part = rounded(claim.owed_book * claim.firm.rate(code, today) / 2, code)
            self._pay_claim(company, claim, code, part, 'third')

    def _play_note(self, company, turn):
        claim = self._pick(company)
        if claim:
            share = self.dice.choice([1, 1, Decimal('0.3')])
            partner = self.env['res.partner'].browse(claim.customer)
            amount = rounded(claim.owed * share, claim.currency)
            note, credit = self._credit_note(company, partner, claim.currency, amount)
            self._allocate(claim, note, credit)
            self.done[f'note {share}'] += 1

    def _play_advance(self, company, turn):
        """Allocate the money that came before, and take new money in advance."""
        waiting = [advance for advance in self.advances if advance[0] == company]
        for _company, payment, credit in waiting:
            claim = self._pick(
                company,
                lambda claim, credit=credit: (
                    (claim.currency, claim.customer) == (credit.currency, credit.customer)
                ),
            )
            if claim and credit.left:
                self._allocate(claim, payment, credit)
                self.done['allocated'] += 1
        code = self._currencies(company)[turn % 3]
        payment, credit = self._receive(company, self.shared, code, Decimal(LARGE[code]))
        self.advances.append((company, payment, credit))
        self.done['advance'] += 1

    def _play_bounce(self, company, turn):
        """Undo the match of the last rejected payment, and have the bank reject another one."""
        for payment, credit in [b for b in self.bounced if b[1].firm == self.firms[company]]:
            self._receivable(payment.move_id).remove_move_reconcile()
            for claim in self.books.claims:
                claim.parts = [part for part in claim.parts if part.credit != credit]
            credit.left, credit.left_book = credit.amount, credit.book
            self.bounced.remove((payment, credit))
        claim = self._pick(company, lambda claim: not claim.parts)
        if claim:
            payment, credit = self._pay_claim(company, claim, claim.currency, claim.owed, 'bounce')
            payment.action_reject()
            credit.is_undone = True
            claim.settle()
            self.bounced.append((payment, credit))

    def _play_early(self, company, turn):
        """Pay less in time: the discount settles the rest."""
        move = self.env['account.move'].search([
            ('company_id', '=', company.id),
            ('invoice_payment_term_id', '=', self.early.id),
            ('invoice_date', '=', fields.Date.today().replace(day=5)),
            ('payment_state', '=', 'not_paid'),
        ])
        claim = next((c for c in self._open_claims(company) if c.key == move.id), None)
        if claim:
            self._register_payment(move, payment_date=fields.Date.today())
            credit = self._tell_credit(company, move.partner_id, claim.currency, claim.owed)
            claim.match(credit)
            credit.left = credit.left_book = Decimal(0)
            self.done['paid early'] += 1
