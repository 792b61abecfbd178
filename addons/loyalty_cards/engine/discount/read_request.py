"""Reads a request: a document, who buys, and what the shop has set up."""

from .exact import ZERO, round_to
from .model import Card, Customer, Discount, Document, Line, Request
from .periods import is_period
from .read_programme import TAX_MODES, read_category, read_rule, read_settings
from .reader import Reader, index_distinct

_STATES = ('unregistered', 'active', 'blocked', 'lost', 'replaced', 'expired')
_STANDING_ORIGINS = ('none', 'pricelist', 'manual')
_ORIGINS = (*_STANDING_ORIGINS, 'card')

_CARD_FIELDS = frozenset(Card._fields)
_CUSTOMER_FIELDS = frozenset(Customer._fields)
_DOCUMENT_FIELDS = frozenset(Document._fields)
_PROOF_FIELDS = frozenset({'category_id', 'valid_to'})
_REQUEST_FIELDS = frozenset(Request._fields)
_LINE_FIELDS = frozenset({
    *(set(Line._fields) - {'gross', 'given', 'standing'}),
    'gross_excluded',
    'gross_included',
    'discount',
    'origin',
    'prior_discount',
    'prior_origin',
})

_LINES = {}  # those that were read last: an edited document has most of its lines as before
_MOST_LINES = 10_000


def read_request(data):
    """
    :param dict data: see SPECIFICATION.md, section 2
    :rtype: Request
    :raise EngineInputError: the first field found that cannot be used
    """
    reader = Reader(data, '', _REQUEST_FIELDS)
    document = _read_document(reader.value('document'))
    return Request(
        settings=read_settings(reader.value('settings', {}), 'settings'),
        document=document,
        card=_read_card(reader.value('card', None)),
        customer=_read_customer(reader.value('customer', None)),
        proofs=_read_proofs(reader),
        turnovers=_read_turnovers(reader.value('turnovers', {})),
        categories=_read_distinct(reader, 'categories', 'id', read_category),
        rules=_read_rules(reader),
        lines=_read_lines(reader, document.currency_rounding),
    )


def _read_distinct(reader, name, key, read):
    """Return the objects of a list by a field of theirs."""
    objects = [read(*item) for item in reader.items(name)]
    return index_distinct([(getattr(obj, key), obj) for obj in objects], name, key)


def _read_rules(reader):
    rules = _read_distinct(reader, 'rules', 'id', read_rule)
    return tuple(sorted(rules.values(), key=lambda rule: (rule.sequence, rule.id)))


def _read_document(data):
    reader = Reader(data, 'document', _DOCUMENT_FIELDS)
    return Document(
        currency_rounding=reader.positive('currency_rounding'),
        company_currency_rounding=reader.positive('company_currency_rounding'),
        rate=reader.positive('rate'),
        date=reader.date('date'),
        minutes=reader.integer('minutes', low=0, high=24 * 60 - 1),
        company_id=reader.integer('company_id'),
        till_id=reader.integer('till_id', None),
        is_refund=reader.flag('is_refund'),
        shown_tax_mode=reader.choice('shown_tax_mode', TAX_MODES),
    )


def _read_card(data):
    if data is None:
        return None
    reader = Reader(data, 'card', _CARD_FIELDS)
    valid_from, valid_to = reader.dates()
    return Card(
        state=reader.choice('state', _STATES),
        valid_from=valid_from,
        valid_to=valid_to,
        company_id=reader.integer('company_id', None),
        category_id=reader.integer('category_id', None),
        personal_percent=reader.percent('personal_percent', None),
    )


def _read_customer(data):
    if data is None:
        return None
    reader = Reader(data, 'customer', _CUSTOMER_FIELDS)
    return Customer(
        category_ids=reader.integers('category_ids'),
        personal_percent=reader.percent('personal_percent', None),
    )


def _read_proofs(reader):
    pairs = [_read_proof(*item) for item in reader.items('proofs')]
    return index_distinct(pairs, 'proofs', 'category_id')


def _read_proof(data, path):
    reader = Reader(data, path, _PROOF_FIELDS)
    return reader.integer('category_id'), reader.date('valid_to', None)


def _read_turnovers(data):
    """Return amounts by period, without those that are not known."""
    known = frozenset(data) if isinstance(data, dict) else frozenset()
    reader = Reader(data, 'turnovers', frozenset(name for name in known if _is_period(name)))
    amounts = {name: reader.number(name, None) for name in data}
    return {name: amount for name, amount in amounts.items() if amount is not None}


def _is_period(name):
    return isinstance(name, str) and is_period(name)


def _read_lines(reader, rounding):
    lines = [_read_line(*item, rounding) for item in reader.items('lines')]
    index_distinct([(line.key, line) for line in lines], 'lines', 'key')
    return tuple(lines)


def _read_line(data, path, rounding):
    """Return a `Line`; one that was read before, but for its key, is not read again."""
    reader = Reader(data, path, _LINE_FIELDS)
    key = _read_key(reader)
    known = _write_down(data, rounding)
    line = _LINES.get(known) or _read_goods(reader, rounding)
    if known and known not in _LINES:
        if len(_LINES) >= _MOST_LINES:
            _LINES.clear()
        _LINES[known] = line
    return line._replace(key=key)


def _write_down(data, rounding):
    """Return a text that only equal lines have: 1 and true are equal, their texts are not."""
    try:
        return repr((rounding, {name: value for name, value in data.items() if name != 'key'}))
    except ValueError:  # a number too long to be written, which will be refused
        return None


def _read_goods(reader, rounding):
    given = _read_discount(reader, 'discount', 'origin', _ORIGINS)
    return Line(
        key=None,
        product_id=reader.integer('product_id'),
        category_path=reader.integers('category_path'),
        tag_ids=reader.integers('tag_ids'),
        quantity=reader.number('quantity'),
        unit_price=reader.number('unit_price'),
        gross={mode: round_to(reader.number(f'gross_{mode}'), rounding) for mode in TAX_MODES},
        given=given,
        standing=_read_standing(reader, given),
        is_eligible=reader.flag('is_eligible', True),
        max_percent=reader.percent('max_percent', None),
        min_unit_price=reader.number('min_unit_price', None),
        unit_cost=reader.number('unit_cost', None),
        margin_percent=reader.number('margin_percent', None),
    )


def _read_key(reader):
    key = reader.value('key')
    return key if isinstance(key, str) else reader.integer('key')


def _read_standing(reader, given):
    """Return what stood on the line before a card, which the caller has kept."""
    if given.origin != 'card':
        return given
    return _read_discount(reader, 'prior_discount', 'prior_origin', _STANDING_ORIGINS)


def _read_discount(reader, name, origin_name, origins):
    percent = reader.number(name, ZERO)
    origin = reader.choice(origin_name, origins, 'none')
    if percent and origin == 'none':
        raise reader.error(origin_name, 'missing')
    return Discount(percent, origin)
