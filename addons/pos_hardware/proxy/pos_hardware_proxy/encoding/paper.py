"""The bytes of a receipt as they grow: says each setting once, and counts the paper."""

from PIL import Image

from ..errors import BadInput
from . import commands
from .binarise import INK
from .codepages import CodePages
from .glyphs import LINE_ROWS, line_picture
from .picture import MAX_ROWS
from .raster import raster

PLAIN = (False, False, (1, 1))  # bold, underline, (width, height)


class Paper:
    """What a printer has been told so far.

    :param str text: all text that will be printed, for the choice of code pages.
    """

    def __init__(self, profile, text):
        self.profile = profile
        self.pages = CodePages(profile.code_pages, text)
        self._out = bytearray(commands.INIT + commands.USA_CHARACTERS)
        if profile.kanji:
            self._out += commands.CANCEL_KANJI
        self._align, self._style, self._rows = 'left', PLAIN, 0
        self.codes = 0  # QR codes so far

    def __bytes__(self):
        return bytes(self._out)

    def line(self, text, align='left', style=PLAIN):
        """Print a line of clean text that fits; as dots where the printer lacks a glyph."""
        self.use_rows(LINE_ROWS * style[2][1])
        encoded = self.pages.encode(text)
        if encoded is None:
            picture = line_picture(text, self.profile, *style)
            self._dots(picture.point(INK), align)
            return
        self._set_style(style)
        self.command(encoded + b'\n', align)

    def picture(self, ink, align):
        """Print dots ('L', 255 is ink), at most as wide as the head."""
        self.use_rows(ink.height)
        self._dots(ink, align)

    def command(self, data, align='left'):
        """Send bytes that stand at the begin of a line and end with one."""
        if align != self._align:
            self._out += commands.ALIGN[align]
            self._align = align
        self._out += data

    def use_rows(self, rows):
        """Count the paper, before any time is spent on it.

        :raise BadInput: ``too_long``
        """
        self._rows += rows
        if self._rows > MAX_ROWS:
            raise BadInput('too_long', "The receipt is over 3 m of paper: print it in parts.")

    def _set_style(self, style):
        if not self.profile.raster:  # impact printers know twice the size and no more
            style = (*style[:2], tuple(min(side, 2) for side in style[2]))
        if style != self._style:
            bold, underline, size = style
            self._out += commands.style(bold, underline, *size)
            self._style = style

    def _dots(self, ink, align):
        # The slices differ in width, so the place is made of paper, not by the printer's alignment.
        shift = {'left': 0, 'center': 1, 'right': 2}[align] * (self.profile.dots - ink.width) // 2
        if shift:
            placed = Image.new('L', (shift + ink.width, ink.height))
            placed.paste(ink, (shift, 0))
            ink = placed
        self.command(raster(ink, self.profile))
