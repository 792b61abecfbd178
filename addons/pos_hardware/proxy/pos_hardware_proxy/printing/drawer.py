"""The drawer's coil: how often it may be pulsed, whoever asks and in whatever bytes."""

import time

from ..errors import BadInput

# More in one job than there are sockets is mischief, or noise that looks like it.
MOST_PULSES = 2

# ESC p m, and DLE DC4 1 m t (at once, even off line), Epson's ESC/POS command reference.
_COMMANDS = ((b'\x1bp', b'\x00\x0101'), (b'\x10\x14\x01', b'\x00\x01'))


def count_pulses(data):
    """Return how many pulses the bytes of a job hold; by chance in a picture once in 4 MB."""
    return sum(_count(data, command, pins) for command, pins in _COMMANDS)


def check_pulses(data):
    """:raise BadInput: if a job holds more pulses than anybody needs."""
    pulses = count_pulses(data)
    if pulses > MOST_PULSES:
        raise BadInput(
            'too_many_pulses',
            f"This job opens the drawer {pulses} times: send at most {MOST_PULSES}",
        )


def _count(data, command, pins):
    count, at = 0, data.find(command)
    while at >= 0:
        pin = data[at + len(command) : at + len(command) + 1]
        count += bool(pin) and pin in pins
        at = data.find(command, at + 1)
    return count


class Coil:
    """Allows a pulse every `gap` seconds; one thread's."""

    def __init__(self, gap):
        self._gap = gap
        self._free_at = 0.0

    @property
    def wait(self):
        """Seconds until the next pulse is allowed."""
        return max(self._free_at - time.monotonic(), 0)

    def used(self, pulses=1):
        self._free_at = time.monotonic() + pulses * self._gap
