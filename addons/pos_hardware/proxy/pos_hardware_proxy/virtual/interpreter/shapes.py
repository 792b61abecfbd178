"""How long a command's parameters are: one generator for each shape in Epson's reference.

A shape yields ``(count, kept)`` for the bytes that it needs next and gets as many of them as it
said to keep; it returns the parameters. So no announced length, however large, fills the memory.
"""

MAX_DATA = 1 << 20
"""Bytes kept of one command: a picture as wide as a head, 1.8 metres long. The rest is skipped."""

MAX_TEXT = 1024
"""Bytes kept of a parameter that only a NUL ends."""


def fixed(count):
    """Read always as many bytes."""

    def read():
        return (yield count, count)

    return read


def counted(size=2):
    """Read a length of ``size`` bytes, low byte first, and that many bytes (``GS ( L``)."""

    def read():
        head = yield size, size
        return (yield int.from_bytes(head, 'little'), MAX_DATA)

    return read


def after_head(size, length):
    """Read ``size`` bytes, then as many as ``length(head)`` says (``GS v 0``, ``ESC *``)."""

    def read():
        head = yield size, size
        return head + (yield length(head), MAX_DATA)

    return read


def to_end(end):
    """Read up to a byte ``end``, which is not returned."""

    def read():
        data = bytearray()
        while (byte := (yield 1, 1)) != end:
            if len(data) < MAX_TEXT:
                data += byte
        return bytes(data)

    return read


def barcode():
    """``GS k``: the symbology, then either a NUL at the end or a length first."""
    kind = yield 1, 1
    if kind[0] < 65:
        return kind + (yield from to_end(b'\0')())
    count = yield 1, 1
    return kind + (yield count[0], count[0])


def tabs():
    """``ESC D``: columns, each greater than the one before, at most 32; a NUL ends them."""
    columns = bytearray()
    while (byte := (yield 1, 1)) != b'\0':
        columns += byte
        if len(columns) == 32:
            break
    return bytes(columns)


def user_glyphs():
    """``ESC &``: ``y c1 c2``, then for each character its width and that many columns.

    Returns a list of ``(code, columns of y bytes each)``, as one object.
    """
    height, first, last = yield 3, 3
    glyphs = []
    for code in range(first, last + 1):
        (width,) = yield 1, 1
        columns = yield width * height, width * height
        glyphs.append((code, height, columns))
    return glyphs


def nv_pictures():
    """``FS q``: n pictures, each ``xL xH yL yH`` and its columns; kept: the last MAX_DATA each."""
    (count,) = yield 1, 1
    pictures = []
    for _number in range(count):
        head = yield 4, 4
        width, height = int.from_bytes(head[:2], 'little'), int.from_bytes(head[2:], 'little')
        room = max(0, MAX_DATA - sum(len(columns) for _height, columns in pictures))
        pictures.append((height, (yield width * 8 * height, room)))
    return pictures


def word(data, at=0):
    """Return the two bytes at a place, low byte first."""
    return int.from_bytes(data[at : at + 2], 'little')
