"""What is wrong with what a shop has set up, before anybody buys."""

from collections import defaultdict
from decimal import localcontext
from itertools import combinations, pairwise

from .errors import EngineInputError
from .exact import EXACT, write_number
from .read_programme import read_category, read_rule, read_settings
from .reader import Reader, index_distinct

_PROGRAMME_FIELDS = frozenset({'settings', 'categories', 'rules', 'holders'})
_HOLDER_FIELDS = frozenset({'id', 'category_ids'})


def validate_programme(data):
    """Return all that is wrong with a programme: SPECIFICATION.md, section 9, lists the codes.

    :param dict data: settings, categories and rules as in a request, and holders: dicts of `id`
        and `category_ids`, all categories of one customer and of his cards
    :return: dicts of `code` and `params`; of each object only the first field that cannot be read
    :rtype: list
    :raise EngineInputError: the programme is not an object, or what it holds are not lists
    """
    with localcontext(EXACT):
        reader = Reader(data, '', _PROGRAMME_FIELDS)
        problems = []
        _collect(problems, [(reader.value('settings', {}), 'settings')], read_settings)
        categories = _collect(problems, reader.items('categories'), read_category)
        rules = _collect(problems, reader.items('rules'), read_rule)
        holders = _collect(problems, reader.items('holders'), _read_holder)
        _collect_duplicates(problems, categories, 'categories')
        _collect_duplicates(problems, rules, 'rules')
        problems += _check_rules(categories, rules)
        problems += _check_holders(categories, holders)
        return problems


def _collect(problems, items, read):
    """Return what can be read, and add what cannot to the problems."""
    found = []
    for value, path in items:
        try:
            found.append(read(value, path))
        except EngineInputError as error:
            problems.append(_describe(error.code, field=error.field))
    return found


def _collect_duplicates(problems, objects, path):
    try:
        index_distinct([(obj.id, obj) for obj in objects], path, 'id')
    except EngineInputError as error:
        problems.append(_describe(error.code, field=error.field))


def _describe(code, **params):
    return {'code': code, 'params': params}


def _read_holder(data, path):
    reader = Reader(data, path, _HOLDER_FIELDS)
    return reader.integer('id'), frozenset(reader.integers('category_ids'))


def _check_rules(categories, rules):
    known = {category.id for category in categories}
    problems = []
    for rule in rules:
        if rule.owner == 'category' and rule.category_id not in known:
            problems.append(
                _describe('unknown_category', rule_id=rule.id, category_id=rule.category_id)
            )
        problems += _find_falling_brackets(rule)
    return problems + [
        _describe('overlapping_rules', rule_ids=sorted([one.id, other.id]))
        for one, other in combinations(rules, 2)
        if _overlap(one, other)
    ]


def _find_falling_brackets(rule):
    """Whoever buys more gets no less."""
    return [
        _describe('falling_bracket', rule_id=rule.id, amount_from=write_number(upper.amount_from))
        for lower, upper in pairwise(rule.brackets)
        if upper.percent < lower.percent
    ]


def _overlap(one, other):
    """Two ladders of the same owner over the same amounts; overrides may share the products."""
    return bool(
        one.brackets
        and _get_subject(one) == _get_subject(other)
        and not (one.overrides or other.overrides)
        and (one.company_id == other.company_id or None in (one.company_id, other.company_id))
        and _begins_by(one, other)
        and _begins_by(other, one)
    )


def _get_subject(rule):
    return rule.owner, rule.category_id, rule.kind, rule.period


def _begins_by(one, other):
    """Whether a rule begins while the other has not ended."""
    return not (one.valid_from and other.valid_to) or one.valid_from <= other.valid_to


def _check_holders(categories, holders):
    """One customer climbs one ladder, and stands on one step of it."""
    ladder_of = {
        category.id: category.ladder_id for category in categories if category.kind == 'tier'
    }
    problems = []
    for holder_id, category_ids in holders:
        steps = defaultdict(list)
        for category_id in sorted(category_ids & ladder_of.keys()):
            steps[ladder_of[category_id]].append(category_id)
        if len(steps) > 1:
            problems.append(_describe('two_ladders', holder_id=holder_id, ladder_ids=sorted(steps)))
        problems += [
            _describe('two_tiers', holder_id=holder_id, category_ids=tiers)
            for tiers in steps.values()
            if len(tiers) > 1
        ]
    return problems
