from odoo import api, fields, models
from odoo.exceptions import UserError

from .sharing import share_out


class PosDebtPayment(models.Model):
    """What a customer paid for debts at a till, in one go and maybe in several ways.

    Cash is a line of the till's cash register, so that the register is right when it is closed.
    Other money is a payment of its own: the closing books the sales of the session, not these.
    """

    _name = 'pos.debt.payment'
    _description = "Payment of Debts at a Till"
    _order = 'id desc'
    _rec_name = 'partner_id'

    uuid = fields.Char(
        string="Number of the Till", required=True, readonly=True, help="The same one books once."
    )
    session_id = fields.Many2one(
        comodel_name='pos.session', required=True, readonly=True, index=True, ondelete='restrict'
    )
    config_id = fields.Many2one(related='session_id.config_id', string="Till")
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, index=True, ondelete='restrict'
    )
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Cashier",
        required=True,
        readonly=True,
        ondelete='restrict',
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency', required=True, readonly=True, ondelete='restrict'
    )
    amount = fields.Monetary(required=True, readonly=True)
    statement_line_ids = fields.One2many(
        comodel_name='account.bank.statement.line',
        inverse_name='pos_debt_payment_id',
        string="In Cash",
        readonly=True,
    )
    payment_ids = fields.One2many(
        comodel_name='account.payment',
        inverse_name='pos_debt_payment_id',
        string="Other Payments",
        readonly=True,
    )

    _once = models.UniqueIndex('(uuid)', "This payment is booked already.")

    # === BOOKING === #

    @api.model
    def _book(self, session, customer, uuid, paid, debts):
        """Post what was paid and allocate it; nothing is left over.

        :param list[tuple] paid: (pos.payment.method, amount)
        :param account.move.line debts: locked, in the order in which they are paid
        :rtype: pos.debt.payment
        """
        booking = self.create({
            'uuid': uuid,
            'session_id': session.id,
            'company_id': session.company_id.id,
            'partner_id': customer.id,
            'user_id': self.env.uid,
            'currency_id': session.currency_id.id,
            'amount': session.currency_id.round(sum(amount for _method, amount in paid)),
        })
        entries = booking._share_out(paid, debts)
        reached = debts.browse(debt.id for shares in entries.values() for debt, _share in shares)
        # What was undone holds the debt in the books: nothing could be allocated to it.
        reached._get_undone_matchings().unlink()
        for (index, account), shares in entries.items():
            amount = session.currency_id.round(sum(share for _debt, share in shares))
            received = booking._receive(paid[index][0], account, amount)
            booking._allocate(received, [debt for debt, _share in shares])
        return booking

    def _share_out(self, paid, debts):
        """Return what goes where, by payment and receivable account: each is an entry.

        :rtype: dict[tuple[int, account.account], list[tuple[account.move.line, float]]]
        """
        unit = self.currency_id.rounding
        shares = share_out(
            [round(amount / unit) for _method, amount in paid],
            [round(debt._get_amount_owed() / unit) for debt in debts],
        )
        entries = {}
        for payment, index, share in shares:
            key = (payment, debts[index].account_id)
            entries.setdefault(key, []).append((debts[index], share * unit))
        return entries

    def _receive(self, method, account, amount):
        """Post money; return the receivable line that is to be allocated."""
        if method.type == 'cash':
            entry = self._receive_cash(method, account, amount).move_id
        else:
            entry = self._receive_payment(method, account, amount).move_id
        return entry.line_ids.filtered(lambda line: line.account_id == account)

    def _receive_cash(self, method, account, amount):
        session = self.session_id
        is_registered = method.journal_id == session.cash_journal_id
        # Core counts every line of a session as money of its first cash register.
        StatementLine = self.env['account.bank.statement.line'].with_context(
            no_retrieve_partner=True
        )
        return StatementLine.create({
            'pos_debt_payment_id': self.id,
            'pos_session_id': session.id if is_registered else False,
            'journal_id': method.journal_id.id,
            'date': fields.Date.context_today(self),
            'payment_ref': self._get_memo(),
            'partner_id': self.partner_id.id,
            'counterpart_account_id': account.id,
            **session._prepare_statement_line_amount_values(method.journal_id, amount),
        })

    def _receive_payment(self, method, account, amount):
        payment = self.env['account.payment'].create({
            'pos_debt_payment_id': self.id,
            'pos_session_id': self.session_id.id,
            'pos_payment_method_id': method.id,
            'payment_type': 'inbound',
            'partner_type': 'customer',
            'partner_id': self.partner_id.id,
            'company_id': self.company_id.id,
            'journal_id': method.journal_id.id,
            'currency_id': self.currency_id.id,
            'amount': amount,
            'date': fields.Date.context_today(self),
            'memo': self._get_memo(),
            'force_outstanding_account_id': method.outstanding_account_id.id,
            'destination_account_id': account.id,
        })
        payment.action_post()
        return payment

    def _get_memo(self):
        return self.env._(
            "%(session)s: debts of %(customer)s",
            session=self.session_id.name,
            customer=self.partner_id.display_name,
        )

    def _allocate(self, received, debts):
        """Allocate money to debts, in their order: all but the last one are paid in full by it."""
        *whole, last = debts
        if whole:
            (received | self.env['account.move.line'].union(*whole)).reconcile()
        (received | last).reconcile()
        if not received.reconciled:
            raise UserError(
                self.env._(
                    "The payment does not fit the debts. Nothing was booked: tell the office."
                )
            )

    # === RECEIPT === #

    def _prepare_receipt(self):
        """Return what the till prints.

        :return: number, date, customer, amount, payments (name and amount of each), rows (what
            was paid: document, date_due, amount and what is left of it), owed (in all)
        :rtype: dict
        """
        self.ensure_one()
        session = self.session_id
        entries = self.statement_line_ids.move_id | self.payment_ids.move_id
        return {
            'number': ", ".join(entries.mapped('name')),
            'date': fields.Datetime.to_string(self.create_date),
            'customer': self.partner_id.display_name,
            'amount': self.amount,
            'payments': self._prepare_ways(),
            'rows': self._prepare_rows(entries),
            'owed': session._sum_owed(
                session._get_debt_lines(self.partner_id).filtered(
                    lambda line: line.currency_id == self.currency_id
                )
            ),
        }

    def _prepare_ways(self):
        """Return how it was paid, one row for each way."""
        ways = {}
        for line in self.statement_line_ids:
            name = line.journal_id.pos_payment_method_ids[:1].name or line.journal_id.name
            amount = line.amount_currency if line.foreign_currency_id else line.amount
            ways[name] = ways.get(name, 0.0) + amount
        for payment in self.payment_ids:
            name = payment.pos_payment_method_id.name
            ways[name] = ways.get(name, 0.0) + payment.amount
        return [
            {'name': name, 'amount': self.currency_id.round(amount)}
            for name, amount in ways.items()
        ]

    def _prepare_rows(self, entries):
        """Return what was paid of each debt, and what is left of it."""
        partials = entries.line_ids.matched_debit_ids.grouped('debit_move_id')
        return [
            {
                'document': self.session_id._get_document(debt),
                'date_due': self.session_id._get_date_due(debt),
                'amount': self.currency_id.round(sum(those.mapped('debit_amount_currency'))),
                'left': debt.amount_residual_currency,
            }
            for debt, those in partials.items()
        ]
