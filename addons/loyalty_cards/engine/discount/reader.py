"""Reads the fields of one object of a request, and names the one that is wrong."""

import re
from datetime import date

from .errors import EngineInputError
from .exact import read_number

_DATE = re.compile(r'(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}')
_LARGEST_INTEGER = 2**53 - 1  # JavaScript counts no further
REQUIRED = object()


class Reader:
    """One object. A field that is null is as one that is not there: its default is returned."""

    __slots__ = ('data', 'path')

    def __init__(self, data, path, fields):
        """
        :param data: what the caller gave as the object
        :param str path: where it is in the request, '' for the request itself
        :param frozenset fields: names that the object may have
        """
        self.data, self.path = data, path
        if not isinstance(data, dict):
            raise EngineInputError(path or 'request', 'not_an_object')
        if not data.keys() <= fields:
            raise self.error(min(str(name) for name in data.keys() - fields), 'unknown_field')

    def error(self, name, code):
        """Return the error to raise about a field."""
        return EngineInputError(f'{self.path}.{name}' if self.path else name, code)

    def value(self, name, default=REQUIRED):
        """Return whatever the field holds."""
        value = self.data.get(name)
        if value is None:
            if default is REQUIRED:
                raise self.error(name, 'missing')
            return default
        return value

    def number(self, name, default=REQUIRED, low=None, high=None):
        """Return a Decimal between two limits, both allowed."""
        value = self.value(name, default)
        if value is default:
            return default
        number, code = read_number(value)
        if code:
            raise self.error(name, code)
        if (low is not None and number < low) or (high is not None and number > high):
            raise self.error(name, 'out_of_range')
        return number

    def percent(self, name, default=REQUIRED):
        """Return a Decimal from 0 to 100."""
        return self.number(name, default, 0, 100)

    def positive(self, name):
        """Return a Decimal above zero."""
        number = self.number(name, low=0)
        if not number:
            raise self.error(name, 'out_of_range')
        return number

    def integer(self, name, default=REQUIRED, low=-_LARGEST_INTEGER, high=_LARGEST_INTEGER):
        """Return an int between two limits, both allowed."""
        value = self.value(name, default)
        return value if value is default else self._check_integer(name, value, low, high)

    def _check_integer(self, name, value, low, high):
        if type(value) is not int:
            raise self.error(name, 'not_an_integer')
        if not low <= value <= high:
            raise self.error(name, 'out_of_range')
        return value

    def flag(self, name, default=False):
        """Return a bool."""
        value = self.value(name, default)
        if type(value) is not bool:
            raise self.error(name, 'not_a_boolean')
        return value

    def choice(self, name, choices, default=REQUIRED):
        """Return one of some texts."""
        value = self.value(name, default)
        if not isinstance(value, str) or value not in choices:
            raise self.error(name, 'unknown_value')
        return value

    def date(self, name, default=REQUIRED):
        """Return a day as ISO text, which compares as the day does."""
        value = self.value(name, default)
        if value is default:
            return default
        text = value.isoformat() if type(value) is date else value
        if not isinstance(text, str) or not _is_day(text):
            raise self.error(name, 'not_a_date')
        return text

    def dates(self):
        """Return the first and the last day of validity, None where there is no limit."""
        first, last = self.date('valid_from', None), self.date('valid_to', None)
        if first and last and first > last:
            raise self.error('valid_to', 'before_valid_from')
        return first, last

    def items(self, name):
        """Return pairs of what a list holds and its path; no list is an empty one."""
        values = self.value(name, ())
        if not isinstance(values, (list, tuple)):
            raise self.error(name, 'not_a_list')
        prefix = f'{self.path}.{name}' if self.path else name
        return [(value, f'{prefix}[{index}]') for index, value in enumerate(values)]

    def integers(self, name, low=-_LARGEST_INTEGER, high=_LARGEST_INTEGER):
        """Return a tuple of ints."""
        values = self.value(name, ())
        if not isinstance(values, (list, tuple)):
            raise self.error(name, 'not_a_list')
        for index, value in enumerate(values):
            self._check_integer(f'{name}[{index}]', value, low, high)
        return tuple(values)


def _is_day(text):
    try:
        return bool(_DATE.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def index_distinct(pairs, path, name):
    """Return a dict of pairs of key and value; two of a key are one too many.

    :param list pairs: in the order of the list that they were read from
    :param str path: of that list
    :param str name: of the field that has to be distinct
    """
    found = {}
    for index, (key, value) in enumerate(pairs):
        if key in found:
            raise EngineInputError(f'{path}[{index}].{name}', 'duplicate')
        found[key] = value
    return found
