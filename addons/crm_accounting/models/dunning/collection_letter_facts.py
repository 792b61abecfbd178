from collections import defaultdict
from functools import partial

from odoo import models
from odoo.tools import SQL, format_amount, format_date

from . import letter_sql

# Of the invoices, which have a hundred more.
SHOWN_FIELDS = ('name', 'ref', 'move_type', 'access_token', 'is_collection_charge')


class CollectionLetter(models.Model):
    """What the books say in the second in which letters are sent."""

    _inherit = 'collection.letter'

    def _judge(self):
        """Bring letters of one company in line with the books.

        Debts that are settled, held or covered meanwhile are dropped from them, the others get the
        amounts of now. What changes them waits until this transaction ends.

        :return: why letters must not be sent, by letter; those that may are not in it
        :rtype: dict[collection.letter, str]
        """
        self._lock_facts()
        debts = self._read_debts()
        for line in self._get_told_lines():
            line._follow_facts(debts.get(line.move_line_id.id))
        self._note_credit(debts.values())
        objections = {letter: letter._get_objection() for letter in self}
        return {letter: objection for letter, objection in objections.items() if objection}

    def _get_objection(self):
        """Return why a letter that agrees with the books must not be sent, or None."""
        if self.case_id.letter_mode == 'never':
            return self.env._("No letters to this customer")
        if not any(self._get_told_lines().mapped('is_new')):
            return self.env._("Nothing is left to be told")
        return None

    def _get_told_lines(self):
        """Return the lines that the letters show."""
        return self.line_ids.filtered(lambda line: not line.drop_reason)

    def _lock_facts(self):
        """Forget what other transactions have read, and lock what the letters are about."""
        self.env.invalidate_all()
        lines = self.line_ids
        facts = {'lines': lines.move_line_id.ids, 'moves': lines.move_id.ids}
        for query in letter_sql.LOCKS:
            self.env.cr.execute(SQL(query, **facts, cases=self.case_id.ids))
        lines.move_id.fetch(SHOWN_FIELDS)

    def _read_debts(self):
        """Return what is owed by the customers now, by journal item, as of `letter_debts`.

        :rtype: dict[int, dict]
        """
        self.date = self.company_id._get_collection_today()
        look = letter_sql.look_now(self.company_id)
        query = letter_sql.letter_debts(look, self.partner_id.ids)
        return {row['line_id']: row for row in self.env.execute_query_dict(query)}

    def _note_credit(self, debts):
        """Note the customers' money that is left when it has paid what it covers."""
        spent = defaultdict(float)
        for row in debts:
            if row['next_step'] == 'allocate':
                spent[row['partner_id']] += row['amount']
        for letter in self:
            left = letter.case_id.amount_credit - spent[letter.partner_id.id]
            letter.amount_credit = max(letter.currency_id.round(left), 0.0)

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
        values = {
            'letter': self,
            'is_mail': not self.env.context.get('letter_on_paper'),
            'format_amount': partial(format_amount, self.env),
            'format_date': partial(format_date, self.env),
        }
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
