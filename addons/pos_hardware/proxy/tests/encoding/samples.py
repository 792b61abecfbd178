"""Receipts and pictures to print."""

import io
import json

import qrcode
from PIL import Image, ImageDraw, ImageFilter, ImageFont

URL = 'https://shop.example/pos/ticket?order=00001-001-0001'


def jpeg(picture, quality=92):
    return _file(picture, 'JPEG', quality=quality)


def png(picture, **options):
    return _file(picture, 'PNG', **options)


def _file(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def odoo_receipt(width=512, height=1571):
    """Return a receipt (RGB) as Odoo's client draws it: logo, 16 lines, total, QR code."""
    paper = Image.new('RGB', (width, height), 'white')
    draw = ImageDraw.Draw(paper)
    draw.ellipse((190, 20, 320, 150), fill=(40, 30, 50))
    for line in range(16):
        _write(draw, 4, 180 + 62 * line, f"Office chair {line}", 22)
        _write(draw, 400, 180 + 62 * line, "1,234.50", 22)
        _write(draw, 24, 208 + 62 * line, f"{line + 1} x 1,234.50 / Units", 17)
    draw.line((0, 1180, width, 1180), fill='black', width=2)
    _write(draw, 4, 1200, "TOTAL  $ 19,752.00", 40)
    paper.paste(qr_picture(URL, 6), (130, height - 290))
    return paper


def _write(draw, left, top, text, size):
    draw.text((left, top), text, fill=(33, 37, 41), font=ImageFont.load_default(size))


def qr_picture(data, module):
    code = qrcode.QRCode(box_size=module)
    code.add_data(data)
    return code.make_image().get_image().convert('RGB')


def photo(width, height):
    """Return greys that are mostly neither black nor white, with soft edges."""
    noise = Image.effect_noise((width, height), 60).filter(ImageFilter.GaussianBlur(4))
    slope = Image.linear_gradient('L').resize((width, height))
    return Image.blend(noise, slope, 0.5)


def receipt(*lines, version=1):
    return json.dumps({'version': version, 'lines': list(lines)}).encode()


def line(text, **options):
    return receipt({'type': 'text', 'text': text, **options})
