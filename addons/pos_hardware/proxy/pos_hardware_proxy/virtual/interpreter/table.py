"""Which bytes begin which command: what acts registers itself, the rest is skipped by length."""

from typing import NamedTuple

from .shapes import after_head, counted, fixed, to_end, word

LEADS = {0x10: 'DLE', 0x1B: 'ESC', 0x1C: 'FS', 0x1D: 'GS'}
CONTROLS = {0x09: 'HT', 0x0A: 'LF', 0x0C: 'FF', 0x0D: 'CR', 0x18: 'CAN'}
LONGER = (b'\x1b(', b'\x1c(', b'\x1d(', b'\x1d8')
"""Prefixes with one more byte before the command is known; all of them tell their length."""


class Command(NamedTuple):
    """A name as in the reference (``GS ( L``), its shape, and what it does with its parameters."""

    name: str
    read: object
    act: object


COMMANDS = {}


def command(prefix, read):
    """Register the decorated ``act(machine, parameters)`` for the bytes ``prefix``."""

    def register(act):
        COMMANDS[prefix] = Command(name_of(prefix), read, act)
        return act

    return register


def lookup(prefix):
    """Return the command of whole prefix bytes; None for one that the reference does not know."""
    known = COMMANDS.get(prefix)
    if known is None and prefix[:2] in LONGER:
        return Command(name_of(prefix), counted(4 if prefix[1] == 0x38 else 2), do_nothing)
    return known


def name_of(prefix):
    """Write a command as the reference does: ``b'\\x1d(L'`` is ``GS ( L``."""
    first = LEADS.get(prefix[0]) or CONTROLS.get(prefix[0]) or f'{prefix[0]:02X}'
    return ' '.join([first, *(chr(byte) for byte in prefix[1:])])


def do_nothing(_machine, _parameters):
    """Take a command that changes nothing on this paper."""


def counters():
    """``GS C``: the serial number counter, in four forms, one of them text with semicolons."""
    (kind,) = yield 1, 1
    if kind != ord(';'):
        yield {ord('0'): 2, ord('1'): 6, ord('2'): 2}.get(kind, 0), 6
        return
    for _number in range(5):
        yield from to_end(b';')()


def windows_picture():
    """``GS D``: seven bytes, then a Windows bitmap file, which tells its own size."""
    yield 7, 7
    head = yield 6, 6
    yield max(0, int.from_bytes(head[2:], 'little') - 6), 0


LENGTHS = {
    0: rb'CR CAN ESC< ESCL ESCS FS& FS. GS: GSc',
    1: rb'DLE_ENQ ESCR ESCT ESCU ESCr ESCu ESC= ESCK ESCe ESCj FS! FS- FSC FSW GS/ GSE GSb GSj GST',
    2: rb'ESCc ESCf FSS FS? GSP',
    3: rb'GS^',
    8: rb'ESCW',
}
BYTES = {b'DLE_ENQ': b'\x10\x05', b'CR': b'\r', b'CAN': b'\x18'}
SHAPES = {
    b'\x10\x04': after_head(1, lambda head: 1 if head[0] in {7, 8, 18} else 0),
    b'\x10\x14': after_head(1, lambda head: {1: 2, 2: 2, 3: 5, 7: 1, 8: 7}.get(head[0], 0)),
    b'\x1c2': fixed(74),
    b'\x1cg': after_head(8, lambda head: word(head, 6) if head[:1] == b'1' else 0),
    b'\x1dC': counters,
    b'\x1dD': windows_picture,
    b'\x1dg': fixed(4),
    b'\x1dz': fixed(3),
    b'\x1dQ': after_head(6, lambda head: word(head, 2) * word(head, 4)),
}


def _skip():
    """Register what is taken and left alone; real-time commands were answered on reception."""
    for length, names in LENGTHS.items():
        for name in names.split():
            for lead, text in ((b'\x1b', b'ESC'), (b'\x1c', b'FS'), (b'\x1d', b'GS')):
                if name.startswith(text):
                    name = lead + name[len(text) :]
            command(BYTES.get(name, name), fixed(length))(do_nothing)
    for prefix, shape in SHAPES.items():
        command(prefix, shape)(do_nothing)


_skip()
