from odoo import api, fields, models
from odoo.tools import format_date

from ..collection.collection_sql import UNDONE_PAYMENT_STATES
from .payment_plan import LIVE_STATES


class AccountMove(models.Model):
    """What was paid on an invoice: one row per payment, however many instalments it went to."""

    _inherit = 'account.move'

    payment_list = fields.Html(
        string="What Was Paid", compute='_compute_payment_list', sanitize=False
    )

    @api.depends('line_ids.amount_residual', 'reconciled_payment_ids.state')
    @api.depends_context('uid', 'lang')
    def _compute_payment_list(self):
        for move in self:
            rows = move._get_payment_rows() if move.is_invoice(include_receipts=True) else []
            for row in rows:
                is_open = self.env[row['model']].has_access('read')
                row['url'] = is_open and f'/odoo/{row["model"]}/{row["res_id"]}'
            move.payment_list = (
                rows
                and self.env['ir.qweb']._render(
                    'crm_accounting.payment_rows', {'rows': rows, 'currency': move.currency_id}
                )
            ) or False

    def _get_payment_rows(self):
        """Return what was paid, credited or written off on this invoice, oldest first.

        Amounts are in the currency of the invoice. What was undone (a payment that is a draft or
        was rejected or cancelled) is told and not counted.

        :return: rows with kind (`payment`, `credit_note`, `invoice`, `write_off`, `exchange` or
            `entry`), date, number, method (how it was paid, in words), instalments (which it paid,
            in words), amount, balance (what is left after it), undone (why it does not count, in
            words, or False), model and res_id (the document behind it)
        :rtype: list[dict]
        """
        self.ensure_one()
        self.check_access('read')
        # Who reads the invoice may know what paid it, without access to payments and plans.
        rows = self._origin.sudo()._prepare_payment_rows()
        balance = self.amount_total
        for row in rows:
            balance -= 0.0 if row['undone'] else row['amount']
            row['balance'] = self.currency_id.round(balance)
        return rows

    def _sum_payment_rows(self, rows):
        """Return what counts of these rows by what it is, so that totals can name it.

        :rtype: list[tuple[str, float]]
        """
        names = {
            'payment': self.env._("Paid"),
            'credit_note': self.env._("Credited"),
            'write_off': self.env._("Written off"),
        }
        sums = {}
        for row in rows:
            if not row['undone'] and not self.currency_id.is_zero(row['amount']):
                name = names.get(row['kind'], self.env._("Settled"))
                sums[name] = sums.get(name, 0.0) + row['amount']
        return list(sums.items())

    # === ROWS === #

    def _prepare_payment_rows(self):
        rows = []
        numbers = self._get_instalment_numbers()
        for entry, matchings in self._get_matchings_by_entry().items():
            amount = sum(self._get_matched_amount(matching) for matching in matchings)
            row = {
                'kind': entry._get_payment_kind(),
                'date': entry.date,
                'number': entry.name,
                'method': entry._get_payment_method_label(),
                'instalments': self._describe_instalments(matchings, numbers),
                'amount': self.currency_id.round(amount),
                'undone': entry._get_undone_label(),
                'model': 'account.payment' if entry.origin_payment_id else 'account.move',
                'res_id': entry.origin_payment_id.id or entry.id,
            }
            rows += self._split_write_off(entry, row)
        return rows

    def _get_matchings_by_entry(self):
        """Return the entries that settled something here, in the order of their dates.

        :rtype: dict[account.move, account.partial.reconcile]
        """
        lines = self._get_payable_lines()
        matchings = lines.matched_credit_ids | lines.matched_debit_ids
        found = {}
        for matching in matchings.sorted('id'):
            entry = (matching.debit_move_id | matching.credit_move_id).move_id - self
            if entry:  # else lines of this invoice settle each other
                found[entry] = found.get(entry, matchings.browse()) | matching
        return dict(sorted(found.items(), key=lambda item: (item[0].date, item[1].ids)))

    def _get_payable_lines(self):
        return self.line_ids.filtered(
            lambda line: line.account_type in ('asset_receivable', 'liability_payable')
        )

    def _get_matched_amount(self, matching):
        """Return what a matching takes off this invoice, in its currency."""
        is_debit = matching.debit_move_id.move_id == self
        amount = matching.debit_amount_currency if is_debit else -matching.credit_amount_currency
        return -self.direction_sign * amount

    def _split_write_off(self, entry, row):
        """Return the row, and one more for what the payment did not bring but wrote off."""
        payment = entry.origin_payment_id
        written_off = paid = entry.line_ids.browse()
        if payment and len(entry.line_ids) > 2:  # money and debt alone write nothing off
            _liquidity, paid, written_off = payment._seek_for_lines()
        total = sum(paid.mapped('balance'))
        share = sum(written_off.mapped('balance')) / -total if total else 0.0
        amount = self.currency_id.round(row['amount'] * share)
        if self.currency_id.is_zero(amount):
            return [row]
        method = self.env._("Difference written off")
        difference = {**row, 'kind': 'write_off', 'method': method, 'amount': amount}
        return [{**row, 'amount': self.currency_id.round(row['amount'] - amount)}, difference]

    # === IN WORDS === #

    def _get_payment_kind(self):
        """Return what an entry is to the invoice that it settles."""
        if self.exchange_diff_partial_ids:
            return 'exchange'
        if self.move_type in ('out_refund', 'in_refund'):
            return 'credit_note'
        if self.is_invoice(include_receipts=True):
            return 'invoice'
        has_money = self.line_ids.account_id.filtered(
            lambda account: account.account_type in ('asset_cash', 'liability_credit_card')
        )
        is_payment = self.origin_payment_id or self.statement_line_id or has_money
        return 'payment' if is_payment else 'entry'

    def _get_payment_method_label(self):
        """Return how an entry paid, in words: journal and payment method, or what else it is."""
        names = {
            'exchange': self.env._("Exchange difference"),
            'credit_note': self.env._("Credit note"),
            'invoice': self.env._("Set off against an invoice"),
        }
        method = self.origin_payment_id.payment_method_line_id.name
        return names.get(self._get_payment_kind()) or " / ".join(
            dict.fromkeys(name for name in (self.journal_id.name, method) if name)
        )

    def _get_undone_label(self):
        """Return in words why an entry does not count, False when it does."""
        payment = self.origin_payment_id
        if payment.state in UNDONE_PAYMENT_STATES:
            return dict(payment._fields['state']._description_selection(self.env))[payment.state]
        if self.state != 'posted':
            return dict(self._fields['state']._description_selection(self.env))[self.state]
        return False

    def _get_instalment_numbers(self):
        """Return plan and numbers of its instalments that each matching has paid.

        :rtype: dict[int, tuple[payment.plan, list[int]]]
        """
        plans = self.line_ids.payment_plan_debt_ids.plan_id.filtered(
            lambda plan: plan.state in (*LIVE_STATES, 'kept')
        )
        return {
            matching: (plan, numbers)
            for plan in plans.sorted('id')
            for matching, numbers in plan._get_paid_by_matching().items()
            if numbers
        }

    def _describe_instalments(self, matchings, numbers):
        """Return which instalments were paid: numbers of a plan, or due dates of the invoice."""
        by_plan = {}
        for plan, found in (
            numbers[matching.id] for matching in matchings if matching.id in numbers
        ):
            by_plan.setdefault(plan, set()).update(found)
        if by_plan:
            return "; ".join(
                f"{plan.name}: {', '.join(map(str, sorted(found)))}"
                for plan, found in by_plan.items()
            )
        lines = self._get_payable_lines()
        dates = ((matchings.debit_move_id | matchings.credit_move_id) & lines).mapped(
            'date_maturity'
        )
        if len(lines) < 2:
            return ""
        return ", ".join(format_date(self.env, date) for date in sorted(filter(None, set(dates))))
