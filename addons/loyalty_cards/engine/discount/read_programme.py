"""Reads what a shop has set up: settings, categories, rules."""

from .exact import HUNDRED
from .model import Bracket, Category, Override, Rule, Settings
from .periods import is_period
from .reader import Reader, index_distinct

TAX_MODES = ('excluded', 'included')
_COMBINATIONS = ('largest', 'sum', 'first')
_POLICIES = ('keep', 'larger', 'compound', 'replace')
_OWNERS = ('category', 'card', 'customer')
_RULE_KINDS = ('fixed', 'receipt', 'turnover', 'personal')
_CATEGORY_KINDS = ('social', 'tier')
_TARGETS = ('product', 'category', 'tag')
_MODES = ('percent', 'cap', 'exclude')
_MINUTES_OF_DAY = 24 * 60

_BRACKET_FIELDS = frozenset(Bracket._fields)
_CATEGORY_FIELDS = frozenset(Category._fields)
_OVERRIDE_FIELDS = frozenset({'target', 'target_id', 'mode', 'percent'})
_RULE_FIELDS = frozenset(Rule._fields)
_SETTINGS_FIELDS = frozenset({
    'precision',
    'max_percent',
    'combination',
    'meets_pricelist',
    'meets_manual',
})


def read_settings(data, path):
    """
    :param dict data: see SPECIFICATION.md, section 2
    :param str path: where it is in the request
    :rtype: Settings
    """
    reader = Reader(data, path, _SETTINGS_FIELDS)
    return Settings(
        precision=reader.integer('precision', 2, 0, 6),
        max_percent=reader.percent('max_percent', HUNDRED),
        combination=reader.choice('combination', _COMBINATIONS, 'largest'),
        meets={
            'pricelist': reader.choice('meets_pricelist', _POLICIES, 'larger'),
            'manual': reader.choice('meets_manual', _POLICIES, 'keep'),
        },
    )


def read_category(data, path):
    """Return a `Category`; arguments as of `read_settings`."""
    reader = Reader(data, path, _CATEGORY_FIELDS)
    kind = reader.choice('kind', _CATEGORY_KINDS, 'social')
    valid_from, valid_to = reader.dates()
    minute_from, minute_to = _read_hours(reader)
    return Category(
        id=reader.integer('id'),
        kind=kind,
        ladder_id=reader.integer('ladder_id') if kind == 'tier' else None,
        valid_from=valid_from,
        valid_to=valid_to,
        requires_proof=reader.flag('requires_proof'),
        weekdays=reader.integers('weekdays', 0, 6),
        minute_from=minute_from,
        minute_to=minute_to,
        company_ids=reader.integers('company_ids'),
        till_ids=reader.integers('till_ids'),
    )


def _read_hours(reader):
    """Return the first minute and the one after the last, None for the whole day."""
    first = reader.integer('minute_from', None, 0, _MINUTES_OF_DAY - 1)
    after = reader.integer('minute_to', None, 1, _MINUTES_OF_DAY)
    if (first is None) != (after is None):
        raise reader.error('minute_from' if first is None else 'minute_to', 'missing')
    if first is not None and first == after:
        raise reader.error('minute_to', 'no_time')
    return first, after


def read_rule(data, path):
    """Return a `Rule`; arguments as of `read_settings`."""
    reader = Reader(data, path, _RULE_FIELDS)
    kind = reader.choice('kind', _RULE_KINDS)
    owner = reader.choice('owner', _OWNERS, 'category')
    valid_from, valid_to = reader.dates()
    return Rule(
        id=reader.integer('id'),
        sequence=reader.integer('sequence', 10),
        owner=owner,
        category_id=reader.integer('category_id') if owner == 'category' else None,
        kind=kind,
        percent=reader.percent('percent') if kind == 'fixed' else None,
        brackets=_read_brackets(reader) if kind in ('receipt', 'turnover') else (),
        period=_read_period(reader) if kind == 'turnover' else None,
        include_current=reader.flag('include_current'),
        tax_mode=reader.choice('tax_mode', TAX_MODES),
        valid_from=valid_from,
        valid_to=valid_to,
        company_id=reader.integer('company_id', None),
        overrides=_read_overrides(reader),
    )


def _read_period(reader):
    period = reader.value('period')
    if not isinstance(period, str) or not is_period(period):
        raise reader.error('period', 'unknown_value')
    return period


def _read_brackets(reader):
    """Return brackets by amount, whatever the order in which they were given."""
    brackets = [_read_bracket(*item) for item in reader.items('brackets')]
    if not brackets:
        raise reader.error('brackets', 'missing')
    pairs = [(bracket.amount_from, bracket) for bracket in brackets]
    index_distinct(pairs, f'{reader.path}.brackets', 'amount_from')
    return tuple(sorted(brackets))


def _read_bracket(data, path):
    reader = Reader(data, path, _BRACKET_FIELDS)
    return Bracket(reader.number('amount_from', low=0), reader.percent('percent'))


def _read_overrides(reader):
    pairs = [_read_override(*item) for item in reader.items('overrides')]
    return index_distinct(pairs, f'{reader.path}.overrides', 'target_id')


def _read_override(data, path):
    """Return the target (its kind and id) and what is different for it."""
    reader = Reader(data, path, _OVERRIDE_FIELDS)
    target = reader.choice('target', _TARGETS), reader.integer('target_id')
    mode = reader.choice('mode', _MODES)
    return target, Override(mode, None if mode == 'exclude' else reader.percent('percent'))
