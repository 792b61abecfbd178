"""Pages of a PDF as pictures for a receipt printer."""

import io
import math

import pypdfium2
from PIL import ImageOps

DOTS_PER_INCH = 203  # of most receipt printers: a page as wide as the paper is printed as it is
POINTS_PER_INCH = 72
PIXELS_OF_PAGE = 12_000_000  # the proxy takes no larger picture
PAGES = 20
IS_DARK = [0] * 32 + [255] * 224  # by how far it is from white: smears are no content


class TooManyPages(Exception):
    """More than a receipt printer should print of one document."""


def render_pages(pdf):
    """Return each page that is not blank as the bytes of a grey PNG without its white margins.

    :param bytes pdf: a PDF file
    :raise TooManyPages: more than 20
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) > PAGES:
            raise TooManyPages(len(document))
        pictures = [_crop(_render(page)) for page in document]
    finally:
        document.close()
    return [_to_png(picture) for picture in pictures if picture]


def _render(page):
    """Return a page as a picture of `DOTS_PER_INCH`, a huge one as large as the proxy takes."""
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / POINTS_PER_INCH, math.sqrt(PIXELS_OF_PAGE / (width * height)))
    return page.render(scale=scale * 0.999, grayscale=True).to_pil().convert('L')


def _crop(picture):
    """Return the part that is not white, None where all is: the proxy shrinks to the paper."""
    box = ImageOps.invert(picture).point(IS_DARK).getbbox()
    return box and picture.crop(box)


def _to_png(picture):
    file = io.BytesIO()
    picture.save(file, 'PNG', optimize=True)
    return file.getvalue()
