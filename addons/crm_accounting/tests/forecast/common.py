from datetime import timedelta

from odoo import Command
from odoo.tests import new_test_user

from ..payment.common import PlanCommon


class ForecastCommon(PlanCommon):
    """Customers with a history of debts, due and settled before today, 14 June."""

    @classmethod
    def _user(cls, login, group, company):
        return new_test_user(
            cls.env, login, group, company_id=company.id, company_ids=[Command.set(company.ids)]
        )

    def _settle(self, due, days_late, partner=None, amount=100.0, **values):
        """Return an invoice due on `due` that was paid so many days later."""
        invoice = self._invoice(amount, due=due, partner=partner)
        self._pay_on(invoice, self._date(due) + timedelta(days=days_late), **values)
        return invoice

    def _pay_on(self, invoice, day, **values):
        payment = self._register_payment(invoice, payment_date=day, **values)
        self._commit()
        return payment

    def _settle_many(self, *days_late, partner=None, first='2024-02-01'):
        """Settle debts that fell due on consecutive days, by as many entries of the bank."""
        partner = partner or self.customer
        due = self._date(first)
        dates = [due + timedelta(days=number) for number in range(len(days_late))]
        self._settle_entries([
            (partner, date, date + timedelta(days=days))
            for date, days in zip(dates, days_late, strict=True)
        ])

    def _settle_entries(self, rows):
        """Settle debts of 10.00, from tuples of customer, due date and day of payment."""
        sale = self.company_data['default_journal_sale']
        bank = self.company_data['default_journal_bank']
        entries = self.env['account.move'].create([
            *(self._entry(partner, sale, '2024-01-01', 10.0, due) for partner, due, _paid in rows),
            *(self._entry(partner, bank, paid, -10.0, paid) for partner, _due, paid in rows),
        ])
        entries.action_post()
        lines = [self._receivable(entry) for entry in entries]
        self.env['account.move.line']._reconcile_plan([
            debt | credit
            for debt, credit in zip(lines[: len(rows)], lines[len(rows) :], strict=True)
        ])
        self._commit()

    def _entry(self, partner, journal, date, balance, due):
        """Return the values of an entry that adds `balance` to what a customer owes."""
        receivable = self.company_data['default_account_receivable']
        other = self.company_data['default_account_revenue']
        return {
            'move_type': 'entry',
            'date': date,
            'journal_id': journal.id,
            'line_ids': [
                Command.create({
                    'account_id': receivable.id,
                    'partner_id': partner.id,
                    'balance': balance,
                    'date_maturity': due,
                }),
                Command.create({'account_id': other.id, 'balance': -balance}),
            ],
        }

    def _learn(self, day='2024-06-14'):
        self._commit()
        self.env['collection.habit']._learn(self.company, self._date(day))

    def _habit(self, partner):
        """Return count, median and days late of a customer's own row, None without one."""
        habit = (
            self
            .env['collection.habit']
            .sudo()
            .search([
                ('partner_id', '=', partner.id if partner else False),
                ('company_id', '=', self.company.id),
            ])
        )
        return (habit.settled_count, habit.median_days, habit.days_late) if habit else None
