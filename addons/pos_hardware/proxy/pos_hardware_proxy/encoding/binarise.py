"""From greys to dots: text by a threshold, photos by error diffusion.

A threshold keeps letters and bars sharp where diffusion frays them; a photo needs the diffusion.
Which of both a spot is shows in its greys: print is black on white with a thin seam, a photo is
mostly between.
"""

from PIL import Image, ImageChops, ImageFilter

from .raster import bands

THRESHOLD = 160  # above the middle: keeps thin grey letters, and JPEG's noise on white is above 200
INK = [255] * THRESHOLD + [0] * (256 - THRESHOLD)
_SMOOTH = Image.Resampling.BILINEAR  # sharp enough for a threshold, and cheaper than BICUBIC
_BETWEEN = [0] * 48 + [255] * 160 + [0] * 48  # neither nearly black nor nearly white
_SOFT = [255] * 192 + [0] * 64  # of a contrast: what neighbours in a photo have
_TILE = 32  # dots, the height of a letter: smaller, and a thick stroke would pass for a photo
_STEP = 4  # every fourth pixel in both directions tells enough
_MOSTLY = [0] * 140 + [255] * 116  # over 55 % of a tile


def fitting(size, dots, aspect=1):
    """Return the (width, height) of a picture of ``size`` that is as wide as the head."""
    width, height = size
    return dots, max(1, round(height * dots * aspect / width))


def binarise(grey, size):
    """Return the dots ('L': 255 is ink, 0 is paper) of a grey picture, scaled to ``size``."""
    photos = _photos(grey)
    tile = _TILE * size[0] / grey.width, _TILE * size[1] / grey.height
    if grey.size != size:
        grey = grey.resize(size, _SMOOTH) if photos else _resize_print(grey, size)
    ink = grey.point(INK)
    if photos:
        _diffuse(ink, grey, photos, tile)
    return ink


def _resize_print(grey, size):
    """Resize only where there is ink: half of a receipt, and resizing costs most of all."""
    across, down = size[0] / grey.width, size[1] / grey.height
    resized = Image.new('L', size, 255)
    for top, bottom, stride in bands(grey.point(INK)):
        first = max(0, int(top * down) - 1)
        last = min(size[1], int(bottom * down) + 2)
        right = min(size[0], int(stride * 8 * across) + 2)
        box = (0, first / down, min(right / across, grey.width), min(last / down, grey.height))
        resized.paste(grey.resize((right, last - first), _SMOOTH, box), (0, first))
    return resized


def _photos(grey):
    """Return a small mask ('L') of the tiles that are photo; None where there is none."""
    tiles = _tiles(_sample(grey).point(_BETWEEN))
    if tiles.getbbox():
        tiles = _tiles(_soft(grey))
    if not tiles.getbbox():
        return None
    # the white sky and the black hair of a photo belong to it
    return tiles.filter(ImageFilter.MaxFilter(3))


def _sample(grey):
    """Return every fourth pixel in both directions."""
    size = tuple(max(1, side // _STEP) for side in grey.size)
    return grey.resize(size, Image.Resampling.NEAREST)


def _tiles(spots):
    """Return which tiles are mostly such spots (255), one pixel each."""
    return spots.reduce(_TILE // _STEP).point(_MOSTLY)


def _soft(grey):
    """Return what is grey among greys, between the samples too.

    A code whose modules have soft edges may show nothing but these at every fourth pixel; black and
    white are near them then.
    """
    half = _STEP // 2
    spots = _between_others(_sample(grey))
    return ImageChops.darker(spots, _between_others(_sample(ImageChops.offset(grey, -half, -half))))


def _between_others(small):
    darkest = small.filter(ImageFilter.MinFilter(3))
    contrast = ImageChops.subtract(small.filter(ImageFilter.MaxFilter(3)), darkest)
    return ImageChops.darker(small.point(_BETWEEN), contrast.point(_SOFT))


def _diffuse(ink, grey, photos, tile):
    """Replace the dots of the photos' tiles, which are ``tile`` (wide, high) in ``ink``."""
    left, top, right, bottom = photos.getbbox()
    box = (
        round(left * tile[0]),
        round(top * tile[1]),
        min(round(right * tile[0]), ink.width),
        min(round(bottom * tile[1]), ink.height),
    )
    size = box[2] - box[0], box[3] - box[1]
    mask = photos.crop((left, top, right, bottom)).resize(size, Image.Resampling.NEAREST)
    dots = grey.crop(box).convert('1').convert('L').point(INK)
    ink.paste(dots, box, mask)
