"""QR codes and bars: the printer's own where it has them, else as dots."""

import barcode
from barcode.errors import BarcodeError
from PIL import Image
from qrcode import constants
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode
from qrcode.util import BIT_LIMIT_TABLE

from ..errors import BadInput
from . import commands

MAX_QR = 1200  # characters; tax authorities ask for 700, and drawing one takes 0.1 s
MAX_CODES = 8  # QR codes of a receipt, for the same reason
MAX_MODULE = 16  # dots; GS ( k takes no larger ones
_CORRECTION = {
    'L': (constants.ERROR_CORRECT_L, 48),
    'M': (constants.ERROR_CORRECT_M, 49),
    'Q': (constants.ERROR_CORRECT_Q, 50),
    'H': (constants.ERROR_CORRECT_H, 51),
}

# format: (number for GS k, name in python-barcode, digits that it has or None)
FORMATS = {
    'UPC-A': (65, 'upca', 12),
    'EAN13': (67, 'ean13', 13),
    'EAN8': (68, 'ean8', 8),
    'CODE39': (69, 'code39', None),
    'ITF': (70, 'itf', None),
    'CODE128': (73, 'code128', None),
}
_CODE39 = set('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -.$/+%')
MAX_BARS = 80  # characters; no head has room for more
_NARROWEST = 2  # dots of a bar: GS w takes no fewer, and a scanner hardly reads them


def qr_commands(data, module, correction):
    """Return GS ( k: model 2, size, correction, store, print."""
    return b''.join((
        commands.stored(65, b'2\x00'),
        commands.stored(67, bytes((module,))),
        commands.stored(69, bytes((_CORRECTION[correction][1],))),
        commands.stored(80, b'0' + data),
        commands.stored(81, b'0'),
    ))


def qr_module(data, module, correction, dots):
    """Return the dots of a module, at most ``module``, with which the code fits the head.

    A printer prints nothing at all when it does not.

    :raise BadInput: ``qr``
    """
    bits = BIT_LIMIT_TABLE[_CORRECTION[correction][0]]
    # as plain bytes, the longest of the ways to write it: 4 bits of mode, and of length 8 or 16
    version = next((v for v in range(1, 41) if 8 * len(data) + 12 + 8 * (v > 9) <= bits[v]), None)
    fitting = version and min(module, dots // (4 * version + 17))
    if not fitting:
        raise BadInput('qr', "The QR code is too long for the paper: shorten its data.")
    return fitting


def qr_picture(data, module, correction, aspect):
    """Return a QR code as dots ('L', 255 is ink), four modules of white above and below.

    :raise BadInput: ``qr``
    """
    code = QRCode(error_correction=_CORRECTION[correction][0])
    try:
        code.add_data(data, optimize=0)
        code.make()
    except (DataOverflowError, ValueError) as error:
        raise BadInput('qr', "The QR code has too much data: shorten it.") from error
    side = code.modules_count
    dots = Image.frombytes(
        'L', (side, side), bytes(255 * dark for row in code.modules for dark in row)
    )
    rows = max(1, round(module * aspect))
    quiet = Image.new('L', (side * module, (side + 8) * rows))
    quiet.paste(dots.resize((side * module, side * rows), Image.NEAREST), (0, 4 * rows))
    return quiet


def bars(data, kind, dots):
    """Return the bars as a text of 0 and 1, checked, and how many dots each is wide.

    :raise BadInput: ``barcode``
    """
    _check(data, kind)
    try:
        name = FORMATS[kind][1]
        options = {'add_checksum': False} if kind == 'CODE39' else {}
        modules = barcode.get_barcode_class(name)(data, **options).build()[0]
    except (BarcodeError, KeyError, IndexError, ValueError) as error:
        raise BadInput('barcode', f"'{data}' cannot be printed as {kind}: {error}") from error
    width = min(3, dots // len(modules))
    if width < _NARROWEST:
        raise BadInput('barcode', f"{kind} of {len(data)} characters is wider than the paper.")
    return modules, width


def bars_commands(data, kind, module, height, caption):
    """Return GS h, GS w, GS H and GS k (function B: with a length, so data are no commands)."""
    # a brace begins a change of code set, two are the brace itself
    content = '{B' + data.replace('{', '{{') if kind == 'CODE128' else data
    return b''.join((
        b'\x1dh' + bytes((height,)),
        b'\x1dw' + bytes((module,)),
        b'\x1dH' + bytes((2 * caption,)),
        b'\x1dk' + bytes((FORMATS[kind][0], len(content))) + content.encode(),
    ))


def bars_picture(modules, module, height):
    """Return bars as dots ('L', 255 is ink)."""
    row = Image.frombytes('L', (len(modules), 1), bytes(255 * (bar == '1') for bar in modules))
    return row.resize((len(modules) * module, height), Image.NEAREST)


def _check(data, kind):
    digits = FORMATS[kind][2]
    if kind in {'UPC-A', 'EAN13', 'EAN8', 'ITF'} and not (data.isascii() and data.isdigit()):
        raise BadInput('barcode', f"{kind} consists of digits, '{data}' does not.")
    if digits and len(data) != digits:
        raise BadInput('barcode', f"{kind} has {digits} digits, '{data}' has {len(data)}.")
    if digits and check_digit(data[:-1]) != data[-1]:
        right = check_digit(data[:-1])
        raise BadInput('barcode', f"The check digit of {kind} '{data}' has to be {right}.")
    if kind == 'ITF' and len(data) % 2:
        raise BadInput('barcode', f"ITF has an even number of digits, '{data}' has not.")
    if kind == 'CODE39' and not _CODE39.issuperset(data):
        raise BadInput('barcode', "CODE39 has digits, capital letters, blanks and - . $ / + %.")
    if kind == 'CODE128' and not (data.isascii() and data.isprintable()):
        raise BadInput('barcode', "CODE128 has printable ASCII characters.")
    if not 0 < len(data) <= MAX_BARS:
        raise BadInput('barcode', f"A barcode has 1 to {MAX_BARS} characters.")


def check_digit(digits):
    """Return the check digit of EAN and UPC (GS1 General Specifications, 7.9)."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(digits)))
    return str(-total % 10)
