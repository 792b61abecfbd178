"""A printer on paper, for tests: what was printed, what a scanner reads on it."""

import zxingcpp
from PIL import ImageOps
from pos_hardware_proxy.virtual.interpreter import Answer, Interpreter
from pos_hardware_proxy.virtual.paper import Paper

CUT = b'\x1dV\x00'


class Press:
    """An interpreter, its receipts and its events."""

    def __init__(self, *parts, dots=576):
        self.receipts, self.events = [], []
        self.interpreter = Interpreter(Paper(dots, self.receipts.append))
        for part in parts:
            self.feed(part)

    def feed(self, data):
        self.events += self.interpreter.feed(data)

    @property
    def answers(self):
        return b''.join(event.data for event in self.events if isinstance(event, Answer))

    @property
    def text_lines(self):
        return [line.rstrip() for receipt in self.receipts for line in receipt.text_lines]

    @property
    def codes(self):
        return [code for receipt in self.receipts for code in receipt.codes]


def printed(*parts, dots=576):
    """Return the picture of the receipt that some bytes and a cut make."""
    return Press(*parts, CUT, dots=dots).receipts[0].picture


def ink(picture):
    """Return the box around everything black, as left, top, right, bottom."""
    return ImageOps.invert(picture.convert('L')).getbbox()


def scan(picture):
    """Return what a scanner reads on a receipt, with the paper's white margin around the print."""
    paper = ImageOps.expand(picture.convert('L'), border=40, fill=255)
    return [code.bytes.decode('utf-8') for code in zxingcpp.read_barcodes(paper)]
