"""Characters as masks of dots, from a monospace font of the machine."""

from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

FACES = ('DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf')
CELLS = {0: (12, 24, 20), 1: (9, 17, 15)}
"""Epson's fonts A and B: width and height of a cell in dots, and the size that fills it."""


@lru_cache(maxsize=4)
def face(bold, size):
    """Return the font; Pillow's own where the machine has none."""
    try:
        return ImageFont.truetype(FACES[bold], size)
    except OSError:
        return ImageFont.load_default(size)


@lru_cache(maxsize=1024)
def glyph(character, font, bold, wide=False):
    """Return the mask of a character: white is ink, as large as the cell (twice as wide: Kanji)."""
    width, height, size = CELLS[font]
    mask = Image.new('1', (width * (1 + wide), height))
    if character.isprintable() and character != ' ':
        letters = face(bold, size)
        x = (mask.width - letters.getlength(character)) / 2
        ImageDraw.Draw(mask).text(
            (round(x), height - 5 * height // 24), character, 255, letters, 'ls'
        )
    return mask


def dressed(mask, style):
    """Return the mask in the style's size, underlined, reversed or turned."""
    if style.rotate:
        mask = mask.transpose(Image.Transpose.ROTATE_270)
    if (style.sx, style.sy) != (1, 1):
        mask = mask.resize(
            (mask.width * style.sx, mask.height * style.sy), Image.Resampling.NEAREST
        )
    if style.underline and not style.rotate:
        mask = mask.copy()
        mask.paste(255, (0, mask.height - style.underline, mask.width, mask.height))
    return mask.point(lambda dot: 255 - dot) if style.reverse else mask
