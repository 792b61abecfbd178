"""A mark in the printer that a power cycle wipes out, for lines that outlive one.

A serial line stands while the printer behind it is switched off and on. What was in the printer's
buffer is lost then, yet a question that comes later is answered as if nothing had happened. So the
question is left in the printer before the job, as a macro, and called after it: no ESC @ clears a
macro, but every reset and power cut does (Epson's ESC/POS command reference, GS : and GS ^).
"""

from ..contracts import Fault
from .status import Faulty

_DEFINE = b'\x1d:'  # begins and ends the definition
_CALL = b'\x1d^\x01\x00\x00'  # once, without a pause


class Mark:
    """The macro of one printer.

    :param ask: sends bytes.
    :param first: returns the first answer that a function accepts, None when none comes in time.
    """

    def __init__(self, ask, first):
        self._ask, self._first = ask, first
        self._echoes = self.works = False
        self.request = None

    def learn(self, request):
        """Find out, with an idle printer, whether it keeps a macro."""
        self._define(request)
        # Most printers carry out what they record, and answer a first time.
        self._echoes = self._first(request.matches) is not None
        self.call()
        self.works = self._first(request.matches) is not None

    def set(self, request):
        """Leave a request of its own for each job in the printer."""
        self.request = request
        self._define(request)
        if self._echoes and self._first(request.matches) is None:
            raise Faulty(Fault.MUTE)

    def _define(self, request):
        self._ask(_DEFINE + request.request + _DEFINE)

    def call(self):
        """Let the printer answer the request that was left in it, if it is still there."""
        self._ask(_CALL)
