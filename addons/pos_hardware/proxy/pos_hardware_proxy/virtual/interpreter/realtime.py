"""Commands that a printer obeys on reception, wherever in the stream they stand.

Epson: even while the printer is offline, and also where the same bytes are part of a picture's
data; there they do both. Only the pulse can be switched off (``GS ( D``).
"""

import re

from .events import Answer, Pulse, Recover
from .status import realtime_status

PATTERN = re.compile(
    rb'\x10(?:\x04([\x01-\x04])|\x05([\x01\x02])|\x14\x01([\x00\x01])([\x01-\x08])'
    rb'|(\x14\x08\x01\x03\x14\x01\x06\x02\x08))'
)
LONGEST = 10


class RealTime:
    """Finds real-time commands in bytes that come in any pieces."""

    def __init__(self, state):
        self.state = state
        self.pulses_enabled = True
        self._tail = b''

    def find(self, data):
        """Yield ``(end, event)``: where in ``data`` each command is complete, and what it does."""
        window = self._tail + data
        offset, done = len(self._tail), 0
        for match in PATTERN.finditer(window):
            done = match.end()
            yield done - offset, self._event(match)
        self._tail = window[max(done, len(window) - LONGEST + 1) :]

    def _event(self, match):
        status, recover, pin, tenths, _clear = match.groups()
        if status:
            return Answer(realtime_status(self.state, status[0]))
        if pin:
            return Pulse((2, 5)[pin[0]], tenths[0] * 100)
        return Recover(recover != b'\x01')
