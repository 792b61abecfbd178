"""Pictures: ``GS v 0``, ``ESC *``, ``GS ( L`` with logos by key code, and the older downloads."""

from PIL import Image

from ..paper import MAX_ROWS
from .events import Answer
from .shapes import after_head, counted, fixed, nv_pictures, word
from .table import command

MEMORY = 384 * 1024
"""Bytes of logos that are kept, as in Epson's larger models; what has no room is not stored."""


class Memory(dict):
    """Pictures by key, no more than MEMORY in all."""

    def store(self, key, mask):
        self.pop(key, None)
        if mask is not None and self.free >= mask.width * mask.height // 8:
            self[key] = mask

    @property
    def free(self):
        return MEMORY - sum(mask.width * mask.height // 8 for mask in self.values())


def raster(data, width, height):
    """Return the mask of rows of dots, as far as the data go; None where there are none."""
    stride = (width + 7) // 8
    rows = min(height, MAX_ROWS, len(data) // stride if stride else 0)
    if not rows:
        return None
    mask = Image.frombytes('1', (stride * 8, rows), data[: stride * rows])
    return mask.crop((0, 0, width, rows))


def columns(data, width, height):
    """Return the mask of columns of dots, each of whole bytes; None where there are none."""
    mask = raster(data, (height + 7) // 8 * 8, width)
    return mask and mask.transpose(Image.Transpose.TRANSPOSE).crop((0, 0, mask.height, height))


def scaled(mask, sx, sy, dots):
    """Return a picture enlarged, without what would lie beside or beyond the paper."""
    mask = mask.crop((0, 0, min(mask.width, -(-dots // sx)), min(mask.height, MAX_ROWS // sy)))
    return mask.resize((mask.width * sx, mask.height * sy), Image.Resampling.NEAREST)


def print_block(machine, mask, sx=1, sy=1):
    if mask is not None:
        machine.line.block(scaled(mask, sx, sy, machine.paper.dots))


@command(b'\x1dv', after_head(6, lambda head: word(head, 2) * word(head, 4)))
def raster_bit_image(machine, data):
    mode, wide, high = data[1] & 3, word(data, 2), word(data, 4)
    print_block(machine, raster(data[6:], wide * 8, high), 1 + (mode & 1), 1 + (mode >> 1))


@command(b'\x1dQ', after_head(6, lambda head: word(head, 2) * word(head, 4)))
def column_bit_image(machine, data):
    mode, wide, high = data[1] & 3, word(data, 2), word(data, 4)
    print_block(machine, columns(data[6:], wide, high * 8), 1 + (mode & 1), 1 + (mode >> 1))


@command(b'\x1b*', after_head(3, lambda head: word(head, 1) * (3 if head[0] & 0x20 else 1)))
def bit_image_in_line(machine, data):
    """A strip of 8 or 24 dots; Epson draws the 8 over the height of 24."""
    tall, dense = data[0] & 0x20, data[0] & 1
    mask = columns(data[3:], word(data, 1), 24 if tall else 8)
    if mask is not None:
        machine.line.add(scaled(mask, 1 if dense else 2, 1 if tall else 3, machine.paper.dots))


@command(b'\x1d*', after_head(2, lambda head: head[0] * head[1] * 8))
def download_bit_image(machine, data):
    machine.bit_image = columns(data[2:], data[0] * 8, data[1] * 8)


@command(b'\x1d/', fixed(1))
def print_downloaded(machine, parameters):
    mode = parameters[0] & 3
    print_block(machine, machine.bit_image, 1 + (mode & 1), 1 + (mode >> 1))


@command(b'\x1cq', nv_pictures)
def define_nv_pictures(machine, pictures):
    """Replaces all pictures of this kind, numbered from 1."""
    for key in [key for key in machine.logos if isinstance(key, int)]:
        del machine.logos[key]
    for number, (high, data) in enumerate(pictures, 1):
        wide = len(data) // high if high else 0
        machine.logos.store(number, columns(data, wide, high * 8))


@command(b'\x1cp', fixed(2))
def print_nv_picture(machine, parameters):
    number, mode = parameters[0], parameters[1] & 3
    print_block(machine, machine.logos.get(number), 1 + (mode & 1), 1 + (mode >> 1))


@command(b'\x1d(L', counted(2))
@command(b'\x1d8L', counted(4))
def graphics(machine, data):
    """``GS ( L``: after m, the function by its number; unknown ones do nothing."""
    if len(data) >= 2 and data[1] in FUNCTIONS:
        FUNCTIONS[data[1]](machine, data[2:])


def _store(turn):
    """Functions 112 and 113: a bx by c xL xH yL yH, dots in rows or columns."""

    def act(machine, data):
        mask = turn(data[8:], word(data, 4), word(data, 6)) if len(data) > 8 else None
        machine.graphics = mask and (mask, 1 + (data[1] == 2), 1 + (data[2] == 2))

    return act


def _print(machine, _data):
    """Function 50: the stored picture, which is gone then."""
    if machine.graphics:
        print_block(machine, *machine.graphics)
    machine.graphics = None


def _define(memory, turn):
    """Functions 67, 68, 83, 84: a kc1 kc2 b xL xH yL yH, then a colour and its dots."""

    def act(machine, data):
        if len(data) > 9:
            mask = turn(data[9:], word(data, 4), word(data, 6))
            getattr(machine, memory).store(data[1:3], mask)

    return act


def _print_key(memory):
    """Functions 69 and 85: kc1 kc2 x y."""

    def act(machine, data):
        if len(data) >= 4:
            mask = getattr(machine, memory).get(data[:2])
            print_block(machine, mask, 1 + (data[2] == 2), 1 + (data[3] == 2))

    return act


def _delete(memory):
    return lambda machine, data: getattr(machine, memory).pop(data[:2], None)


def _clear(memory, word_of_safety=b'CLR'):
    def act(machine, data):
        if data[:3] == word_of_safety:
            getattr(machine, memory).clear()

    return act


def _keys(memory, answer):
    def act(machine, _data):
        keys = b''.join(key for key in getattr(machine, memory) if isinstance(key, bytes))
        machine.emit(Answer(b'\x37' + answer + b'\x40' + keys + b'\0'))

    return act


def _room(answer, free=False):
    def act(machine, _data):
        room = machine.logos.free if free else MEMORY
        machine.emit(Answer(b'\x37' + answer + str(room).encode() + b'\0'))

    return act


FUNCTIONS = {
    **dict.fromkeys((0, 48), _room(b'0')),
    **dict.fromkeys((3, 51), _room(b'1', free=True)),
    **dict.fromkeys((2, 50), _print),
    64: _keys('logos', b'r'),
    65: _clear('logos'),
    66: _delete('logos'),
    67: _define('logos', raster),
    68: _define('logos', columns),
    69: _print_key('logos'),
    80: _keys('downloads', b's'),
    81: _clear('downloads'),
    82: _delete('downloads'),
    83: _define('downloads', raster),
    84: _define('downloads', columns),
    85: _print_key('downloads'),
    112: _store(raster),
    113: _store(columns),
}
