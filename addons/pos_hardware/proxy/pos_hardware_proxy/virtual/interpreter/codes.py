"""Barcodes (``GS k``) and two-dimensional symbols (``GS ( k``)."""

from dataclasses import dataclass, field

from ..symbols import bars, matrix
from .shapes import barcode, counted, fixed
from .table import command

BARCODES = ('UPC-A', 'UPC-E', 'EAN13', 'EAN8', 'CODE39', 'ITF', 'CODABAR')
LATER = {72: 'CODE93', 73: 'CODE128', 74: 'GS1-128', 79: 'CODE128'}
SYMBOLS = {48: 'PDF417', 49: 'QR', 50: 'MaxiCode', 51: 'GS1 2D', 52: 'Composite', 53: 'Aztec'}
SYMBOLS |= {54: 'DataMatrix'}


@dataclass
class Bars:
    """How barcodes look: dots of the height and of the thinnest bar; where the text stands."""

    height: int = 162
    module: int = 3
    text: int = 0


@dataclass
class Symbols:
    """What ``GS ( k`` has set: a store for each kind, and the QR code's three settings."""

    stored: dict = field(default_factory=dict)
    model: int = 50
    module: int = 3
    correction: int = 48


@command(b'\x1dh', fixed(1))
def bar_height(machine, parameters):
    machine.bars.height = parameters[0] or machine.bars.height


@command(b'\x1dw', fixed(1))
def bar_width(machine, parameters):
    """Sizes out of the range of Epson's printers change nothing."""
    if 1 <= parameters[0] <= 6:
        machine.bars.module = parameters[0]


@command(b'\x1dH', fixed(1))
def bar_text(machine, parameters):
    if parameters[0] in {0, 1, 2, 3, 48, 49, 50, 51}:
        machine.bars.text = parameters[0] & 3


@command(b'\x1df', fixed(1))
def bar_text_font(_machine, _parameters):
    """The text under bars is always in font A here."""


@command(b'\x1dk', barcode)
def print_barcode(machine, parameters):
    number, content = parameters[0], parameters[1:]
    number -= 65 if 65 <= number <= 71 else 0
    kind = BARCODES[number] if number < len(BARCODES) else LATER.get(number, 'GS1 DataBar')
    text = code128_text(content) if kind in {'CODE128', 'GS1-128'} else content.decode('latin-1')
    machine.paper.code(kind, text)
    machine.line.block(bars(kind, text, machine.bars, machine.paper.dots))


def code128_text(content):
    """Return what Epson's notation of Code 128 says: ``{A {B {C`` choose a set, ``{1`` is FNC1.

    In set C a byte is two digits. Shifts and the other functions change nothing for a reader.
    """
    text, digits, codes = '', False, iter(content)
    for code in codes:
        if code == ord('{'):
            choice = chr(next(codes, 0))
            digits = choice == 'C' if choice in 'ABC' else digits
            text += {'1': '\xf1', '{': '{'}.get(choice, '')
        else:
            text += f'{code:02d}' if digits and code < 100 else chr(code)
    return text


@command(b'\x1d(k', counted())
def symbol(machine, data):
    """A function of one kind: 80 stores what function 81 prints; 65, 67 and 69 set a QR code."""
    if len(data) < 3:
        return
    kind, function, value = data[0], data[1], data[2]
    if function == 80 and kind in SYMBOLS:
        machine.symbols.stored[kind] = data[3:]
    elif function == 81 and kind in machine.symbols.stored:
        print_symbol(machine, kind)
    elif kind == 49:
        set_qr(machine.symbols, function, value)


def set_qr(symbols, function, value):
    if function == 65 and value in {49, 50, 51}:
        symbols.model = value
    elif function == 67 and 1 <= value <= 16:
        symbols.module = value
    elif function == 69 and 48 <= value <= 51:
        symbols.correction = value


def print_symbol(machine, kind):
    content, symbols = machine.symbols.stored[kind], machine.symbols
    name = 'Micro QR' if kind == 49 and symbols.model == 51 else SYMBOLS[kind]
    machine.paper.code(name, content.decode('utf-8', 'replace'))
    mask = matrix(name, content, symbols.module, symbols.correction - 48, machine.paper.dots)
    machine.line.block(mask)
