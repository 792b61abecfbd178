"""Characters to bytes of the printer's code pages, by python-escpos' tables."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from . import commands

_FROM_RIGHT = {'R', 'AL', 'AN'}


@dataclass(frozen=True, slots=True)
class Table:
    """A code page: ``bytes_of`` is for str.translate, ``known`` matches all it can encode."""

    bytes_of: dict
    known: re.Pattern

    def reach(self, line):
        """Return how many characters it can encode, from the first on."""
        return self.known.match(line).end()


class CodePages:
    """Encodes the lines of one receipt with as few changes of the code page (ESC t) as can be.

    :param tuple pages: pairs (name in python-escpos, number for ESC t).
    :param str text: all that will be encoded: pages with more of its characters come first.
    """

    def __init__(self, pages, text):
        self.current = None  # after ESC @ it depends on the printer's switches
        composed = unicodedata.normalize('NFC', text)
        foreign = {ord(character) for character in composed if character > '\x7f'}
        self.tables = sorted(
            ((number, table(name)) for name, number in pages),
            key=lambda page: -len(foreign & page[1].bytes_of.keys()),
        )

    def encode(self, line):
        """Return the bytes of a line without controls; None when a glyph is in no page."""
        line = line.replace('\xa0', ' ')
        if line.isascii():
            return line.encode()
        steps = list(self._steps(line))
        if steps[-1][0] is None:
            return None
        return b''.join(self._encode(*page, part) for page, part in steps)

    def _encode(self, number, characters, part):
        encoded = part.translate(characters.bytes_of).encode('latin-1')
        if number == self.current or part.isascii():
            return encoded
        self.current = number
        return commands.code_page(number) + encoded

    def _steps(self, line):
        """Yield (page, part of the line); each page reaches farthest, so they are fewest."""
        page = next((page for page in self.tables if page[0] == self.current), None)
        while line:
            reach = page[1].reach(line) if page else 0
            if not reach:
                page = max(self.tables, key=lambda page: page[1].reach(line), default=None)
                reach = page[1].reach(line) if page else 0
            yield (page, line[:reach]) if reach else (None, line)
            line = line[reach:] if reach else ''


@lru_cache
def table(name):
    """Return the :class:`Table` of a code page.

    Right-to-left scripts are left out: printers neither order nor join their letters.
    """
    from .profile import capabilities

    page = capabilities()['encodings'][name]
    if 'data' in page:
        characters = ''.join(page['data'])
    else:
        high = (bytes((byte,)) for byte in range(128, 256))
        characters = [byte.decode(page['python_encode'], 'ignore') for byte in high]
    bytes_of = {
        ord(character): byte
        for byte, character in enumerate(characters, 128)
        if character > '\x9f' and unicodedata.bidirectional(character) not in _FROM_RIGHT
    }
    return Table(bytes_of, re.compile(f'[\x00-\x7f{re.escape("".join(map(chr, bytes_of)))}]*'))
