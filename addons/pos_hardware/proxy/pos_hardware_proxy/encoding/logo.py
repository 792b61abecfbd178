"""The printed logo: in the printer's memory where it has one, else sent with each receipt."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from ..errors import BadInput
from . import commands
from .binarise import binarise, fitting
from .picture import decode
from .raster import packed

MAX_LOGO_ROWS = 400  # 5 cm of paper; 57 kB on the widest head, within one GS ( L
_KEY_CODES = 95  # of each half of a key: printable ASCII, 32-126


@dataclass(frozen=True, slots=True)
class Logo:
    """The dots of the logo ('L', 255 is ink) and, where the printer keeps it, its key code there.

    :param bytes key: two bytes made of the content, so another logo does not print as this one; b''
        where the printer has no memory.
    """

    ink: Image.Image
    key: bytes = b''


def load_logo(path, dots, aspect, kept):
    """Return the :class:`Logo` of a JPEG or PNG file; pictures wider than the head are scaled.

    :param bool kept: the printer keeps it.
    :raise OSError: the file cannot be read.
    :raise BadInput: it is no such picture, or more than 400 rows high.
    """
    grey = decode(Path(path).read_bytes(), dots)
    size = fitting(grey.size, min(grey.width, dots), aspect)
    if size[1] > MAX_LOGO_ROWS:
        raise BadInput('logo_too_high', f"A logo has at most {MAX_LOGO_ROWS} rows: reduce it.")
    ink = binarise(grey, size)
    return Logo(ink, _key(ink) if kept else b'')


def _key(ink):
    digest = hashlib.sha256(repr(ink.size).encode() + packed(ink)).digest()
    return bytes(32 + byte % _KEY_CODES for byte in digest[:2])


def logo_upload(profile):
    """Return GS ( L, function 67: the printer keeps the logo, also without power; b'' if it cannot.

    Its memory wears with every writing (Epson: at most ten a day), so this is no part of a receipt.
    """
    logo = profile.logo
    if logo is None or not logo.key:
        return b''
    size = b''.join(side.to_bytes(2, 'little') for side in logo.ink.size)
    return commands.graphics(67, b'0' + logo.key + b'\x01' + size + b'1' + packed(logo.ink))


def logo_print(logo):
    """Return GS ( L, function 69: print the kept logo as large as it is."""
    return commands.graphics(69, logo.key + b'\x01\x01')
