"""What can be printed by a form, of which model, and what its wording may name beside fields."""

from collections import namedtuple

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__, default_lang='en_US')

Kind = namedtuple('Kind', 'label model words fields')
# A word that stands for more than a line is a block.
Word = namedtuple('Word', 'label is_block', defaults=(False,))

WORDS = {
    'lines': Word(_lt("Goods and Services (Table)"), True),
    'totals': Word(_lt("Totals (Table)"), True),
    'amount_in_words': Word(_lt("Sum in Words")),
    'limit': Word(_lt("Limit, if There Is One")),
    'schedule': Word(_lt("Payment Schedule (Table)"), True),
    'bank': Word(_lt("Bank Details (Table)"), True),
    'parties': Word(_lt("Details of Both Parties (Table)"), True),
    'signatures': Word(_lt("Signatures of Both Parties (Table)"), True),
    'movements': Word(_lt("Movements with Balances (Table)"), True),
    'opening_balance': Word(_lt("Opening Balance")),
    'closing_balance': Word(_lt("Closing Balance")),
    'closing_in_words': Word(_lt("Closing Balance in Words")),
    'date_from': Word(_lt("First Day of the Period")),
    'date_to': Word(_lt("Last Day of the Period")),
    'paid': Word(_lt("What Was Paid (Table)"), True),
    'contract_reference': Word(_lt("Contract: Number and Date")),
    'addendum_number': Word(_lt("Number of the Addendum")),
    'today': Word(_lt("Today")),
}
PARTIES = ('parties', 'signatures', 'bank', 'today')
COMPANY = ('company.name', 'company.vat', 'company.company_registry', 'company.email')
PARTNER = ('partner_id.name', 'partner_id.vat', 'partner_id.company_registry', 'partner_id.email')

_CONTRACT_WORDS = ('lines', 'totals', 'amount_in_words', 'limit', 'schedule', *PARTIES)
_CONTRACT_FIELDS = (
    *('name', 'subject', 'date', 'date_start', 'date_end', 'notice_days', 'renewal'),
    *('amount_total', 'payment_term_id.name', 'note', 'currency_id.name'),
    *PARTNER,
    *('partner_signatory_id.name', 'partner_signatory_id.function'),
    *('company_signatory_id.name', 'company_signatory_id.function'),
    *COMPANY,
)
_INVOICE_WORDS = (
    *('lines', 'totals', 'amount_in_words', 'schedule', 'contract_reference'),
    *PARTIES,
)
_INVOICE_FIELDS = (
    *('name', 'invoice_date', 'invoice_date_due', 'payment_reference', 'invoice_origin'),
    *('amount_untaxed', 'amount_tax', 'amount_total', 'amount_residual'),
    *('contract_id.name', 'contract_id.date', 'contract_id.subject'),
    *PARTNER,
    *COMPANY,
)

KINDS = {
    'contract': Kind(_lt("Contract"), 'customer.contract', _CONTRACT_WORDS, _CONTRACT_FIELDS),
    'addendum': Kind(
        _lt("Addendum to a Contract"),
        'customer.contract',
        ('addendum_number', *_CONTRACT_WORDS),
        _CONTRACT_FIELDS,
    ),
    'act': Kind(_lt("Act of Completed Work"), 'account.move', _INVOICE_WORDS, _INVOICE_FIELDS),
    'invoice': Kind(_lt("Payment Invoice"), 'account.move', _INVOICE_WORDS, _INVOICE_FIELDS),
    'reconciliation': Kind(
        _lt("Reconciliation Statement"),
        'res.partner',
        (
            *('movements', 'opening_balance', 'closing_balance', 'closing_in_words'),
            *('date_from', 'date_to', *PARTIES),
        ),
        ('name', 'vat', 'company_registry', 'email', *COMPANY),
    ),
    'receipt': Kind(
        _lt("Payment Receipt"),
        'account.payment',
        ('paid', 'amount_in_words', *PARTIES),
        (
            *('name', 'date', 'amount', 'memo', 'journal_id.name', 'payment_method_line_id.name'),
            *PARTNER,
            *COMPANY,
        ),
    ),
}
