"""Text: code tables, sizes, emphasis, positions, line spacing, margins, user-defined characters."""

from dataclasses import dataclass, field
from functools import lru_cache

from escpos.capabilities import get_profile
from escpos.codepages import CodePages
from PIL import Image

from ..glyphs import CELLS, dressed, glyph
from .shapes import fixed, tabs, user_glyphs, word
from .table import command


def default_code_pages():
    """Return which number selects which code table, as python-escpos' default profile has it."""
    return get_profile('default').profile_data['codePages']


@lru_cache(maxsize=64)
def upper_half(name):
    """Return the 128 characters above ASCII of a code table; a box where it has none.

    A table that python-escpos does not know by its characters is taken as CP437.
    """
    encoding = CodePages.get_encoding(name)
    if 'data' in encoding:
        return ''.join(encoding['data']).ljust(128)[:128]
    codec = encoding.get('python_encode', 'cp437')
    characters = (bytes([code]).decode(codec, 'replace') for code in range(128, 256))
    return ''.join(one[0] for one in characters)


@dataclass
class Style:
    """How the next characters look; the defaults are those of ``ESC @``."""

    width: int
    left: int = 0
    font: int = 0
    bold: bool = False
    double_strike: bool = False
    underline: int = 0
    reverse: bool = False
    upside: bool = False
    rotate: bool = False
    sx: int = 1
    sy: int = 1
    align: int = 0
    spacing: int = 30
    gap: int = 0
    table: str = 'CP437'
    user: bool = False
    kanji: bool = False
    lead: bytes = b''
    tabs: list = field(default_factory=lambda: list(range(8, 256, 8)))


def print_text(machine, data):
    """Print a run of characters, in the code table or as pairs in Kanji mode."""
    style = machine.style
    for code in data:
        if style.lead:
            pair, style.lead = style.lead + bytes([code]), b''
            _print(machine, pair.decode('gb18030', 'replace')[0], None, wide=True)
        elif style.kanji and code >= 0x80:
            style.lead = bytes([code])
        else:
            text = chr(code) if code < 0x80 else upper_half(style.table)[code - 0x80]
            _print(machine, text, code)


def _print(machine, character, code, wide=False):
    style = machine.style
    mask = machine.glyphs.get(code) if style.user else None
    if mask is None:
        mask = glyph(character, style.font, style.bold or style.double_strike, wide)
    machine.line.note(character)
    machine.line.add(dressed(mask, style), style.gap * style.sx)


def setting(prefix, name, value=lambda byte: bool(byte & 1)):
    """Register a command whose one byte sets one thing; an invalid one (None) changes nothing."""

    @command(prefix, fixed(1))
    def act(machine, parameters):
        new = value(parameters[0])
        if new is not None:
            setattr(machine.style, name, new)


def _choice(*values):
    """Return what 0 or '0' selects, what 1 or '1' selects, ..."""
    return lambda byte: dict(enumerate(values)).get(byte - 48 if byte >= 48 else byte)


setting(b'\x1bE', 'bold')
setting(b'\x1bG', 'double_strike')
setting(b'\x1b-', 'underline', _choice(0, 1, 2))
setting(b'\x1dB', 'reverse')
setting(b'\x1b{', 'upside')
setting(b'\x1bV', 'rotate', _choice(False, True, True))
setting(b'\x1ba', 'align', _choice(0, 1, 2))
setting(b'\x1bM', 'font', _choice(0, 1))
setting(b'\x1b3', 'spacing', int)
setting(b'\x1b ', 'gap', int)
setting(b'\x1b%', 'user')


@command(b'\x1b@', fixed(0))
def initialize(machine, _parameters):
    """Epson: what stands in the line and is not printed yet is cleared."""
    machine.initialize()


@command(b'\x1b!', fixed(1))
def print_mode(machine, parameters):
    style, mode = machine.style, parameters[0]
    style.font, style.bold, style.underline = mode & 1, bool(mode & 8), mode >> 7
    style.sy, style.sx = 1 + bool(mode & 16), 1 + bool(mode & 32)


@command(b'\x1d!', fixed(1))
def character_size(machine, parameters):
    wide, high = parameters[0] >> 4, parameters[0] & 15
    if wide < 8 and high < 8:
        machine.style.sx, machine.style.sy = wide + 1, high + 1


@command(b'\x1bt', fixed(1))
def code_table(machine, parameters):
    name = machine.code_pages.get(str(parameters[0]))
    if name is not None:
        machine.style.table = name


@command(b'\x1c&', fixed(0))
def kanji(machine, _parameters):
    machine.style.kanji = True


@command(b'\x1c.', fixed(0))
def no_kanji(machine, _parameters):
    machine.style.kanji, machine.style.lead = False, b''


@command(b'\x1b&', user_glyphs)
def define_glyphs(machine, glyphs):
    for code, height, columns in glyphs:
        width = len(columns) // height if height else 0
        if 0 < height <= 3 and 0 < width <= CELLS[0][0]:
            mask = Image.frombytes('1', (height * 8, width), columns)
            machine.glyphs[code] = mask.transpose(Image.Transpose.TRANSPOSE)


@command(b'\x1b?', fixed(1))
def forget_glyph(machine, parameters):
    machine.glyphs.pop(parameters[0], None)


@command(b'\x1bD', tabs)
def set_tabs(machine, columns):
    machine.style.tabs = list(columns)


@command(b'\t', fixed(0))
def tab(machine, _parameters):
    cell = (CELLS[machine.style.font][0] + machine.style.gap) * machine.style.sx
    stops = [column * cell for column in machine.style.tabs if column * cell > machine.line.x]
    if stops:
        machine.line.note('\t')
        machine.line.move(stops[0])


@command(b'\x1b$', fixed(2))
def absolute(machine, parameters):
    machine.line.move(word(parameters))


@command(b'\x1b\\', fixed(2))
def relative(machine, parameters):
    machine.line.move(machine.line.x + int.from_bytes(parameters, 'little', signed=True))


@command(b'\x1dL', fixed(2))
def left_margin(machine, parameters):
    machine.style.left = min(word(parameters), machine.paper.dots - CELLS[0][0])


@command(b'\x1dW', fixed(2))
def print_width(machine, parameters):
    machine.style.width = max(word(parameters), CELLS[0][0])


@command(b'\x1b2', fixed(0))
def default_spacing(machine, _parameters):
    machine.style.spacing = 30


@command(b'\n', fixed(0))
@command(b'\x0c', fixed(0))
@command(b'\x1b\x0c', fixed(0))
def line_feed(machine, _parameters):
    machine.line.end()


@command(b'\x1bJ', fixed(1))
def feed_dots(machine, parameters):
    machine.line.end(parameters[0])


@command(b'\x1bd', fixed(1))
def feed_lines(machine, parameters):
    machine.line.end(parameters[0] * machine.style.spacing)
