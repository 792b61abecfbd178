from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PosSession(models.Model):
    """What a customer owes, and the booking of what is paid. Called by the till's doors only, as
    superuser: see `pos.session.get_customer_debts`."""

    _inherit = 'pos.session'

    # === WHAT IS OWED === #

    def _prepare_debts(self, customer):
        """Return what a till shows of the debts of a customer.

        :return: debts (rows, oldest first), plans (running ones), proposals (key, amount and the
            line_ids it goes to), owed and credit (in all), unbooked (sold on account in sessions
            that are not closed, so not in the books yet), elsewhere (owed in other currencies)
        :rtype: dict
        """
        lines = self._get_debt_lines(customer)
        ours = lines.filtered(lambda line: line.currency_id == self.currency_id)
        return {
            'debts': [self._prepare_debt(line) for line in ours],
            'plans': [self._prepare_plan(plan) for plan in self._get_plans(ours)],
            'proposals': self._prepare_proposals(ours),
            'owed': self._sum_owed(ours),
            'credit': self._get_credit(customer),
            'unbooked': self._get_unbooked(customer),
            'elsewhere': [
                currency.format(sum(line._get_amount_owed() for line in those))
                for currency, those in (lines - ours).grouped('currency_id').items()
            ],
            'method_ids': self._get_debt_methods().ids,
        }

    def _get_debt_lines(self, customer):
        """Return what a customer owes, the oldest debt first."""
        lines = self.env['account.move.line']._find_owed(customer, self.company_id)
        return lines.sorted(lambda line: (self._get_date_due(line), line.id))

    def _get_date_due(self, line):
        """Return when a debt falls due: of a sale on account, the customer's term tells it."""
        if line.date_maturity:
            return line.date_maturity
        term = line.partner_id.commercial_partner_id.property_payment_term_id
        return max((part._get_due_date(line.date) for part in term.line_ids), default=line.date)

    def _prepare_debt(self, line):
        return {
            'id': line.id,
            'document': self._get_document(line),
            'date_due': self._get_date_due(line),
            'is_overdue': self._is_overdue(line),
            'amount': line._get_amount_owed(),
            'plan': self._get_plans(line).name or False,
        }

    def _is_overdue(self, line):
        """Tell whether a debt should have been paid; a plan that is kept says when instead."""
        is_late = self._get_date_due(line) < self.company_id._get_collection_today()
        return is_late and not self._get_plans(line)._filter_deferring()

    def _get_document(self, line):
        return line.move_id.name if line.move_id.is_invoice() else line.name or line.move_id.name

    def _get_plans(self, lines):
        return lines.payment_plan_debt_ids.filtered('is_live').plan_id

    def _prepare_plan(self, plan):
        return {
            'name': plan.name,
            'date_next': plan.date_next,
            'amount_next': plan.amount_next,
            'amount_overdue': plan.amount_overdue,
            'is_broken': plan.state == 'broken',
        }

    def _prepare_proposals(self, lines):
        """Return what the customer may be asked for: next instalment, all overdue, everything."""
        plans = self._get_plans(lines)
        planned = lines.filtered(self._get_plans)
        overdue = lines.filtered(self._is_overdue)
        late = plans._filter_deferring().filtered('amount_overdue')
        return [
            self._prepare_proposal('next', planned, sum(plans.mapped('amount_next')))
            if plans
            else self._prepare_proposal('next', lines[:1], self._sum_owed(lines[:1])),
            self._prepare_proposal(
                'overdue',
                overdue | planned.filtered(lambda line: self._get_plans(line) & late),
                self._sum_owed(overdue) + sum(late.mapped('amount_overdue')),
            ),
            self._prepare_proposal('all', lines, self._sum_owed(lines)),
        ]

    def _prepare_proposal(self, key, lines, amount):
        """Return a proposal; money on its way to the bank may count as owed in a plan only."""
        return {
            'key': key,
            'amount': self.currency_id.round(min(amount, self._sum_owed(lines))),
            'line_ids': lines.ids,
        }

    def _sum_owed(self, lines):
        return self.currency_id.round(sum(line._get_amount_owed() for line in lines))

    def _get_credit(self, customer):
        """Return the customer's own money that is not allocated yet."""
        credits = self.env['account.move.line']._find_credits(customer, self.company_id)
        ours = credits.filtered(lambda line: line.currency_id == self.currency_id)
        return abs(self.currency_id.round(sum(ours.mapped('amount_residual_currency'))))

    def _get_unbooked(self, customer):
        """Return what was sold on account, without invoice, in sessions that are still open."""
        [(amount,)] = self.env['pos.payment']._read_group(
            [
                ('payment_method_id.journal_id', '=', False),
                ('session_id.state', '!=', 'closed'),
                ('session_id.config_id.currency_id', '=', self.currency_id.id),
                ('pos_order_id.company_id', '=', self.company_id.id),
                ('pos_order_id.account_move', '=', False),
                ('pos_order_id.partner_id.commercial_partner_id', '=', customer.id),
                ('pos_order_id.state', 'in', ('paid', 'done')),
            ],
            aggregates=['amount:sum'],
        )
        return self.currency_id.round(amount or 0.0)

    # === WHAT IS PAID === #

    def _book_debt_payment(self, customer, uuid, payments, line_ids):
        """Return the booking of a payment, after all that could be wrong with it was refused."""
        paid = self._parse_debt_payments(payments)
        debts = self._lock_debts(customer, line_ids)
        total = self.currency_id.round(sum(amount for _method, amount in paid))
        owed = self._sum_owed(debts)
        if self.currency_id.compare_amounts(total, owed) > 0:
            raise UserError(
                self.env._(
                    "%(total)s is more than what is still owed there: %(owed)s."
                    " Nothing was booked.",
                    total=self.currency_id.format(total),
                    owed=self.currency_id.format(owed),
                )
            )
        return self.env['pos.debt.payment']._book(self, customer, uuid, paid, debts)

    def _lock_debts(self, customer, line_ids):
        """Return the chosen debts in the order in which they are paid, once nobody else pays them.

        Another till that pays them waits, and is served anew when we are done. What a plan spreads
        over time comes last: it is not due yet, whatever the day of its invoice.
        """
        if not isinstance(line_ids, list) or not all(type(item) is int for item in line_ids):
            raise UserError(self.env._("Choose what the customer pays."))
        self.env.execute_query(
            SQL(
                "SELECT id FROM account_move_line WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
                line_ids,
            )
        )
        self.env['account.move.line'].invalidate_model()
        debts = self._get_debt_lines(customer).filtered(
            lambda line: line.currency_id == self.currency_id and line.id in line_ids
        )
        self._check_found(customer, debts, line_ids)
        return debts.sorted(lambda line: bool(self._get_plans(line)._filter_deferring()))

    def _check_found(self, customer, debts, line_ids):
        """Refuse what was paid meanwhile, and what was never owed by this customer to us."""
        if line_ids and len(debts) == len(set(line_ids)):
            return
        raise UserError(
            self.env._(
                "Some of this is paid already, or not owed by %(customer)s. Still owed of it:"
                " %(owed)s. Nothing was booked: look at the debts again.",
                customer=customer.display_name,
                owed=self.currency_id.format(self._sum_owed(debts)),
            )
        )
