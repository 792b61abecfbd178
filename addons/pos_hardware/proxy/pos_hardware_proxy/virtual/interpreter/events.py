"""What a printer does besides inking paper."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """Bytes that the printer sends to its host."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Pulse:
    """A pulse on the drawer's socket.

    :param int pin: 2 or 5.
    :param int milliseconds: how long it is on.
    """

    pin: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Cut:
    """The knife went through the paper (``partial``: all but a point)."""

    partial: bool


@dataclass(frozen=True, slots=True)
class Recover:
    """The host asks to go on after an error, without what was received so far if ``clear``."""

    clear: bool
