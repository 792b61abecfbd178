"""The keys of one line of a receipt, read strictly: a wrong or unknown key is told, not guessed."""

import base64
import binascii

from ..errors import BadInput


class Fields:
    """One JSON object; ``place`` is where it stands, for messages."""

    def __init__(self, values, place):
        if not isinstance(values, dict):
            raise BadInput('receipt', f"{place} has to be an object.")
        self._values = dict(values)
        self.place = place

    def text(self, key, default=None, longest=4096):
        value = self._values.pop(key, default)
        if not isinstance(value, str) or len(value) > longest:
            raise self.bad(f"'{key}' has to be a text of at most {longest} characters")
        return value

    def choice(self, key, options, default):
        value = self._values.pop(key, default)
        if not isinstance(value, str) or value not in options:
            raise self.bad(f"'{key}' has to be one of {', '.join(options)}")
        return value

    def flag(self, key, default=False):
        value = self._values.pop(key, default)
        if not isinstance(value, bool):
            raise self.bad(f"'{key}' has to be true or false")
        return value

    def whole(self, key, low, high, default):
        return self._whole(key, self._values.pop(key, default), low, high)

    def size(self, key):
        """Return (width, height): one number 1-8 for both, or a list of the two."""
        if key not in self._values:
            return 1, 1
        value = self._values.pop(key)
        pair = value if isinstance(value, list) else [value, value]
        if len(pair) != 2:
            raise self.bad(f"'{key}' has to be a number or a list of two")
        return tuple(self._whole(key, side, 1, 8) for side in pair)

    def base64(self, key, longest):
        value = self.text(key, longest=longest * 4 // 3 + 4)
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise self.bad(f"'{key}' has to be base64, without 'data:' before it") from error

    def pop(self, key):
        return self._values.pop(key, None)

    def end(self):
        """Check that nothing is left that nobody read."""
        if self._values:
            raise self.bad(f"'{next(iter(self._values))[:40]}' is not known here")

    def bad(self, what):
        return BadInput('receipt', f"{self.place}: {what}.")

    def _whole(self, key, value, low, high):
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.bad(f"'{key}' has to be a whole number from {low} to {high}")
        return value
