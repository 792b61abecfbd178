"""Reading of the keys that say where a device is; what is wrong is told by its key."""

import re

from ..errors import ConfigError

MAX_TEXT = 1024  # longer than any path, host or URL that a till needs
HEXADECIMAL = re.compile(r'0x[0-9a-fA-F]{1,4}')
REQUIRED = object()


class Address:
    """The address of one printer; every method raises :class:`~..errors.ConfigError`."""

    def __init__(self, printer, values):
        self.printer = printer
        if not isinstance(values, dict):
            raise ConfigError(f"printers.{printer}: the address has to be a table of keys.")
        self._values = values
        self._known = set()

    def wrong(self, key, sentence):
        """Return the error about a key, for the caller to raise."""
        return ConfigError(f"printers.{self.printer}: '{key}' {sentence}")

    def _value(self, key, default):
        self._known.add(key)
        value = self._values.get(key, default)
        if value is REQUIRED:
            raise self.wrong(key, "is missing.")
        return value

    def text(self, key, default=REQUIRED):
        """Return a printable text that is not empty, or the default."""
        value = self._value(key, default)
        if value is default:
            return value
        if not isinstance(value, str) or not value.isprintable() or not value.strip():
            raise self.wrong(key, f"is {value!r:.80}; it has to be a text that is not empty.")
        if len(value) > MAX_TEXT:
            raise self.wrong(key, f"is longer than {MAX_TEXT} characters.")
        return value

    def number(self, key, low, high, default=REQUIRED):
        """Return a whole number of that range, or the default."""
        value = self._value(key, default)
        if value is default:
            return value
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            raise self.wrong(key, f"is {value!r:.80}; it has to be a number from {low} to {high}.")
        return value

    def usb_id(self, key):
        """Return a vendor or product, written as a number or like ``'0x04b8'``; None: not given."""
        value = self._value(key, None)
        if isinstance(value, str) and HEXADECIMAL.fullmatch(value):
            return int(value, 16)
        if value is not None and not (type(value) is int and 0 <= value <= 0xFFFF):
            raise self.wrong(key, f"is {value!r:.80}; it has to be written like 0x04b8.")
        return value

    def choice(self, key, choices, default):
        """Return what stands behind one of the words (or numbers) of ``choices``."""
        value = self._value(key, default)
        for word, meaning in choices.items():
            if type(value) is type(word) and value == word:
                return meaning
        words = ', '.join(map(str, choices))
        raise self.wrong(key, f"is {value!r:.80}; it has to be one of {words}.")

    def refuse_unknown(self):
        """Tell of keys that nobody asked for: a misspelt one must not pass for a default."""
        for key in self._values:
            if key not in self._known:
                known = ', '.join(sorted(self._known))
                raise self.wrong(key, f"is unknown here; known are {known}.")
