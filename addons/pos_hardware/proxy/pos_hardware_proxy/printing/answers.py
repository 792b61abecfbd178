"""The stream of what a printer sends, taken apart."""

from enum import Enum, auto

from .status import is_status


class Kind(Enum):
    STATUS = auto()  # one byte, DLE EOT
    PAPER = auto()  # one byte, GS r 1
    PROCESS = auto()  # four bytes, the process id of GS ( H function 48
    KEYS = auto()  # status and key codes, two bytes each, of GS ( L function 64


# The answers of more than a byte: 37h, what it is, contents, 00h.
_BLOCK = 0x37
_PROCESS = 0x22
_KEYS = 0x72
# Key codes come forty at a time; no block that is asked for here is longer. Without an end: noise,
# thrown away.
_LONGEST_BLOCK = 84

_BLOCKS = {_PROCESS: Kind.PROCESS, _KEYS: Kind.KEYS}

_XON, _XOFF = 0x11, 0x13


class Answers:
    """Takes bytes as they arrive and gives whole answers; what nobody asked for is left out.

    The kinds are told apart by their fixed bits (Epson's ESC/POS command reference, "Status
    transmission"): DLE EOT 0xx1xx10, first byte of an automatic status 0xx1xx00 and three more
    bytes 0xx0xxxx, GS r 0xx0xxxx, XON 11h, XOFF 13h, blocks 37h ... 00h.
    """

    def __init__(self):
        self._rest = b''

    def feed(self, data):
        """Return the list of (Kind, bytes) that `data` completes."""
        self._rest += data
        found = []
        while self._rest:
            length = self._length()
            if length > len(self._rest):
                break
            answer, self._rest = self._rest[:length], self._rest[length:]
            kind = _kind(answer)
            if kind:
                found.append((kind, answer[2:-1] if kind in _BLOCKS.values() else answer))
        return found

    def _length(self):
        """Return how long the first answer is; more than what is there if its end is missing."""
        first = self._rest[0]
        if first == _BLOCK:
            # No 00h stands inside: ids and key codes are 20h to 7Eh.
            end = self._rest.find(0, 1)
            if end < 0:
                return len(self._rest) + 1 if len(self._rest) < _LONGEST_BLOCK else _LONGEST_BLOCK
            return end + 1
        return 4 if first & 0b1001_0011 == 0b0001_0000 else 1


def _kind(answer):
    first = answer[0]
    if first == _BLOCK and answer[-1] == 0:
        return _block_kind(answer)
    if len(answer) > 1 or first in {_XON, _XOFF}:
        return None
    if is_status(first):
        return Kind.STATUS
    return Kind.PAPER if first & 0b1001_0000 == 0 else None


def _block_kind(answer):
    kind = _BLOCKS.get(answer[1])
    return None if kind is Kind.PROCESS and len(answer) != 7 else kind
