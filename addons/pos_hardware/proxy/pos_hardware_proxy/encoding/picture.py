"""From a picture file to printer bytes; files are bounded before they are decoded."""

import io
import struct
import zlib

from PIL import Image

from ..errors import BadInput
from . import commands
from .binarise import binarise, fitting
from .raster import raster

MAX_BYTES = 4 << 20  # a receipt of 1571 rows has 142 kB as JPEG; a photo of 12 Mpx has 4 MB
MAX_PIXELS = 12_000_000  # 12 MB as grey, 48 MB for a moment as RGBA: within the proxy's memory
MAX_ROWS = 24_000  # 3 m of paper at 8 dots/mm, more than any receipt; bounds time and output

# What Pillow's two decoders raise on broken files.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, IndexError)


def encode_image(data, profile):
    """Return the bytes that print a picture as wide as the head, then cut.

    :param bytes data: JPEG or PNG file.
    :raise BadInput: ``picture``, ``picture_too_large``, ``too_long``
    """
    grey = decode(data, profile.dots)
    size = fitting(grey.size, profile.dots, profile.aspect)
    if size[1] > MAX_ROWS:
        raise BadInput('too_long', "The picture is over 3 m of paper: print it in parts.")
    ink = binarise(grey, size)
    return commands.INIT + raster(ink, profile) + commands.cut(profile.cutter)


def decode(data, dots):
    """Return a picture file as greys on white ('L'), perhaps reduced, but not below ``dots``.

    :raise BadInput: ``picture``, ``picture_too_large``
    """
    if len(data) > MAX_BYTES:
        raise BadInput('picture_too_large', f"The picture is over {MAX_BYTES >> 20} MB: reduce it.")
    try:
        with Image.open(io.BytesIO(data), formats=('JPEG', 'PNG')) as picture:
            _check_pixels(picture)
            return _grey(picture, dots)
    except Image.DecompressionBombError as error:
        raise BadInput('picture_too_large', "The picture has too many pixels.") from error
    except _BROKEN as error:
        raise BadInput(
            'picture', "This is no whole JPEG or PNG picture: send the file again."
        ) from error


def _check_pixels(picture):
    """The sizes of the header are checked before any pixel is unpacked."""
    if picture.width * picture.height > MAX_PIXELS:
        raise BadInput(
            'picture_too_large',
            f"The picture has over {MAX_PIXELS // 1_000_000} million pixels: reduce it.",
        )


def _grey(picture, dots):
    # libjpeg leaves colour out and halves the size while it decodes
    picture.draft('L', (dots, dots * picture.height // picture.width))
    picture.load()
    if picture.mode == 'L' and 'transparency' not in picture.info:
        return picture
    if picture.mode.startswith('I'):  # 16 bits a pixel
        return picture.convert('I').point(lambda value: value / 257).convert('L')
    if not picture.has_transparency_data:
        return picture.convert('L')
    solid = picture.convert('RGBA')
    grey = Image.new('L', picture.size, 255)
    grey.paste(solid.convert('L'), mask=solid.getchannel('A'))
    return grey
