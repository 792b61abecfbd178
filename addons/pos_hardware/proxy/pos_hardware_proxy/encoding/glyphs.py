"""Lines of text as dots, for glyphs that the printer has not."""

import os
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, features

from ..errors import ProxyError

# Where fontconfig and Windows keep fonts.
FOLDERS = (
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    '~/.local/share/fonts',
    '~/.fonts',
    os.path.expandvars('%WINDIR%/Fonts'),
)
# The first that exists is used; a line with glyphs outside of it by the first that has them.
FONTS = (
    'DejaVuSansMono.ttf',
    'NotoSansMono-Regular.ttf',
    'LiberationMono-Regular.ttf',
    'consola.ttf',
    'DejaVuSans.ttf',
    'NotoSansMonoCJKsc-Regular.otf',
    'NotoSansCJK-Regular.ttc',
    'wqy-zenhei.ttc',
    'wqy-microhei.ttc',
    'DroidSansFallbackFull.ttf',
    'msyh.ttc',
    'unifont.otf',
)
UNSEEN = ' \u2068\u2069'  # a blank, and what keeps a text from right to left on its side
LINE_ROWS = 30  # a line of 1/6 inch at 180 dpi, the usual distance of native lines
_ADVANCE = 0.602  # width of a character of DejaVu Sans Mono, of its size


def line_picture(line, profile, bold, underline, size):
    """Return a line as greys on white ('L'), as wide as its text.

    :param tuple size: (width, height) of a character, in times.
    :raise ProxyError: ``no_font``
    """
    wide, high = size
    pixels = max(8, round(profile.dots / profile.columns / _ADVANCE))
    font = _font(line, profile.font, pixels * high)
    # marks take no column, so a line of nothing else would be a picture of any width
    length = max(1, min(round(font.getlength(line)), 2 * profile.dots * high))
    picture = Image.new('L', (length, LINE_ROWS * high), 255)
    draw = ImageDraw.Draw(picture)
    for shift in range(1 + bold * high):
        draw.text((shift, 2 * high), line, font=font, fill=0)
    if underline:
        draw.rectangle((0, 28 * high, length, 28 * high + 1), fill=0)
    width = min(profile.dots, max(1, length * wide // high))
    return picture.resize((width, max(1, round(picture.height * profile.aspect))))


def _font(line, path, pixels):
    _check_shaping(line)
    fonts = [_load(str(found), pixels) for found in _found(path)]
    if not fonts:
        raise ProxyError(
            'no_font',
            "The printer has not all letters of this text and this till has no font for them: "
            "install DejaVu Sans Mono (package fonts-dejavu-core).",
        )
    # What is in no font shows as its empty box: on paper, so that it is seen.
    return next((font for font in fonts if _has(font, line)), fonts[0])


def _check_shaping(line):
    if any('\u0590' <= char <= '\u08ff' for char in line) and not features.check('fribidi'):
        raise ProxyError(
            'no_font', "Text from right to left needs FriBiDi: install the package libfribidi0."
        )


@lru_cache
def _found(path):
    if path:
        return [Path(path)] if Path(path).is_file() else []
    files = {}
    for folder in FOLDERS:
        for file in Path(folder).expanduser().rglob('*.[to]t[fc]'):
            files.setdefault(file.name, file)
    return [files[name] for name in FONTS if name in files]


@lru_cache(32)
def _load(path, pixels):
    return ImageFont.truetype(path, pixels)


def _has(font, line):
    missing = _drawn(font, '\U0010ffff')
    shown = set(line) - set(UNSEEN)
    return all(_drawn(font, char) != missing for char in shown)


@lru_cache(2048)
def _drawn(font, character):
    return bytes(font.getmask(character))
