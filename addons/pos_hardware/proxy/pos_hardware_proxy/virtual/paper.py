"""Paper: a strip of dots that grows while it is printed on, torn into receipts."""

import io
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from PIL import Image

BLOCK = 1024
"""Rows by which the bitmap grows."""
MAX_ROWS = 16384
"""Rows of one receipt, 2 metres; longer paper is torn there. A bitmap takes one byte a dot."""
MAX_NOTES = 2000
"""Lines of text, and codes, that are remembered of one receipt."""


class Code(NamedTuple):
    """A barcode or symbol on a receipt."""

    kind: str
    content: str


@dataclass(frozen=True)
class Receipt:
    """A piece of paper as it left the printer.

    :param bytes png: black dots on white, as wide as the head.
    :param tuple text_lines: what was set between two line feeds, wrapped or not; no empty ones.
    :param tuple codes: :class:`Code`, in their order.
    :param bool cut: False: torn off, because it became too long or the printer was switched off.
    """

    png: bytes
    text_lines: tuple = ()
    codes: tuple = ()
    cut: bool = True
    at: float = field(default_factory=time.time)

    @property
    def picture(self):
        """Return the bitmap, mode '1'."""
        return Image.open(io.BytesIO(self.png))


class Paper:
    """The strip under the head.

    :param int dots: width of the head.
    :param done: called with each :class:`Receipt`.
    """

    def __init__(self, dots, done):
        self.dots, self.done = dots, done
        self._fresh()

    def _fresh(self):
        self._bitmap = Image.new('1', (self.dots, 0), 255)
        self.row, self.text_lines, self.codes = 0, [], []

    @property
    def is_blank(self):
        return not self.row

    def ink(self, mask, x):
        """Print the white dots of a mask at the row under the head; the row stays."""
        if self.row + mask.height > MAX_ROWS:
            self.tear(cut=False)
        self._grow(self.row + mask.height)
        self._bitmap.paste(0, (x, self.row), mask)

    def _grow(self, rows):
        if rows > self._bitmap.height:
            larger = Image.new('1', (self.dots, -(-rows // BLOCK) * BLOCK), 255)
            larger.paste(self._bitmap, (0, 0))
            self._bitmap = larger

    def feed(self, rows):
        self.row += rows
        if self.row > MAX_ROWS:
            self.row = MAX_ROWS
            self.tear(cut=False)

    def note(self, text):
        """Remember a line of text; one of blanks alone is none."""
        if text.strip() and len(self.text_lines) < MAX_NOTES:
            self.text_lines.append(text)

    def code(self, kind, content):
        if len(self.codes) < MAX_NOTES:
            self.codes.append(Code(kind, content))

    def tear(self, cut):
        """Hand the receipt over; paper that was not moved since the last one is none."""
        if not self.is_blank:
            self.done(self.receipt(cut))
        self._fresh()

    def receipt(self, cut):
        """Return what is printed so far as a receipt."""
        picture = self._bitmap.crop((0, 0, self.dots, self.row))
        picture.paste(255, (0, self._bitmap.height, self.dots, max(self.row, self._bitmap.height)))
        target = io.BytesIO()
        picture.save(target, 'PNG')
        return Receipt(target.getvalue(), tuple(self.text_lines), tuple(self.codes), cut)
