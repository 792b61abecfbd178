from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from odoo import Command, fields, models

from .books import Claim, Credit, rounded
from .firms import FirmsCommon


@dataclass
class Order:
    """What is invoiced to whom: an invoice of one line."""

    customer: models.Model
    currency: str
    price: Decimal
    due: date
    kind: str = 'plain'
    is_chased: bool = True


class HistoryCommon(FirmsCommon):
    """Invoices and money, done in Odoo and told to the oracle."""

    def _sell(self, company, orders):
        """Post invoices of one line, dated today, and tell the oracle their instalments.

        :param list[Order] orders: what is invoiced
        """
        moves = (
            self
            .env['account.move']
            .with_company(company)
            .create([self._prepare_invoice(company, order) for order in orders])
        )
        moves.action_post()
        firm = self.firms[company]
        for move, order in zip(moves, orders, strict=True):
            if not order.is_chased:
                move.no_followup = True
            for amount, book, day in self._instalments(firm, order):
                claim = Claim(firm, self.customer.id, move.id, order.currency, amount, book, day)
                claim.customer = order.customer.commercial_partner_id.id
                claim.left_out = '' if order.is_chased else 'no_followup'
                self.books.claims.append(claim)
        return moves

    def _prepare_invoice(self, company, order):
        terms = {'instalments': self.instalments, 'early': self.early}
        return {
            'move_type': 'out_invoice',
            'company_id': company.id,
            'partner_id': order.customer.id,
            'currency_id': self._currency(order.currency).id,
            'invoice_date': fields.Date.today(),
            'invoice_date_due': order.due,
            'invoice_payment_term_id': terms[order.kind].id if order.kind in terms else False,
            'invoice_cash_rounding_id': self.cash_rounding_a.id
            if order.kind == 'rounded'
            else False,
            'invoice_line_ids': [
                Command.create({
                    'name': order.kind,
                    'price_unit': float(order.price),
                    'tax_ids': self.taxes[company.root_id].ids if order.kind == 'taxed' else [],
                })
            ],
        }

    def _instalments(self, firm, order):
        """Return (amount, value in company currency, due date) of each part of the price."""
        today, kind, code, due = fields.Date.today(), order.kind, order.currency, order.due
        total, book = order.price, firm.booked(order.price, code, today)
        if kind == 'early':
            return [(total, book, fields.Date.add(today, days=22))]
        if kind == 'rounded':
            cents = Decimal('0.05')
            total = (order.price / cents).to_integral_value(ROUND_CEILING) * cents
            return [(total, book + firm.booked(total - order.price, code, today), due)]
        if kind != 'instalments':
            return [(total, book, due)]
        parts = []
        for share, days in (('0.3', 0), ('0.4', 30)):
            amount, value = (
                rounded(total * Decimal(share), code),
                rounded(book * Decimal(share), firm.currency),
            )
            parts.append((amount, value, fields.Date.add(today, days=days)))
        rest = total - sum(part[0] for part in parts), book - sum(part[1] for part in parts)
        return [*parts, (*rest, fields.Date.add(today, days=60))]

    def _receive(self, company, customer, code, amount):
        """Post a payment, not allocated yet."""
        payment = (
            self
            .env['account.payment']
            .with_company(company)
            .create({
                'company_id': company.id,
                'payment_type': 'inbound',
                'partner_type': 'customer',
                'partner_id': customer.id,
                'amount': float(amount),
                'currency_id': self._currency(code).id,
                'journal_id': self.banks[company.root_id].id,
                'date': fields.Date.today(),
            })
        )
        payment.action_post()
        return payment, self._tell_credit(company, customer, code, amount)

    def _credit_note(self, company, customer, code, amount):
        note = self._sell_note(company, customer, code, amount)
        return note, self._tell_credit(company, customer, code, amount, is_note=True)

    def _sell_note(self, company, customer, code, amount):
        note = (
            self
            .env['account.move']
            .with_company(company)
            .create({
                'move_type': 'out_refund',
                'company_id': company.id,
                'partner_id': customer.id,
                'currency_id': self._currency(code).id,
                'invoice_date': fields.Date.today(),
                'invoice_line_ids': [
                    Command.create({'name': "B", 'price_unit': float(amount), 'tax_ids': []})
                ],
            })
        )
        note.action_post()
        return note

    def _tell_credit(self, company, customer, code, amount, is_note=False):
        credit = Credit(
            self.firms[company], customer.commercial_partner_id.id, code, amount,
            fields.Date.today(), is_note,
        )  # fmt: skip
        self.books.credits.append(credit)
        return credit

    def _allocate(self, claim, document, credit):
        """Match one instalment with a payment or a credit note."""
        move = document if document._name == 'account.move' else document.move_id
        (self._line(claim) | self._receivable(move)).reconcile()
        self._commit()
        claim.match(credit)

    def _receivable(self, move):
        return move.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')

    def _line(self, claim):
        lines = self._receivable(self.env['account.move'].browse(claim.key))
        return lines.filtered(lambda line: line.date_maturity == claim.due)
