"""A structured receipt (JSON, docs/receipt.md) to printer bytes."""

import json

from ..errors import BadInput
from . import codes, commands, text
from .binarise import binarise, fitting
from .fields import Fields
from .logo import logo_print
from .paper import Paper
from .picture import MAX_BYTES, decode

VERSION = 1
MAX_RECEIPT = 4 << 20  # bytes: as much as the proxy keeps of a job
MAX_LINES = 1000  # 4 m of plain text, more than MAX_ROWS lets through
_ALIGNS = tuple(commands.ALIGN)


def encode_receipt(data, profile):
    """Return the bytes that print a receipt.

    :param bytes data: UTF-8 JSON of docs/receipt.md.
    :raise BadInput: ``receipt``, ``too_long``, ``picture``, ``picture_too_large``, ``qr`` or
        ``barcode``
    :raise ProxyError: ``no_font``, when the printer lacks a glyph and so does the till
    """
    lines = _lines(data)
    paper = Paper(profile, _foreign(lines))
    for number, values in enumerate(lines, 1):
        line = Fields(values, f"Line {number}")
        kind = line.pop('type')
        if not isinstance(kind, str) or kind not in _PRINT:
            raise line.bad(f"'type' has to be one of {', '.join(_PRINT)}")
        _PRINT[kind](line, paper)
    return bytes(paper)


def _lines(data):
    if len(data) > MAX_RECEIPT:
        raise BadInput('receipt', f"The receipt is over {MAX_RECEIPT >> 20} MB: reduce it.")
    try:
        receipt = Fields(json.loads(data.decode()), "The receipt")
    except (ValueError, RecursionError) as error:
        raise BadInput('receipt', "The receipt is no JSON in UTF-8.") from error
    if receipt.pop('version') != VERSION:
        raise BadInput('receipt', f"The 'version' of the receipt has to be {VERSION}.")
    lines = receipt.pop('lines')
    receipt.end()
    if not isinstance(lines, list) or not 0 < len(lines) <= MAX_LINES:
        raise BadInput('receipt', f"'lines' has to be a list of 1 to {MAX_LINES} lines.")
    return lines


def _foreign(lines):
    """Return all texts of the lines that are not plain ASCII."""
    texts = (value for line in lines if isinstance(line, dict) for value in line.values())
    return ''.join(value for value in texts if isinstance(value, str) and not value.isascii())


def _style(line):
    return line.flag('bold'), line.flag('underline'), line.size('size')


def _print_text(line, paper):
    content, align, style = line.text('text'), line.choice('align', _ALIGNS, 'left'), _style(line)
    line.end()
    for part in text.clean(content):
        for row in text.wrap(part, _columns(paper, style)):
            paper.line(row, align, style)


def _columns(paper, style):
    return max(1, paper.profile.columns // style[2][0])


def _print_columns(line, paper):
    left, right, style = line.text('left', ''), line.text('right', ''), _style(line)
    fill = _character(line, 'fill', ' ')
    line.end()
    left, right = (' '.join(text.clean(side)) for side in (left, right))
    for row in text.justify(left, right, fill, _columns(paper, style)):
        paper.line(row, style=style)


def _character(line, key, default):
    """Return a character of one column."""
    character = ''.join(text.clean(line.text(key, default, longest=1)))
    if text.width(character) != 1:
        raise line.bad(f"'{key}' has to be one character")
    return character


def _print_rule(line, paper):
    character = _character(line, 'char', '-')
    line.end()
    paper.line(character * paper.profile.columns)


def _print_feed(line, paper):
    lines = line.whole('lines', 1, 50, 1)
    line.end()
    paper.use_rows(30 * lines)
    paper.command(commands.feed(lines))


def _print_picture(line, paper):
    content, align = line.base64('data', MAX_BYTES), line.choice('align', _ALIGNS, 'center')
    line.end()
    profile = paper.profile
    grey = decode(content, profile.dots)
    size = fitting(grey.size, min(grey.width, profile.dots), profile.aspect)
    paper.use_rows(size[1])
    paper.picture(binarise(grey, size), align)


def _print_logo(line, paper):
    """Where the till has no logo, nothing is printed: the client cannot know."""
    align = line.choice('align', _ALIGNS, 'center')
    line.end()
    logo = paper.profile.logo
    if logo and logo.key:
        paper.use_rows(logo.ink.height)
        paper.command(logo_print(logo), align)
    elif logo:
        paper.picture(logo.ink, align)


def _print_qr(line, paper):
    content = line.text('data', longest=codes.MAX_QR)
    module = line.whole('size', 2, codes.MAX_MODULE, 6)
    correction = line.choice('correction', ('L', 'M', 'Q', 'H'), 'M')
    align = line.choice('align', _ALIGNS, 'center')
    line.end()
    if not content or not all(char.isprintable() or char in '\r\n\t' for char in content):
        raise line.bad("'data' of a QR code has to be text without control characters")
    paper.codes += 1
    if paper.codes > codes.MAX_CODES:
        raise line.bad(f"a receipt has at most {codes.MAX_CODES} QR codes")
    profile, content = paper.profile, content.encode()
    module = codes.qr_module(content, module, correction, profile.dots)
    if profile.qr:
        paper.use_rows(profile.dots)  # it is a square that fits

        paper.command(codes.qr_commands(content, module, correction), align)
    else:
        paper.picture(codes.qr_picture(content, module, correction, profile.aspect), align)


def _print_barcode(line, paper):
    content = line.text('data', longest=codes.MAX_BARS)
    kind = line.choice('format', tuple(codes.FORMATS), None)
    height, caption = line.whole('height', 8, 255, 80), line.flag('caption', True)
    align = line.choice('align', _ALIGNS, 'center')
    line.end()
    profile = paper.profile
    modules, module = codes.bars(content, kind, profile.dots)
    if profile.barcodes:
        paper.use_rows(height)
        paper.command(codes.bars_commands(content, kind, module, height, caption), align)
        return
    rows = max(1, round(height * profile.aspect))
    paper.picture(codes.bars_picture(modules, module, rows), align)
    if caption:
        paper.line(content, align)


def _print_cut(line, paper):
    line.end()
    paper.command(commands.cut(paper.profile.cutter))


_PRINT = {
    'text': _print_text,
    'columns': _print_columns,
    'rule': _print_rule,
    'feed': _print_feed,
    'picture': _print_picture,
    'logo': _print_logo,
    'qr': _print_qr,
    'barcode': _print_barcode,
    'cut': _print_cut,
}
