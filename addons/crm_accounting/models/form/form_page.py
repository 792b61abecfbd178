"""One record, printed by a form: what stands in the place of each placeholder."""

from difflib import get_close_matches
from functools import cache

from markupsafe import Markup, escape

from .form_field import Refusal, check_path, read_path
from .form_fill import fill
from .form_html import clean, parse, serialize
from .form_kind import KINDS, WORDS
from .money_words import amount_in_words


class FormPage:
    """The values of a record for a kind of form, with the rights of the record's user.

    :ivar record: in the language of the print
    """

    def __init__(self, kind, record, lang, statement=None):
        """Take the record that is printed.

        :param str kind: a key of `KINDS`
        :param str lang: code of the language
        :param Statement statement: the figures of a reconciliation statement
        """
        self.kind, self.lang, self.statement = kind, lang, statement
        self.record = record.with_context(lang=lang)
        self.env = self.record.env
        if statement:
            self.company = statement.company.with_env(self.env)
        else:
            self.company = self.record.company_id or self.env.company

    def render(self, wording):
        """Return a wording with the values in it.

        :rtype: Markup
        :raise Refusal: where the user may not read what it names
        """
        root = parse(wording)
        fill(root, cache(self._resolve))  # one of many places costs as much as all
        return Markup(serialize(root))

    def _resolve(self, name):
        if name in KINDS[self.kind].words:
            value = getattr(self, f'_get_{name}')()
            return value, WORDS[name].is_block
        return self._clean(read_path(*find_record(self.record, self.company, name))), False

    @staticmethod
    def _clean(value):
        """Return a value without what no wording may have either: a field of HTML is anybody's."""
        return serialize(clean(value))

    # === PEOPLE === #

    @property
    def customer(self):
        if self.record._name == 'res.partner':
            return self.record.commercial_partner_id
        return self.record.partner_id

    def _get_signatory(self, name):
        """Return the person who signs, as far as the record knows one."""
        if name in self.record._fields:
            return self.record[name]
        if 'contract_id' in self.record._fields:
            return self._get_contract()[name]
        return self.env['res.partner']

    def _get_contract(self):
        """Return the contract of an invoice, if the user may read it."""
        return self.record.contract_id._filtered_access('read')

    def _get_contract_reference(self):
        contract = self._get_contract()
        if not contract:
            return ''
        return escape(
            self.env._(
                "Contract %(number)s of %(date)s",
                number=contract.name,
                date=self._date(contract.date),
            )
        )

    def _get_signatures(self):
        return self._block(
            'signatures',
            people=[
                (self.company.partner_id, self._get_signatory('company_signatory_id')),
                (self.customer.commercial_partner_id, self._get_signatory('partner_signatory_id')),
                *((party, self.env['res.partner']) for party in self._get_others()),
            ],
        )

    def _get_others(self):
        others = 'other_party_ids' in self.record._fields and self.record.other_party_ids
        return others or self.env['res.partner']

    def _get_parties(self):
        parties = [self.company.partner_id, self.customer.commercial_partner_id]
        return self._block('parties', parties=[*parties, *self._get_others()])

    def _get_bank(self):
        banks = self.company.partner_id.bank_ids
        if self.record._name == 'account.move':
            banks = self.record.partner_bank_id or banks
        return self._block('bank', banks=banks)

    # === GOODS AND MONEY === #

    def _is_framework(self):
        """A contract may list no goods: then there is no sum either."""
        return self.record._name == 'customer.contract' and not self.record.line_ids

    def _get_lines(self):
        return '' if self._is_framework() else self._block('lines', lines=self._read_lines())

    def _read_lines(self):
        if self.record._name == 'customer.contract':
            return self.record.line_ids.sorted(lambda line: (line.sequence, line.id))
        return self.record.invoice_line_ids.filtered(
            lambda line: line.display_type in ('product', 'line_section', 'line_note')
        )

    def _get_totals(self):
        return '' if self._is_framework() else self._block('totals')

    def _get_amount_in_words(self):
        if self._is_framework():
            return ''
        amount = 'amount' if self.record._name == 'account.payment' else 'amount_total'
        return self._say(self.record[amount], self.record.currency_id)

    def _say(self, amount, currency):
        iso_code = self.env['res.lang']._get_data(code=self.lang).iso_code
        places = currency.decimal_places
        return escape(amount_in_words(currency.round(amount), currency.name, iso_code, places))

    def _get_limit(self):
        """Return up to what sum may be ordered and invoiced; nothing where there is no limit."""
        limit, currency = self.record.amount_limit, self.record.currency_id
        if currency.is_zero(limit):
            return ''
        return self.env['ir.qweb.field.monetary'].value_to_html(
            limit, {'display_currency': currency}
        )

    def _get_schedule(self):
        if self._is_framework():
            return ''
        return self._block('schedule', rows=self._read_schedule())

    def _read_schedule(self):
        """Return (date or None, what is said of it, amount) of each payment that is agreed."""
        if self.record._name == 'account.move':
            plan = self.record.payment_plan_ids[:1]
            if plan:
                return [(line.date, '', line.amount) for line in plan._get_in_order()]
            owed = self.record.line_ids.filtered(
                lambda line: line.display_type == 'payment_term'
            ).sorted('date_maturity')
            return [(line.date_maturity, '', abs(line.amount_currency)) for line in owed]
        return self._share_out(self.record.payment_term_id, self.record.amount_total)

    def _share_out(self, term, amount):
        """Return what a contract's payment terms make of its sum, counted from its first day."""
        if not term:
            return [(None, self.env._("On receipt of the invoice"), amount)]
        shares = term._compute_terms(
            date_ref=self.record.date_start,
            currency=self.record.currency_id,
            company=self.company,
            tax_amount=0.0,
            tax_amount_currency=0.0,
            sign=1,
            untaxed_amount=amount,
            untaxed_amount_currency=amount,
        )['line_ids']
        return [(share['date'], '', share['foreign_amount']) for share in shares]

    def _get_paid(self):
        return self._block('paid', values=self.record._get_taken_values())

    def _get_addendum_number(self):
        return escape(len(self.record.sudo().version_ids) or 1)  # no more than how many there are

    # === A STATEMENT === #

    def _get_movements(self):
        return self._block('movements')

    def _get_opening_balance(self):
        return self._list_balances('opening')

    def _get_closing_balance(self):
        return self._list_balances('closing')

    def _list_balances(self, name):
        sections = self.statement.sections or [
            {'currency': self.company.currency_id, 'opening': 0.0, 'closing': 0.0}
        ]
        Monetary = self.env['ir.qweb.field.monetary']
        return Markup(", ").join(
            Monetary.value_to_html(section[name], {'display_currency': section['currency']})
            for section in sections
        )

    def _get_closing_in_words(self):
        sections = self.statement.sections
        if not sections:
            return self._say(0.0, self.company.currency_id)
        return Markup(", ").join(
            self._say(section['closing'], section['currency']) for section in sections
        )

    def _get_date_from(self):
        return self._date(self.statement.date_from)

    def _get_date_to(self):
        return self._date(self.statement.date_to)

    def _get_today(self):
        return self._date(self.company._get_collection_today())

    # === HTML === #

    def _date(self, day):
        return escape(self.env['ir.qweb.field.date'].value_to_html(day, {}))

    def _block(self, name, **values):
        """Return one of our own templates with the record."""
        values |= {
            'o': self.record,
            'page': self,
            'company': self.company,
            'customer': self.customer,
            'statement': self.statement,
        }
        return self.env['ir.qweb']._render(f'crm_accounting.form_block_{name}', values)


def find_record(record, company, path):
    """Return the record at which a path begins and the rest of the path.

    `company` is the one whose document it is, which not every record knows as a field.
    """
    first, _dot, rest = path.partition('.')
    if first == 'company' and rest:
        return company, rest
    return record, path


def check_name(env, kind, name):
    """Ask whether the user may write a placeholder into a form of a kind.

    :raise Refusal: with the first reason not to, and names that may have been meant
    """
    if name in KINDS[kind].words:
        return
    record, path = find_record(env[KINDS[kind].model], env['res.company'], name)
    try:
        check_path(record, path)
    except Refusal as refusal:
        if path != name:
            refusal.close = [f'company.{close}' for close in refusal.close]
        elif refusal.reason == 'unknown':
            refusal.close = [*get_close_matches(name, KINDS[kind].words, 2), *refusal.close]
        raise
