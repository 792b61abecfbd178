"""What a printer says of itself: DLE EOT (Epson's ESC/POS command reference), byte by byte."""

import time

from ..contracts import DeviceStatus, Fault
from ..errors import TransportError

# Printer, cause of being off line, cause of error, roll paper sensor: executed when they arrive,
# even while the printer is off line, and answered by one byte each in this order.
STATUS_REQUEST = b'\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04'
STATUS_ANSWERS = 4

# First the one that says best what to do: an open cover also reports no paper, both report off
# line.
_BY_URGENCY = (
    Fault.UNREACHABLE,
    Fault.MUTE,
    Fault.COVER_OPEN,
    Fault.PAPER_OUT,
    Fault.CUTTER,
    Fault.DEVICE_ERROR,
    Fault.OFFLINE,
)

SENTENCES = {
    Fault.PAPER_OUT: "The printer is out of paper: put in a new roll",
    Fault.COVER_OPEN: "The printer's cover is open: close it",
    Fault.OFFLINE: "The printer is off line: look at its paper, its cover and its buttons",
    Fault.CUTTER: "The printer's cutter is stuck: free the paper, then switch it off and on",
    Fault.DEVICE_ERROR: "The printer reports an error: switch it off and on",
    # One that stands still with a full buffer hears no question: for want of paper, most often.
    Fault.MUTE: "The printer does not answer: look at its paper and cover, its power, its cable",
    Fault.UNREACHABLE: "The printer cannot be reached: look whether it is on, then at its cable",
}


def is_status(byte):
    """Tell whether a byte can be an answer to DLE EOT: bits 0 and 7 are 0, bits 1 and 4 are 1."""
    return byte & 0b1001_0011 == 0b0001_0010


def parse_status(answers, *, drawer=False):
    """Return the DeviceStatus in the four answers to STATUS_REQUEST.

    :param bytes answers: four, in order.
    :param bool drawer: a drawer is connected, whose switch pulls pin 3 down when it opens.
    :raise ValueError: if they are not answers to DLE EOT.
    """
    if len(answers) != STATUS_ANSWERS or not all(map(is_status, answers)):
        raise ValueError(f"{answers.hex(' ')} is no answer to DLE EOT 1 to 4")
    printer, offline, error, paper = answers
    seen = {
        Fault.PAPER_OUT: offline & 0x20 or paper & 0x60,
        Fault.COVER_OPEN: offline & 0x04,
        Fault.CUTTER: error & 0x08,
        Fault.DEVICE_ERROR: error & 0x60 or (offline & 0x40 and not error & 0x08),
    }
    faults = {fault for fault, bits in seen.items() if bits}
    if printer & 0x08 and not faults:
        faults.add(Fault.OFFLINE)
    return DeviceStatus(
        faults=frozenset(faults),
        near_end=bool(paper & 0x0C),
        drawer_open=not printer & 0x04 if drawer else None,
        answered=True,
        asked_at=time.time(),
    )


def worst(faults):
    """Return the fault to tell first."""
    return min(faults, key=_BY_URGENCY.index)


class Faulty(TransportError):
    """The printer has a fault, or is silent; `code` is the fault's value.

    :param DeviceStatus | None status: None when it is silent.
    """

    def __init__(self, fault, status=None):
        super().__init__(str(fault), SENTENCES[fault])
        self.status = status

    @classmethod
    def check(cls, status):
        if status.faults:
            raise cls(worst(status.faults), status)
