"""Requests that cannot be read: each has one fault, and the field and the code that name it."""

from . import refusals_programme
from .building import document, fixed, line, sale

NOT_NUMBERS = (True, False, [], {}, '', ' 1', '1,5', '0x10', '1_000', 'NaN', 'Infinity', '٣', '.5')
TOO_FAR = ('1e15', '-1e15', 1e300, '1e-41', '1000000000000000', '999999999999999999')
NOT_DAYS = (
    '2026-02-29',
    '2026-13-01',
    '26-01-01',
    '20260101',
    '2026-W01-1',
    '1899-12-31',
    20260101,
)


def vectors():
    return [
        {'name': name, 'request': request, 'refused': {'field': field, 'code': code}}
        for name, request, field, code in (
            *_requests(),
            *_documents(),
            *_settings(),
            *_numbers(),
            *_lines(),
            *_discounts(),
            *_holders(),
            *refusals_programme.faults(),
        )
    ]


def _requests():
    sound = sale([fixed(5)])
    yield "Nothing but nothing", {}, 'document', 'missing'
    yield "A list", [], 'request', 'not_an_object'
    yield "A field with a slip of the pen", {**sound, 'line': []}, 'line', 'unknown_field'
    for name in ('lines', 'rules', 'categories', 'proofs'):
        yield f"An object instead of {name}", {**sound, name: {}}, name, 'not_a_list'


def _documents():
    for name, field, value, code in (
        ("No rate", 'rate', None, 'missing'),
        ("A rate of zero", 'rate', 0, 'out_of_range'),
        ("A rounding below zero", 'currency_rounding', '-0.01', 'out_of_range'),
        ("A company's rounding of zero", 'company_currency_rounding', '0.00', 'out_of_range'),
        ("A time after the day's end", 'minutes', 1440, 'out_of_range'),
        ("A time of half a minute", 'minutes', 0.5, 'not_an_integer'),
        ("A refund that is perhaps one", 'is_refund', 1, 'not_a_boolean'),
        ("Taxes of a third kind", 'shown_tax_mode', 'net', 'unknown_value'),
        ("A company by its name", 'company_id', "Shop", 'not_an_integer'),
        *[(f"A sale on {day!r}", 'date', day, 'not_a_date') for day in NOT_DAYS],
    ):
        request = sale([fixed(5)], document=document(**{field: value}))
        yield name, request, f'document.{field}', code


def _settings():
    for field, value, code in (
        ('precision', 7, 'out_of_range'),
        ('max_percent', '100.01', 'out_of_range'),
        ('combination', 'smallest', 'unknown_value'),
        ('meets_manual', ['keep'], 'unknown_value'),
    ):
        request = sale([fixed(5)], settings={field: value})
        yield f"A setting {field} of {value}", request, f'settings.{field}', code


def _numbers():
    for value in NOT_NUMBERS:
        yield _line(f"A quantity of {value!r}", 'not_a_number', quantity=value)
    for value in TOO_FAR:
        yield _line(f"A quantity of {value!r} is too far", 'out_of_range', quantity=value)
    yield _line("A quantity of 101 characters", 'not_a_number', quantity='1.' + 99 * '0')


def _line(name, code, at=None, **fields):
    """Return a fault of the first line: of the field given last, or at a place."""
    return name, sale([fixed(5)], [line() | fields]), f'lines[0].{at or list(fields)[-1]}', code


def _lines():
    yield _line("No key", 'missing', key=None)
    yield _line("A key that is true", 'not_an_integer', key=True)
    yield _line("A line with a field too many", 'unknown_field', colour='red')
    yield _line("No gross", 'missing', gross_included=None)
    yield _line("A path that is a number", 'not_a_list', category_path=5)
    yield _line("A path with a hole", 'not_an_integer', 'category_path[1]', category_path=[5, None])
    yield _line("A tag beyond all integers", 'out_of_range', 'tag_ids[0]', tag_ids=[2**53])
    yield _line("A cap above everything", 'out_of_range', max_percent=101)
    yield _line("A floor that is no number", 'not_a_number', min_unit_price="free")
    yield "Two lines of one key", sale([fixed(5)], [line(), line()]), 'lines[1].key', 'duplicate'
    yield "A line that is nothing", sale([fixed(5)], [line(), None]), 'lines[1]', 'not_an_object'
    yield "A line that is a text", sale([fixed(5)], [line(), "line"]), 'lines[1]', 'not_an_object'


def _discounts():
    prior = {'discount': 5, 'origin': 'card', 'prior_discount': 3}
    yield _line("A discount that nobody gave", 'missing', 'origin', discount=5)
    yield _line("A discount of an unknown hand", 'unknown_value', discount=5, origin='boss')
    yield _line("An earlier discount that nobody gave", 'missing', 'prior_origin', **prior)
    yield _line("A card over a card", 'unknown_value', **prior, prior_origin='card')


def _holders():
    dates = {'valid_from': '2026-02-01', 'valid_to': '2026-01-31'}
    for name, part, value, field, code in (
        ("A card of a new state", 'card', {'state': 'stolen'}, '.state', 'unknown_value'),
        ("A card without a state", 'card', {}, '.state', 'missing'),
        (
            "A card that ends before it begins",
            *('card', {'state': 'active', **dates}, '.valid_to', 'before_valid_from'),
        ),
        (
            "A personal percent below zero",
            *('customer', {'personal_percent': -1}, '.personal_percent', 'out_of_range'),
        ),
        ("A customer that is a number", 'customer', 7, '', 'not_an_object'),
        (
            "Two proofs of one category",
            *('proofs', [{'category_id': 1}] * 2, '[1].category_id', 'duplicate'),
        ),
        (
            "Purchases of a strange period",
            *('turnovers', {'rolling_0': 5}, '.rolling_0', 'unknown_field'),
        ),
        (
            "Purchases that are no number",
            *('turnovers', {'lifetime': "much"}, '.lifetime', 'not_a_number'),
        ),
    ):
        yield name, sale([fixed(5)], **{part: value}), part + field, code
