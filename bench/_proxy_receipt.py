"""One receipt, twice: the picture that the stock till sends, and what our own client sends."""

import base64
import functools
import io
import json
import random

import qrcode
from PIL import Image, ImageDraw, ImageFont

from odoo.tools.misc import file_path

WIDTH, HEIGHT, MARGIN = 512, 1571, 8  # what the stock till renders of sixteen lines
LINES = 16
QUALITY = 83  # the file is as large as the till's, 140 kB
PORTAL = 'https://shop.example.com/pos/ticket'
QR_CODE = f'{PORTAL}/validate?access_token=8b6c1f8e-37a4-4c02-9a55-6f1d2f0f7e11'
HEADER = ("Tel: +1 555-0142", "hello@shop.example.com", "Served by Marc Demo")
FOOTER = ("Need an invoice?", PORTAL, "Code: f7k2q", "Thank you for your visit!")
PRODUCTS = (
    "Desk Organizer",
    "Large Cabinet in Oak",
    "Acoustic Bloc Screen",
    "Whiteboard Pen, blue",
    "Monitor Stand",
    "Coffee, ground 500 g",
    "Office Chair Black",
    "LED Lamp E27",
)


class Receipt:
    """What a customer gets who bought sixteen things.

    :param int seed: another one, another receipt
    :ivar str picture: the JPEG file that the stock till makes of it, in base64
    :ivar bytes text: what our own client sends of it, JSON
    """

    def __init__(self, seed=0):
        chance = random.Random(seed)
        self.number = f'Order 00001-001-{chance.randrange(10000):04}'
        self.lines = []
        for _number in range(LINES):
            count, cents = chance.randint(1, 9), chance.randint(199, 8999)
            self.lines.append((chance.choice(PRODUCTS), count, cents))
        total = sum(count * cents for _name, count, cents in self.lines)
        tax = round(total * 15 / 115)
        self.sums = (("Subtotal", total - tax), ("Tax 15%", tax), ("Total", total), ("Cash", total))
        self.picture = base64.b64encode(draw(self)).decode()
        self.text = json.dumps({'version': 1, 'lines': write(self)}).encode()


def money(cents):
    return f'$ {cents / 100:,.2f}'


def details(count, cents):
    return f'{count}.00 x {money(cents)} / Units'


@functools.cache
def open_logo():
    """Return the logo of a new company as half of the receipt's width, on white."""
    logo = Image.open(file_path('base/static/img/res_company_logo.png')).convert('RGBA')
    logo = logo.resize((WIDTH // 2, WIDTH // 2 * logo.height // logo.width))
    white = Image.new('RGBA', logo.size, 'white')
    return Image.alpha_composite(white, logo).convert('RGB')


# === AS TEXT === #


def write(receipt):
    """Return the lines of the structured receipt, in the printer's own letters and QR code."""
    lines = [{'type': 'logo'}]
    lines += [centered(line) for line in (*HEADER, receipt.number)]
    for name, count, cents in receipt.lines:
        lines.append(columns(name, money(count * cents)))
        lines.append({'type': 'text', 'text': f'    {details(count, cents)}'})
    lines.append({'type': 'rule'})
    lines += [columns(name, money(cents)) for name, cents in receipt.sums]
    lines.append({'type': 'qr', 'data': QR_CODE, 'size': 3})
    lines += [centered(line) for line in FOOTER]
    return [*lines, {'type': 'cut'}]


def centered(text):
    return {'type': 'text', 'text': text, 'align': 'center'}


def columns(left, right):
    return {'type': 'columns', 'left': left, 'right': right}


# === AS A PICTURE === #


def draw(receipt):
    image = Image.new('RGB', (WIDTH, HEIGHT), 'white')
    pen = Pen(image)
    pen.paste(open_logo())
    for line in (*HEADER, receipt.number):
        pen.center(line, 17)
    pen.skip(10)
    for name, count, cents in receipt.lines:
        pen.row(name, money(count * cents), 22)
        pen.row(f'    {details(count, cents)}', '', 18)
    pen.skip(10)
    for name, cents in receipt.sums:
        pen.row(name, money(cents), 22)
    pen.skip(10)
    pen.paste(qrcode.make(QR_CODE, box_size=3, border=1).get_image().convert('RGB'))
    for line in FOOTER:
        pen.center(line, 17)
    pen.check()
    file = io.BytesIO()
    image.save(file, 'JPEG', quality=QUALITY)
    return file.getvalue()


class Pen:
    """Draws one line below the other."""

    def __init__(self, image):
        self.image, self.paper, self.y = image, ImageDraw.Draw(image), MARGIN

    def row(self, left, right, size):
        font = get_font(size)
        self.paper.text((MARGIN, self.y), left, 'black', font)
        self.paper.text((WIDTH - MARGIN, self.y), right, 'black', font, anchor='ra')
        self.skip(size * 1.5)

    def center(self, text, size):
        self.paper.text((WIDTH / 2, self.y), text, 'black', get_font(size), anchor='ma')
        self.skip(size * 1.5)

    def paste(self, image):
        self.image.paste(image, ((WIDTH - image.width) // 2, round(self.y)))
        self.skip(image.height + MARGIN)

    def skip(self, dots):
        self.y += dots

    def check(self):
        if not HEIGHT - 60 < self.y < HEIGHT:
            raise AssertionError(f"The receipt ends at {self.y}, not at {HEIGHT}")


@functools.cache
def get_font(size):
    return ImageFont.truetype('DejaVuSans.ttf', size)
