"""How a printer is asked to say that it has printed."""

import itertools
import random

from .answers import Kind

# d1 to d4 of GS ( H function 48 are 20h to 7Eh: numbers to this base.
_FIRST, _BASE = 0x20, 0x5F


class ProcessId:
    """GS ( H function 48: the printer sends the id back once it printed what came before.

    Every request has an id of its own, so no late answer to another can be taken for this one's.
    The first is drawn by lot: the printer may still have those of an earlier process in its buffer.
    """

    _numbers = itertools.count(random.randrange(_BASE**4))

    def __init__(self):
        number = next(self._numbers)
        self._id = bytes(_FIRST + number // _BASE**power % _BASE for power in range(4))
        self.request = b'\x1d(H\x06\x00\x30\x30' + self._id

    def matches(self, kind, answer):
        return kind is Kind.PROCESS and answer == self._id


class Barrier:
    """GS r 1: answered when the printer comes to it, after all that was sent before.

    Its answers look all alike: it must be asked once, never again while one is outstanding.
    """

    request = b'\x1dr\x01'

    def matches(self, kind, answer):
        return kind is Kind.PAPER


# GS ( L function 64: which pictures the printer keeps.
KEYS_REQUEST = b'\x1d(L\x04\x00\x30\x40KC'
_NO_MORE = 0x40  # first byte of the answer; 41h: there are more than fit into it


def read_keys(answer):
    """Return the key codes in the answer to KEYS_REQUEST; None when it does not tell them all."""
    codes = answer[1:]
    keys = {codes[place : place + 2] for place in range(0, len(codes), 2)}
    return keys if answer[:1] == bytes((_NO_MORE,)) else None
