"""Text of a receipt: cleaned of everything that is no character, wrapped, set in columns."""

import unicodedata
from functools import lru_cache

# Spaces that keep amounts together ('1 234,50 EUR'): never wrapped at, printed as a space.
_FIXED_SPACES = str.maketrans(dict.fromkeys('\u2007\u202f', '\xa0'))
_JOINERS = (
    '\u200c\u200d'  # they shape Persian and Indic words; other formatting marks are invisible
)


def clean(text):
    """Return the lines of a text, composed (NFC) and without control characters.

    What is left cannot be a command to any printer: tabs are spaces, C0 and C1 controls are
    dropped, lone surrogates become U+FFFD.
    """
    if text.isprintable() and unicodedata.is_normalized('NFC', text):
        return [text]
    lines = unicodedata.normalize('NFC', text.translate(_FIXED_SPACES)).expandtabs(4).splitlines()
    return [''.join(map(_printable, line)) for line in lines] or ['']


@lru_cache(4096)
def _printable(character):
    category = unicodedata.category(character)
    if category == 'Cs':
        return '\ufffd'
    return '' if category == 'Cc' or (category == 'Cf' and character not in _JOINERS) else character


def width(text):
    """Return how many columns a text takes: two for Chinese and Japanese, none for marks on top."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(4096)
def _width(character):
    if unicodedata.category(character) in {'Mn', 'Me', 'Cf'}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in 'WF' else 1


def wrap(text, columns):
    """Return the lines of a text, none wider than ``columns``; only longer words are broken.

    Spaces inside of a line are kept, as they may have been set on purpose.
    """
    lines = []
    while width(text) > columns:
        end = _fitting(text, columns)
        space = text.rfind(' ', 0, end + 1)
        if space > 0 and text[:space].strip(' '):
            line, text = text[:space], text[space + 1 :]
        else:
            line, text = text[:end], text[end:]
        lines.append(line.rstrip(' '))
        text = text.lstrip(' ')
    return [*lines, text] if text or not lines else lines


def _fitting(text, columns):
    """Return how many characters fit, one at least, with the marks on top of the last one."""
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > columns and index:
            return index
    return len(text)


def justify(left, right, fill, columns):
    """Return the lines of a text at the left and one at the right: an article and its price.

    The right one stands in the first line while the left one has half of the line at least; else
    it has lines of its own.
    """
    room = columns - width(right) - 1
    if room < columns // 2:
        ends = wrap(right, columns)
        return [*wrap(left, columns), *(_set_right(end, columns) for end in ends)]
    first, *rest = wrap(left, room)
    filling = _filling(fill, columns - width(first) - width(right))
    return [_isolated(first) + filling + _isolated(right), *rest]


def _set_right(text, columns):
    return ' ' * (columns - width(text)) + _isolated(text)


def _isolated(text):
    """Keep a text from right to left on its side of the line (Unicode UAX #9, FSI and PDI)."""
    is_from_right = any(unicodedata.bidirectional(char) in {'R', 'AL', 'AN'} for char in text)
    return f'\u2068{text}\u2069' if is_from_right else text


def _filling(fill, count):
    # one blank at both sides sets dots off from the words
    return ' ' * count if fill == ' ' or count < 3 else f' {fill * (count - 2)} '
