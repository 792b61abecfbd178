"""Where a virtual printer's receipts lie."""

from collections import deque

MAX_RECEIPTS = 50
MAX_BYTES = 16 << 20
"""Of all pictures; an ordinary receipt has 5 kB, two metres of noise have 1 MB."""
MAX_CODES = 8
"""Codes of a receipt that the page lists."""


class Tray:
    """Keeps the last receipts; numbers count from 1 and are never used again."""

    def __init__(self):
        self.printed = 0
        self._kept = deque()

    def add(self, receipt):
        self.printed += 1
        self._kept.append((self.printed, receipt))
        while len(self._kept) > MAX_RECEIPTS or self._bytes() > MAX_BYTES:
            self._kept.popleft()

    def _bytes(self):
        return sum(len(receipt.png) for _number, receipt in self._kept)

    def __len__(self):
        return len(self._kept)

    @property
    def receipts(self):
        """Return the kept receipts, the newest last."""
        return [receipt for _number, receipt in self._kept]

    def get(self, number):
        """Return a receipt by its number; None: not there any more."""
        return dict(self._kept).get(number)

    def seen(self):
        """Return what the page shows of each receipt, the newest first."""
        return [
            {
                'number': number,
                'at': receipt.at,
                'cut': receipt.cut,
                'codes': [f'{code.kind}: {code.content}' for code in receipt.codes[:MAX_CODES]],
            }
            for number, receipt in reversed(self._kept)
        ]
