"""One printer, step by step: what each step may do to a job's end. No threads, no queue."""

import time
from dataclasses import dataclass

from ..contracts import DeviceStatus, Fault, JobState
from ..errors import TransportError
from .line import LONGEST_REST, Line
from .logo import NO_LOGO
from .status import Faulty

# What failures say of the device; any other: that it cannot be reached. 'no_space' is a full disk
# behind a file, or the kernel's word for missing paper.
_FAULTS = {
    'mute': Fault.MUTE,
    'offline': Fault.OFFLINE,
    'print_failed': Fault.DEVICE_ERROR,
    'no_space': Fault.DEVICE_ERROR,
}
_NOT_LOST = {'unconfirmed', 'stopped'}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended; the fields are those of a Job."""

    state: JobState
    code: str = ''
    message: str = ''
    confirmed: bool = False
    sent: int = 0

    def details(self):
        return {name: getattr(self, name) for name in ('code', 'message', 'confirmed', 'sent')}


class Session:
    """A printer with its line, what it said last, and what may be left in it of an earlier job.

    :param on_status: called with every DeviceStatus that differs from the one before.
    :param keep_rest: called before something that is no job, and long, is sent: if the process dies
        meanwhile, the next one has to `expect_rest`.
    """

    def __init__(self, settings, transport, limits, on_status, on_wait, keep_rest, logo=NO_LOGO):
        self._line = Line(settings, transport, limits, on_wait)
        self._keep_rest = keep_rest
        self._logo, self._logo_brought = logo, False
        self._on_status = on_status
        self._logo_missing = True
        self._rest = None
        self._limits = limits
        self._lost_until, self._lost_by = 0.0, None
        self.status = DeviceStatus()

    @property
    def is_open(self):
        return self._line.is_open

    def expect_rest(self, missing=LONGEST_REST):
        """Clear up to that many bytes of an unfinished job before anything else is sent."""
        self._rest = missing

    def close(self):
        self._line.close()

    def look(self):
        """Open the line if need be and ask for the status; never raises, a failure is a status."""
        try:
            self._ask()
        except TransportError as error:
            self._failed(error)

    def ask_ahead(self):
        """Ask a printer whose line is open for the status that `ready` takes a moment later."""
        self._line.ask_ahead()

    def ready(self):
        """Open the line, ask for the status, clear what an earlier job left, bring the logo.

        A printer that was lost a moment ago is not tried again for each job that waits.

        :raise TransportError: what keeps it from printing; nothing of the next job was sent.
        :raise ProxyError: 'spool': the logo could not be brought, nothing of it was sent.
        """
        if time.monotonic() < self._lost_until:
            raise TransportError(self._lost_by.code, self._lost_by.message)
        try:
            self._ask()
            Faulty.check(self.status)
            self._clear_rest()
            self._bring_logo()
        except TransportError as error:
            self._failed(error)
            if not self.is_open:
                self._lost_until, self._lost_by = time.monotonic() + self._limits.retry, error
            raise

    def _ask(self):
        """Open the line and ask for the status; twice if the line stood, for it may be stale."""
        fresh = self._line.open()
        try:
            status = self._line.ask_status()
        except TransportError:
            if fresh:
                raise
            self._line.close()
            fresh = self._line.open()
            status = self._line.ask_status()
        if fresh:
            self._logo_missing = True
        if status.ready and self._rest is None:
            self._line.learn_to_confirm()
        self._tell(status)

    def _clear_rest(self):
        if self._rest is not None:
            self._line.clear_rest(self._rest)
            self._rest = None

    def _bring_logo(self):
        upload = self._logo.upload
        if self._logo_missing and upload and not self._has_logo():
            self._keep_rest()
            try:
                self._line.hand_over(upload)
            except TransportError as error:
                self._rest = len(upload) - error.sent
                raise
            self._logo_brought = True
        self._logo_missing = False

    def _has_logo(self):
        """Tell whether the printer has the logo: that memory wears with every writing.

        A printer that does not tell is believed to have kept what this process has brought.
        """
        keys = self._line.ask_keys()
        return self._logo_brought if keys is None else self._logo.key in keys

    def print(self, data):
        """Hand over a job and wait until the printer says it printed; return the Outcome.

        `ready` was called just before, and the spool knows that the job is being sent.
        """
        sent = 0
        try:
            self._line.mark()
        except TransportError as error:
            return self._broken(error, 0, len(data))
        try:
            self._line.hand_over(data)
            sent = len(data)
            status = self._confirm(sent)
        except TransportError as error:
            return self._broken(error, sent or error.sent, len(data))
        # Whatever happens from here on, the receipt is printed, as far as anybody can tell.
        self._tell(status or self._lost(Fault.MUTE))
        return Outcome(JobState.DONE, confirmed=bool(self._line.confirms), sent=sent)

    def _confirm(self, size):
        if self._line.confirms:
            return self._line.confirm(size)
        status = self._line.ask_status()  # tells at least whether the line still stands
        Faulty.check(status)
        return status

    def _broken(self, error, sent, size):
        """Nothing handed over: it failed. Otherwise nobody knows, and the rest is to be cleared."""
        self._failed(error)
        state = JobState.FAILED
        if sent:
            state = JobState.UNKNOWN
            self._rest = size - sent
            self._line.close()
        return Outcome(state, error.code, error.message, sent=sent)

    def pulse(self, data):
        """:raise TransportError: the pulse was not handed over as a whole."""
        try:
            self._line.hand_over(data)
        except TransportError as error:
            if error.sent:
                self._rest = len(data) - error.sent
            self._failed(error)
            raise

    def _failed(self, error):
        """Keep what a failure says of the device; a line that broke starts afresh."""
        status = getattr(error, 'status', None)
        if status:
            self._tell(status)
            return
        self._line.close()
        if error.code in _NOT_LOST:
            return
        self._tell(self._lost(_FAULTS.get(error.code, Fault.UNREACHABLE)))

    def _lost(self, fault):
        return DeviceStatus(faults=frozenset({fault}), asked_at=self.status.asked_at)

    def _tell(self, status):
        changed = _what(status) != _what(self.status)
        self.status = status
        if changed:
            self._on_status(status)


def _what(status):
    return status.faults, status.near_end, status.drawer_open, status.answered
