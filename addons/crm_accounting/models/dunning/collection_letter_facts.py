from collections import defaultdict

from odoo import models
from odoo.tools import SQL, format_amount

from . import letter_sql

# Of the invoices, which have a hundred more.
SHOWN_FIELDS = ('name', 'ref', 'move_type', 'access_token', 'is_collection_charge')


class CollectionLetter(models.Model):
    """What the books say in the second in which a letter is sent."""

    _inherit = 'collection.letter'

    def _judge(self):
        """Bring the letter in line with the books, and return why it must not be sent, if so.

        Debts that are settled, held or covered meanwhile are dropped from it, the others get the
        amounts of now. What changes them waits until this transaction ends.

        :return: the reason, or None
        :rtype: str | None
        """
        self.ensure_one()
        self._lock_facts()
        debts = self._read_debts()
        for line in self._get_told_lines():
            line._follow_facts(debts.get(line.move_line_id.id))
        told = self._get_told_lines()
        if self.case_id.letter_mode == 'never':
            reason = self.env._("No letters to this customer")
        elif not told.filtered('is_new'):
            reason = self.env._("Nothing is left to be told")
        else:
            self._note_credit(debts)
            return None
        return reason

    def _get_told_lines(self):
        """Return the lines that the letter shows."""
        return self.line_ids.filtered(lambda line: not line.drop_reason)

    def _lock_facts(self):
        """Lock what the letter is about, and forget what other transactions have read of it."""
        self.env.flush_all()
        self.case_id.invalidate_recordset()
        self.partner_id.invalidate_recordset()
        lines = self.line_ids
        facts = {'lines': lines.move_line_id.ids, 'moves': lines.move_id.ids}
        for query in letter_sql.LOCKS:
            self.env.cr.execute(SQL(query, **facts, case=self.case_id.id))
        lines.move_id.fetch(SHOWN_FIELDS)

    def _read_debts(self):
        """Return what is owed by the customer now, by journal item, as of `letter_debts`.

        :rtype: dict[int, dict]
        """
        self.date = self.company_id._get_collection_today()
        look = letter_sql.look_now(self.company_id)
        query = letter_sql.letter_debts(look, self.partner_id.ids)
        return {row['line_id']: row for row in self.env.execute_query_dict(query)}

    def _note_credit(self, debts):
        """Note the customer's money that is left when it has paid what it covers."""
        spent = sum(row['amount'] for row in debts.values() if row['next_step'] == 'allocate')
        left = self.currency_id.round(self.case_id.amount_credit - spent)
        self.amount_credit = max(left, 0.0)

    # === WHAT THE TEXTS SHOW === #

    def _get_totals(self):
        """Return what is owed in all by currency: (currency, amount), the company's first."""
        totals = defaultdict(float)
        for line in self._get_told_lines():
            totals[line.currency_id] += line.amount
        own = self.currency_id
        return sorted(
            ((currency, currency.round(amount)) for currency, amount in totals.items()),
            key=lambda total: (total[0] != own, total[0].name),
        )

    def _get_totals_text(self):
        return ", ".join(
            format_amount(self.env, amount, currency) for currency, amount in self._get_totals()
        )

    def _render_lines(self):
        """Return what is owed as a table, in e-mails with links to pay."""
        self.ensure_one()
        values = {'letter': self, 'is_mail': not self.env.context.get('letter_on_paper')}
        return self.env['ir.qweb']._render('crm_accounting.collection_letter_lines', values)

    def _get_signature(self):
        """Return who writes: the responsible person and the company."""
        self.ensure_one()
        return ", ".join(filter(None, (self.user_id.name, self.company_id.name)))


class CollectionLetterLine(models.Model):
    _inherit = 'collection.letter.line'

    def _follow_facts(self, debt):
        """Bring the line in line with the books; most have not changed since the run.

        :param dict debt: row of `letter_debts`, or None where nothing is owed
        """
        facts = self._get_facts(debt) if debt else {'drop_reason': 'settled'}
        changed = {name: value for name, value in facts.items() if self[name] != value}
        if changed:
            self.update(changed)

    def _get_facts(self, debt):
        reason = debt['why_not']
        if (debt['level_id'], debt['reopen_count']) != (self.level_id.id, self.reopen_count):
            reason = reason or 'changed'
        return {
            'drop_reason': reason or False,
            'date_due': debt['date_due'],
            'currency_id': self.env['res.currency'].browse(debt['currency_id']),
            'amount': debt['amount_currency'],
            'amount_company': debt['amount'],
        }

    def _get_portal_link(self):
        """Return the address where the customer sees and pays this invoice; empty for entries."""
        self.ensure_one()
        if not self.move_id.is_sale_document(include_receipts=True):
            return ''
        return self.move_id.get_base_url() + self.move_id.get_portal_url()

    def _get_document_name(self):
        """Return the number of the invoice, or what an entry without one is called."""
        self.ensure_one()
        return self.move_id.name or self.move_id.ref or ''
