"""What a printer can do: python-escpos' data, overridden by the configuration."""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources

from PIL import ImageFont

from ..errors import BadInput, ConfigError
from .logo import Logo, load_logo

PIN_ASPECT = 72 / 160  # 9-pin heads have 72 rows and, with ESC * and m=1, 160 columns an inch
FONT_A = 12  # dots of a column, where the profile does not tell
CELLS = range(8, 17)  # what the dots of a column can be; some profiles hold a typing error
MIN_DOTS, MAX_DOTS = 64, 1248  # 8 mm at 203 dpi, and Epson's widest head (A4 at 150 dpi)

# Makers whose printers start with double-byte characters switched on and know FS . to switch them
# off; an Epson without Kanji would print the full stop.
_STARTS_IN_KANJI = {'Kefar', 'Netum', 'PBM', 'Rongta', 'Sunmi', 'ZiJiang', 'Zjiang'}


@dataclass(frozen=True, slots=True)
class Profile:
    """What the encoders have to know of a printer.

    :param int dots: width of the head; a multiple of 8, as GS v 0 counts in bytes.
    :param int columns: characters of font A in a line.
    :param tuple code_pages: pairs (name in python-escpos, number for ESC t), lowest number first.
    :param bool raster: GS v 0 is understood; False: ESC * of 8 pins (impact printers).
    :param bool qr: GS ( k is understood; ``barcodes``: GS k with a length (function B).
    :param bool kanji: FS . has to be sent before characters from 0x80 on.
    :param str cutter: '', ``partial`` or ``full``.
    :param Logo | None logo: picture of the printed logo.
    :param str font: '' or path of the font for glyphs outside the code pages.
    """

    name: str
    dots: int
    columns: int
    code_pages: tuple = (('CP437', 0),)
    raster: bool = True
    qr: bool = False
    barcodes: bool = False
    kanji: bool = False
    cutter: str = ''
    logo: Logo | None = field(default=None, repr=False)
    font: str = ''

    @property
    def aspect(self):
        """Rows per column of a square."""
        return 1 if self.raster else PIN_ASPECT


@lru_cache
def capabilities():
    """Return python-escpos' ``{'profiles': ..., 'encodings': ...}``.

    Read as data: its module would write a pickle and set up logging when it is imported.
    """
    return json.loads((resources.files('escpos') / 'capabilities.json').read_bytes())


def load_profile(settings):
    """Return the :class:`Profile` of a printer's :class:`~..contracts.PrinterSettings`.

    :raise ConfigError: when the profile is unknown or no printer of receipts, or when its width, a
        code page or the logo cannot be used.
    """
    data = _known(settings.profile)
    features = data['features']
    dots, columns = _width(data, settings.dots)
    return Profile(
        name=settings.profile,
        dots=dots,
        columns=columns,
        code_pages=_code_pages(data['codePages'], settings.code_pages),
        raster=features['bitImageRaster'],
        qr=features['qrCode'],
        barcodes=features['barcodeB'],
        kanji=data['vendor'] in _STARTS_IN_KANJI,
        cutter='partial' if features['paperPartCut'] else 'full' * features['paperFullCut'],
        logo=_logo(settings.logo, dots, data),
        font=_font(settings.font),
    )


def _known(name):
    data = capabilities()['profiles'].get(name)
    if data is None:
        known = ', '.join(sorted(capabilities()['profiles']))
        raise ConfigError(f"There is no printer profile '{name}': choose one of {known}.")
    features = data['features']
    if features['starCommands']:
        raise ConfigError(
            f"'{name}' speaks Star's commands: switch the printer to ESC/POS and choose 'default'."
        )
    if not (features['bitImageRaster'] or features['bitImageColumn']):
        raise ConfigError(f"'{name}' is no receipt printer: choose the profile of a printer.")
    return data


def _width(data, dots):
    """Return (dots, columns); other dots than the profile's keep the width of a character."""
    own = data['media']['width'].get('pixels', 'Unknown')
    columns = data['fonts']['0']['columns']
    if dots is None and own == 'Unknown':
        raise ConfigError(
            f"The profile '{data['name']}' does not tell the width of the head: set 'dots', e.g. "
            "384 for paper of 58 mm, 512 or 576 for 80 mm."
        )
    dots = own if dots is None else dots
    if not MIN_DOTS <= dots <= MAX_DOTS:
        raise ConfigError(f"A head has {MIN_DOTS} to {MAX_DOTS} dots, not {dots}: change 'dots'.")
    cell = FONT_A if own == 'Unknown' or own // columns not in CELLS else own / columns
    return dots // 8 * 8, int(dots / cell)


def _code_pages(own, wanted):
    """Return the pages that the printer has and python-escpos knows: wanted ones, else its own.

    :param tuple wanted: of names, or of ``NAME:NUMBER`` where the printer counts otherwise.
    """
    encodings = capabilities()['encodings']
    numbers = {}
    for number, name in own.items():
        if {'data', 'python_encode'} & set(encodings[name]):
            numbers.setdefault(name, int(number))
    if wanted:
        numbers = dict(_wanted_page(page, numbers) for page in wanted)
    return tuple(sorted(numbers.items(), key=lambda page: page[1]))


def _wanted_page(page, numbers):
    name, _, number = str(page).partition(':')
    if number.isascii() and number.isdigit() and int(number) < 256:
        encoding = capabilities()['encodings'].get(name, {})
        if {'data', 'python_encode'} & set(encoding):
            return name, int(number)
    elif not number and name in numbers:
        return name, numbers[name]
    raise ConfigError(
        f"The code page '{page}' is not one of the profile's ({', '.join(sorted(numbers))}): "
        "choose among them, or tell the printer's number for it, as in 'CP866:17'."
    )


def _logo(path, dots, data):
    if not path:
        return None
    # The generic profiles claim everything; only a named model is trusted to keep a picture.
    kept = data['features']['graphics'] and data['vendor'] != 'Generic'
    aspect = 1 if data['features']['bitImageRaster'] else PIN_ASPECT
    try:
        return load_logo(path, dots // 8 * 8, aspect, kept)
    except (OSError, BadInput) as error:
        raise ConfigError(f"The logo {path} cannot be used: {error}") from error


def _font(path):
    try:
        if path:
            ImageFont.truetype(path, 20)
    except OSError as error:
        raise ConfigError(f"The font {path} cannot be used: {error}") from error
    return path
