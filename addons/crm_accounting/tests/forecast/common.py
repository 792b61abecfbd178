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

    @classmethod
    def _settle(cls, due, days_late, partner=None, amount=100.0, **values):
        """Return an invoice due on `due` that was paid so many days later."""
        invoice = cls._invoice(amount, due=due, partner=partner)
        cls._pay_on(invoice, cls._date(due) + timedelta(days=days_late), **values)
        return invoice

    @classmethod
    def _pay_on(cls, invoice, day, **values):
        payment = cls._register_payment(invoice, payment_date=day, **values)
        cls._commit()
        return payment

    @classmethod
    def _settle_many(cls, *days_late, partner=None, first='2024-02-01'):
        """Settle debts that fell due on consecutive days, by as many entries of the bank."""
        partner = partner or cls.customer
        due = cls._date(first)
        dates = [due + timedelta(days=number) for number in range(len(days_late))]
        cls._settle_entries([
            (partner, date, date + timedelta(days=days))
            for date, days in zip(dates, days_late, strict=True)
        ])

    @classmethod
    def _settle_entries(cls, rows):
        """Settle debts of 10.00, from tuples of customer, due date and day of payment."""
        sale = cls.company_data['default_journal_sale']
        bank = cls.company_data['default_journal_bank']
        entries = cls.env['account.move'].create([
            *(cls._entry(partner, sale, '2024-01-01', 10.0, due) for partner, due, _paid in rows),
            *(cls._entry(partner, bank, paid, -10.0, paid) for partner, _due, paid in rows),
        ])
        entries.action_post()
        lines = [cls._receivable(entry) for entry in entries]
        cls.env['account.move.line']._reconcile_plan([
            debt | credit
            for debt, credit in zip(lines[: len(rows)], lines[len(rows) :], strict=True)
        ])
        cls._commit()

    @classmethod
    def _entry(cls, partner, journal, date, balance, due):
        """Return the values of an entry that adds `balance` to what a customer owes."""
        receivable = cls.company_data['default_account_receivable']
        other = cls.company_data['default_account_revenue']
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

    @classmethod
    def _learn(cls, day='2024-06-14'):
        cls._commit()
        cls.env['collection.habit']._learn(cls.company, cls._date(day))

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
