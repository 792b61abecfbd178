"""Values that come from a till or a proxy: read, or refused with a sentence that says why.

No model is known here.
"""

import base64
import binascii
import json
import math
import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from odoo.exceptions import ValidationError

BYTES_OF_CONTENT = 4 << 20  # of any job: what the proxy keeps of one
DEPTH_OF_JSON = 20  # the proxy takes some more around it
LETTERS_OF_TEXT = 200
LETTERS_OF_DOCUMENT = 80  # as the proxy
LAST_SECOND = 4102444800  # the year 2100
UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
TOKEN = re.compile(r'[A-Za-z0-9_-]*')
NO_LETTER = re.compile('[\0\ud800-\udfff]')  # PostgreSQL stores neither


class Reader:
    """The values of one request, each read as what it has to be.

    :raise ValidationError: by each method, a value is something else
    """

    def __init__(self, env, values, what="values"):
        self.env = env
        if not isinstance(values, dict):
            raise ValidationError(env._("%s has to be an object with names and values.", what))
        self.values = values

    def list(self, key, limit):
        """Return the list of objects under a key, at most `limit` of them."""
        value = self.values.get(key)
        if not isinstance(value, list) or len(value) > limit:
            raise ValidationError(
                self.env._("%(key)s has to be a list of up to %(n)s.", key=key, n=limit)
            )
        return [Reader(self.env, item, key) for item in value]

    def text(self, key, limit=LETTERS_OF_TEXT, required=False):
        """Return the text under a key without blanks around it, '' where there is none."""
        value = self.values.get(key)
        if value is None or value is False:  # Odoo's clients write what is empty as false
            value = ''
        if not isinstance(value, str) or len(value) > limit or NO_LETTER.search(value):
            raise ValidationError(
                self.env._("%(key)s has to be text of up to %(n)s letters.", key=key, n=limit)
            )
        if required and not value.strip():
            raise ValidationError(self.env._("%s is missing.", key))
        return value.strip()

    def choice(self, key, choices):
        value = self.values.get(key)
        if not isinstance(value, str) or value not in choices:
            names = ", ".join(choices)
            raise ValidationError(
                self.env._("%(key)s has to be one of: %(names)s.", key=key, names=names)
            )
        return value

    def number(self, key, lowest=0, highest=LAST_SECOND):
        """Return the number under a key, `lowest` where there is none."""
        value = self.values.get(key)
        if value is None:
            return lowest
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not math.isfinite(value) or not lowest <= value <= highest:
            limits = {'key': key, 'lowest': lowest, 'highest': highest}
            raise ValidationError(
                self.env._("%(key)s has to be a number from %(lowest)s to %(highest)s.", **limits)
            )
        return value

    def id(self, key):
        """Return the id under a key, 0 where there is none."""
        value = self.values.get(key) or 0
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 1 << 31:
            raise ValidationError(self.env._("%s has to be the number of a record.", key))
        return value

    def time(self, key):
        """Return a datetime in UTC from seconds since 1970, False where there are none.

        All that is told has happened: a clock that is fast does not put it into the future.
        """
        seconds = min(self.number(key), datetime.now(UTC).timestamp())
        return bool(seconds) and datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)

    def uuid(self, key='uuid'):
        value = self.values.get(key)
        if not isinstance(value, str) or not UUID.fullmatch(value):
            raise ValidationError(self.env._("%s has to be a UUID in lower case.", key))
        return value

    def content(self):
        """Return the bytes under `content`, which are base64 there."""
        value = self.values.get('content')
        if not isinstance(value, str) or not value:
            raise ValidationError(self.env._("content has to be base64."))
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError) as error:
            raise ValidationError(self.env._("content has to be base64.")) from error

    def json(self, key):
        """Return the bytes of an object under a key, as JSON that the proxy can read."""
        value = self.values.get(key)
        if not _is_shallow(value, DEPTH_OF_JSON):
            raise ValidationError(self.env._("%s is nested too deep.", key))
        try:
            return json.dumps(value, separators=(',', ':'), allow_nan=False).encode()
        except ValueError as error:
            raise ValidationError(self.env._("%s has a number that is none.", key)) from error

    def address(self, key='address'):
        """Return the address of a proxy, scheme, host and port alone; '' where there is none."""
        value = self.text(key)
        if not value:
            return ''
        try:
            parts = urlsplit(value)
            plain = f'{parts.scheme}://{parts.netloc}'
            fits = parts.scheme in {'http', 'https'} and parts.hostname and parts.port != 0
        except ValueError:
            fits = False
        if not fits or '@' in value or value.rstrip('/') != plain:
            raise ValidationError(self.env._("%s has to be like http://127.0.0.1:8069.", key))
        return plain

    def flag(self, key):
        return self.values.get(key) is True

    def words(self, key, limit, separator):
        """Return a list of texts as one text, '' where there is none."""
        value = self.values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise ValidationError(self.env._("%s has to be a list of texts.", key))
        return Reader(self.env, {key: separator.join(value)}).text(key, limit)

    def token(self, key):
        value = self.text(key, 128)
        if not TOKEN.fullmatch(value):
            raise ValidationError(self.env._("%s has to be letters, digits, - and _.", key))
        return value


def _is_shallow(value, depth):
    """Return whether objects and lists are nested no deeper than that."""
    inner = value.values() if isinstance(value, dict) else value
    if not isinstance(value, dict | list):
        return True
    return depth > 0 and all(_is_shallow(each, depth - 1) for each in inner)
