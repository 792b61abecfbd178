"""The line that is being set: pieces side by side, put on paper when it ends."""

from PIL import Image

MAX_LINE_TEXT = 4096
"""Characters of one logical line that are kept as text."""

MAX_PIECES = 512
"""Masks in one line, for who sets them all on one spot."""


class Line:
    """Collects masks (mode '1', white is ink) from left to right; wraps at the print width."""

    def __init__(self, paper, style):
        self.paper, self.style = paper, style
        self.pieces, self.x, self.height, self.text = [], 0, 0, ''

    @property
    def width(self):
        return max(1, min(self.style.width, self.paper.dots - self.style.left))

    def add(self, mask, gap=0):
        """Set a mask; one that has no room left begins a new line."""
        full = self.x and self.x + mask.width > self.width
        if full or len(self.pieces) == MAX_PIECES:
            self.wrap()
        self.pieces.append((self.x, mask))
        self.height = max(self.height, mask.height)
        self.x += mask.width + gap

    def note(self, text):
        """Remember what the masks say; a wrap does not end the logical line."""
        self.text += text[: MAX_LINE_TEXT - len(self.text)]

    def move(self, x):
        """Go on at a column of dots, inside the print width."""
        self.x = min(max(x, 0), self.width)

    def wrap(self):
        self.print(max(self.style.spacing, self.height))

    def end(self, rows=None):
        """Print and feed, at least by the line's own height; the logical line ends."""
        self.print(max(self.style.spacing if rows is None else rows, self.height))
        if self.text:
            self.paper.note(self.text)
        self.text = ''

    def flush(self):
        """Print what is there without a further feed, before something that is as wide as paper."""
        if self.pieces or self.text:
            self.end(0)

    def block(self, mask):
        """Print a picture on lines of its own, aligned as the text is."""
        self.flush()
        self.paper.ink(mask, self.aligned(mask.width))
        self.paper.feed(mask.height)

    def print(self, rows):
        if self.pieces:
            mask = self._compose()
            self.paper.ink(mask, self.aligned(mask.width))
        self.paper.feed(rows)
        self.pieces, self.x, self.height = [], 0, 0

    def aligned(self, width):
        return self.style.left + max(0, self.width - width) * self.style.align // 2

    def _compose(self):
        """Set the pieces on one foot line."""
        width = min(max(x + mask.width for x, mask in self.pieces), self.paper.dots)
        whole = Image.new('1', (width, self.height))
        for x, mask in self.pieces:
            whole.paste(255, (x, self.height - mask.height), mask)
        return whole.transpose(Image.Transpose.ROTATE_180) if self.style.upside else whole
