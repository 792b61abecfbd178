"""The state of a printer, in the bits of ``DLE EOT``, ``GS r`` and the automatic status."""

from dataclasses import dataclass, field

from ...contracts import Fault

STOPPING = frozenset({Fault.PAPER_OUT, Fault.COVER_OPEN, Fault.OFFLINE})
"""What a printer waits out before it prints on; it still hears real-time commands."""


@dataclass
class PrinterState:
    """What a printer knows of itself.

    :param set faults: those of STOPPING that it has.
    :param bool drawer_open: its switch pulls pin 3 of the socket down while it is open.
    """

    faults: set = field(default_factory=set)
    near_end: bool = False
    drawer_open: bool = False

    @property
    def stopped(self):
        return bool(self.faults & STOPPING)


def _bits(*pairs):
    return sum(mask for condition, mask in pairs if condition)


def realtime_status(state, kind):
    """Return the byte that answers ``DLE EOT kind``, 1 to 4; bits 1 and 4 are always on."""
    paper_out, cover = Fault.PAPER_OUT in state.faults, Fault.COVER_OPEN in state.faults
    bits = {
        1: _bits((not state.drawer_open, 0x04), (state.stopped, 0x08)),
        2: _bits((cover, 0x04), (paper_out, 0x20)),
        3: 0,
        4: _bits((state.near_end or paper_out, 0x0C), (paper_out, 0x60)),
    }
    return bytes([0x12 | bits[kind]])


def automatic_status(state):
    """Return the four bytes of the automatic status (``GS a``)."""
    paper_out, cover = Fault.PAPER_OUT in state.faults, Fault.COVER_OPEN in state.faults
    first = 0x10 | _bits((not state.drawer_open, 0x04), (state.stopped, 0x08), (cover, 0x20))
    third = _bits((state.near_end or paper_out, 0x03), (paper_out, 0x0C))
    return bytes([first, 0, third, 0])


def sensor_status(state, kind):
    """Return the byte that answers ``GS r kind``: 1 the paper, 2 the drawer; b'' for others."""
    if kind in {1, 49}:
        return bytes([automatic_status(state)[2]])
    return bytes([not state.drawer_open]) if kind in {2, 50} else b''
