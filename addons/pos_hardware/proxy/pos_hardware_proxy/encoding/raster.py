"""Dots to printer bytes: GS v 0 in slices, or ESC * for impact printers.

Blank rows are sent as a GS v 0 of one byte's width. ESC J would be shorter by some hundred bytes a
receipt, but counts in motion units, which are half a dot on one printer and a dot on the next.
"""

import re

SLICE = 4096  # bytes: Epson's receive buffer (TM-T20, TM-T88); smaller ones stall, none overflows
GAP = 8  # blank rows from which a slice ends: below, its header costs more than it saves
MAX_SLICE_ROWS = 255  # older firmware reads the low byte of the height alone
_BAND = re.compile(rb'[^\x00]+(?:\x00{1,%d}[^\x00]+)*' % (GAP - 1))
_PINS = 8
_ANY = [0] + [255] * 255


def raster(ink, profile):
    """Return the bytes that print the dots ('L', 255 is ink), as far as the last row.

    :param Image ink: at most as wide as the head.
    """
    return _raster(ink) if profile.raster else _columns(ink)


def _raster(ink):
    bits, parts, done = ink.convert('1', dither=0), [], 0
    for top, bottom, stride in bands(ink):
        parts.append(_blank(top - done))
        parts.extend(_slices(bits, top, bottom, stride))
        done = bottom
    parts.append(_blank(ink.height - done))
    return b''.join(parts)


def bands(ink):
    """Return [(top, bottom, stride)] of the rows with ink; gaps below GAP rows are inside.

    The stride, in bytes, leaves out the white on the right.
    """
    # In two steps, as the mean of a row with a lone dot would be rounded to nothing.
    eighths = ink.reduce((8, 1)).point(_ANY)
    rows = eighths.reduce((eighths.width, 1)).tobytes()
    spans = (band.span() for band in _BAND.finditer(rows))
    return [
        (top, bottom, eighths.crop((0, top, eighths.width, bottom)).getbbox()[2])
        for top, bottom in spans
    ]


def _slices(bits, top, bottom, stride):
    """Yield the GS v 0 of a band."""
    height = min(MAX_SLICE_ROWS, (SLICE - 8) // stride)
    for row in range(top, bottom, height):
        end = min(row + height, bottom)
        yield _gs_v_0(stride, end - row)
        yield bits.crop((0, row, stride * 8, end)).tobytes()


def packed(ink):
    """Return dots as bits, most significant bit first, rows filled up to whole bytes."""
    return ink.convert('1', dither=0).tobytes()


def _blank(rows):
    parts = []
    while rows > 0:
        part = min(rows, MAX_SLICE_ROWS)
        parts.append(_gs_v_0(1, part) + bytes(part))
        rows -= part
    return b''.join(parts)


def _gs_v_0(stride, rows):
    return b'\x1dv0\x00' + stride.to_bytes(2, 'little') + rows.to_bytes(2, 'little')


def _columns(ink):
    """ESC * with m=1 (8 pins, double density), lines 8/72 inch apart (ESC 3 in 1/144 inch)."""
    parts = [b'\x1b3\x10']
    for top in range(0, ink.height, _PINS):
        stripe = ink.crop((0, top, ink.width, top + _PINS))
        box = stripe.getbbox()
        if box:
            # turned by the diagonal, a row of eight dots is a column of the head
            turned = packed(stripe.crop((0, 0, box[2], _PINS)).transpose(5))
            parts.append(b'\x1b*\x01' + box[2].to_bytes(2, 'little') + turned)
        parts.append(b'\n')
    return b''.join((*parts, b'\x1b2'))
