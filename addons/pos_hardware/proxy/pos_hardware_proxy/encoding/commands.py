"""The ESC/POS commands that the encoders use, as bytes.

Source: Epson's ESC/POS command reference. Only commands that the printers of every profile
understand are sent without asking the profile.
"""

from ..errors import BadInput

INIT = b'\x1b@'
USA_CHARACTERS = b'\x1bR\x00'  # ASCII is ASCII, whatever the printer's memory switches say
CANCEL_KANJI = b'\x1c.'  # bytes from 0x80 on are characters of the code page, not halves of others
ALIGN = {'left': b'\x1ba\x00', 'center': b'\x1ba\x01', 'right': b'\x1ba\x02'}

_PINS = {'2': 0, '5': 1}
_PULSE_ON, _PULSE_OFF = 25, 250  # in 2 ms: 50 ms is what drawers want; the pause spares the coil


def drawer_pulse(pin):
    """Return ESC p, a pulse of 50 ms on the pin ``'2'`` or ``'5'`` of the drawer's socket.

    :raise BadInput: ``drawer_pin``
    """
    if pin not in _PINS:
        raise BadInput('drawer_pin', "The drawer's pin is '2' or '5': set one of them.")
    return b'\x1bp' + bytes((_PINS[pin], _PULSE_ON, _PULSE_OFF))


def code_page(number):
    """Return ESC t: the characters from 0x80 on are those of this table of the printer."""
    return b'\x1bt' + bytes((number,))


def feed(lines):
    """Return ESC d: print what is waiting and feed so many lines (0-255)."""
    return b'\x1bd' + bytes((lines,))


def cut(cutter):
    """Feed to the cutter and cut; without a cutter feed until the paper can be torn off.

    :param str cutter: ``partial``, ``full`` or ''.
    """
    if not cutter:
        return feed(4)
    return b'\x1dV' + (b'\x42' if cutter == 'partial' else b'\x41') + b'\x00'


def style(bold, underline, width, height):
    """Return ESC ! for font A, and GS ! where a character is larger than ESC ! can tell.

    :param int width: of a character, 1-8 times; ``height`` likewise.
    """
    bits = bold << 3 | (height > 1) << 4 | (width > 1) << 5 | underline << 7
    large = max(width, height) > 2
    return b'\x1b!' + bytes((bits,)) + (bytes((0x1D, 0x21, width - 1 << 4 | height - 1)) * large)


def stored(fn, parameters):
    """Return GS ( k: a function of the printer's own QR codes (cn is 49).

    :param int fn: number of the function, e.g. 80: store the data.
    """
    return b'\x1d(k' + (len(parameters) + 2).to_bytes(2, 'little') + bytes((49, fn)) + parameters


def graphics(fn, parameters):
    """Return GS ( L: a function of the printer's graphics memory (m is 48)."""
    return b'\x1d(L' + (len(parameters) + 2).to_bytes(2, 'little') + bytes((48, fn)) + parameters
