"""Barcodes and QR codes as masks of dots, readable by a scanner; other kinds as a labelled box."""

import re
import textwrap

import qrcode
from barcode import get_barcode_class
from PIL import Image, ImageDraw
from qrcode.exceptions import DataOverflowError

from .glyphs import CELLS, glyph

CONTENTS = {
    'UPC-A': r'\d{11,12}',
    'EAN13': r'\d{12,13}',
    'EAN8': r'\d{7,8}',
    'CODE39': r'\*?[0-9A-Z $%+\-./]+\*?',
    'ITF': r'(\d\d)+',
    'CODABAR': r'[A-Da-d][0-9$:/.+\-]+[A-Da-d]',
    'CODE128': r'\xf1?[\x00-\x7f]+',
    'GS1-128': r'\xf1?[\x00-\x7f\xf1]+',
}
"""What each kind can hold; anything else, and other kinds, are drawn as a box that says so."""

LEVELS = (
    qrcode.constants.ERROR_CORRECT_L,
    qrcode.constants.ERROR_CORRECT_M,
    qrcode.constants.ERROR_CORRECT_Q,
    qrcode.constants.ERROR_CORRECT_H,
)


def modules(kind, text):
    """Return a barcode as a row of '1' (bar) and '0'; check digits are counted anew."""
    if kind in {'CODE128', 'GS1-128'}:
        name = 'gs1_128' if text[0] == '\xf1' or kind == 'GS1-128' else 'code128'
        return get_barcode_class(name)(text.lstrip('\xf1')).build()[0]
    if kind == 'CODE39':
        return get_barcode_class('code39')(text.strip('*'), add_checksum=False).build()[0]
    if kind in {'ITF', 'CODABAR'}:
        return get_barcode_class(kind.lower())(text.upper(), narrow=1, wide=3).build()[0]
    name = {'UPC-A': 'upca'}.get(kind, kind.lower())
    length = {'UPC-A': 11, 'EAN13': 12, 'EAN8': 7}[kind]
    return get_barcode_class(name)(text[:length]).build()[0]


def bars(kind, text, look, dots):
    """Return the mask of a barcode with its text above or below.

    :param Bars look: height, module width and place of the text.
    :param int dots: width of the paper; a barcode that is wider is drawn as a box.
    """
    if kind not in CONTENTS or not re.fullmatch(CONTENTS[kind], text):
        return box(kind, text, dots)
    row = modules(kind, text).replace('G', '1')
    if len(row) * look.module > dots:
        return box(f"{kind} (too wide)", text, dots)
    mask = Image.new('1', (len(row), 1))
    mask.putdata([255 * (bar == '1') for bar in row])
    mask = mask.resize((len(row) * look.module, look.height), Image.Resampling.NEAREST)
    return with_text(mask, text, look.text, dots)


def with_text(mask, text, place, dots):
    """Return bars with their text: ``place`` 1 above, 2 below, 3 both."""
    label = ''.join(one for one in text if one.isprintable())
    height = CELLS[0][1]
    width = min(dots, max(mask.width, len(label) * CELLS[0][0] if place else 0))
    above = height * (place & 1)
    whole = Image.new('1', (width, mask.height + above + height * (place >> 1)))
    whole.paste(mask, ((width - mask.width) // 2, above))
    for at in [0] * (place & 1) + [above + mask.height] * (place >> 1):
        write(whole, label, max(0, (width - len(label) * CELLS[0][0]) // 2), at)
    return whole


def write(mask, text, x, y):
    """Write one row of font A into a mask."""
    for character in text[: mask.width // CELLS[0][0] + 1]:
        mask.paste(255, (x, y), glyph(character, 0, False))
        x += CELLS[0][0]


def matrix(kind, content, module, level, dots):
    """Return the mask of a QR code of at most the paper's width, or the box of another kind."""
    code = qr_modules(content, level) if kind == 'QR' and content else None
    if code is None:
        return box(kind, content.decode('utf-8', 'replace'), dots)
    size = len(code) * module
    if size > dots:
        return box("QR (too wide)", content.decode('utf-8', 'replace'), dots)
    mask = Image.new('1', (len(code), len(code)))
    mask.putdata([255 * dot for row in code for dot in row])
    return mask.resize((size, size), Image.Resampling.NEAREST)


def qr_modules(content, level):
    """Return rows of True and False; None for what no QR code can hold.

    The mask pattern is given, because the search for the best one takes seconds for large codes.
    """
    code = qrcode.QRCode(error_correction=LEVELS[level], border=0, mask_pattern=0)
    code.add_data(content)
    try:
        code.make(fit=True)
    except (DataOverflowError, ValueError):  # which one depends on the release of qrcode
        return None
    return code.get_matrix()


def box(kind, text, dots):
    """Return a frame with the kind of code and the beginning of its content."""
    text = ''.join(one if one.isprintable() else '·' for one in text[:200])
    columns = max(1, min(dots, 384) // CELLS[0][0] - 2)
    lines = [kind, *textwrap.wrap(text, columns, max_lines=3, placeholder='…')]
    mask = Image.new('1', (min(dots, 384), CELLS[0][1] * (len(lines) + 1)))
    edge = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rectangle(edge, outline=255, width=2)
    for number, line in enumerate(lines):
        write(mask, line[:columns], CELLS[0][0], CELLS[0][1] // 2 + number * CELLS[0][1])
    return mask
