"""The thread of one printer: jobs and pulses in their turn, a look at the printer in between."""

import logging
import threading
import time
from functools import partial

from ..contracts import Fault, JobState
from ..errors import ProxyError, TransportError
from .content import printer_bytes
from .desk import settle
from .drawer import Coil, count_pulses
from .session import Outcome, Session
from .tickets import Pulse

_logger = logging.getLogger(__name__)

_LOST = {Fault.UNREACHABLE, Fault.MUTE}


class Worker:
    """Takes from the inbox until it is stopped; the only one who touches the transport."""

    def __init__(self, settings, transport, spool, desk, inbox, limits, encode, logo, pulse):
        self.name = settings.name
        self._shared = settings.connection == 'tcp'
        self._spool, self._desk, self._inbox = spool, desk, inbox
        self._limits = limits
        self._encode, self._pulse = encode, pulse
        self._coil = Coil(limits.pulse_gap)
        keep_rest = partial(spool.keep_rest, settings.name)
        self._session = Session(
            settings, transport, limits, desk.tell_status, self._on_wait, keep_rest, logo
        )
        self._retry = limits.retry
        self._stop_by = None
        self._thread = threading.Thread(target=self._run, name=f'printer {self.name}', daemon=True)

    @property
    def status(self):
        return self._session.status

    def start(self, *, rest):
        """:param bool rest: an unfinished job may still be in the printer."""
        if rest:
            self._session.expect_rest()
        self._thread.start()

    def stop_soon(self):
        self._stop_by = time.monotonic() + self._limits.stop

    def join(self):
        if self._thread.is_alive():
            self._thread.join(self._limits.stop + 2 * self._limits.stall)

    def _run(self):
        self._do(None)
        # What was taken is done, even if the stop came just then: somebody waits for its end.
        while (work := self._inbox.take(self._pause())) or self._stop_by is None:
            self._do(work)
        self._session.close()

    def _do(self, work):
        try:
            if isinstance(work, Pulse):
                self._open_for(work)
            elif work:
                self._work(work)
            else:
                self._idle()
        except Exception:  # a defect of ours must not end the thread of all later jobs
            _logger.exception("Printer %s: work was dropped", self.name)

    def _pause(self):
        """Return the seconds after which to look at a printer that has nothing to do."""
        if self._session.status.faults & _LOST:
            pause, self._retry = self._retry, min(2 * self._retry, self._limits.retry_most)
            return pause
        self._retry = self._limits.retry
        if not self._shared:
            return self._limits.idle_poll
        return self._limits.idle_close if self._session.is_open else self._limits.probe

    def _idle(self):
        """Look at the printer; leave a shared one to others."""
        if not (self._shared and self._session.is_open):
            self._session.look()
        if self._shared:
            self._session.close()

    def _on_wait(self):
        """While a job waits for the printer: nobody waits in vain for the drawer or the stop."""
        for pulse in self._inbox.late_pulses(time.monotonic() - self._limits.pulse_age):
            settle(pulse.done, error=_too_late())
        if self._stop_by is not None and time.monotonic() > self._stop_by:
            raise TransportError('stopped', "The proxy stopped while this was printing: look at it")

    def _open_for(self, pulse):
        try:
            if self._coil.wait:
                raise ProxyError('too_often', "The drawer was opened a moment ago: wait a second")
            self._session.ready()
            if time.monotonic() - pulse.asked_at > self._limits.pulse_age:
                raise _too_late()
            self._coil.used()
            self._session.pulse(self._pulse)
        except ProxyError as error:
            settle(pulse.done, error=error)
        else:
            settle(pulse.done)

    def _work(self, entry):
        """Print a job. If the spool fails, nothing was sent and told: it is tried again."""
        prepared = self._prepare(entry)
        ready = not isinstance(prepared, Outcome)
        started = ready and entry.ticket is not None and not count_pulses(prepared)
        if not self._is_ours(entry, started):
            return
        try:
            if ready:
                self._print(entry, prepared, started)
            else:
                self._desk.end(entry.uuid, prepared)
        except ProxyError as error:
            _logger.warning("Printer %s: job %s waits: %s", self.name, entry.uuid, error)
            if error.code == 'spool':
                self._inbox.put_first(entry)
                self._inbox.wait_closed(self._limits.spool_retry)

    def _is_ours(self, entry, started):
        """Tell whether a job is on disk, to be printed now and by nobody else."""
        if entry.ticket is None:
            # When the proxy stops, it stays queued on disk.
            return entry.is_new() and self._stop_by is None
        ticket, request = entry.ticket, entry.request
        entry.ticket = entry.request = None
        return self._desk.accept(request, ticket, started=started)

    def _prepare(self, entry):
        """Return the bytes for a printer that is ready to print them, or why it failed.

        A job that is not accepted yet may come here: nothing of it is sent.
        """
        self._session.ask_ahead()  # it answers while the job is encoded
        try:
            content = entry.content
            if content is None:
                content = self._spool.content(entry.uuid)
            data = printer_bytes(self._encode, entry.kind, content)
            self._session.ready()
        except ProxyError as error:
            return Outcome(JobState.FAILED, error.code, error.message)
        return data

    def _print(self, entry, data, started):
        pulses = count_pulses(data)
        if pulses and self._inbox.wait_closed(self._coil.wait):
            return  # the proxy stops; the job stays queued on disk
        if not started:
            self._desk.start(entry.uuid)
        if pulses:
            self._coil.used(pulses)
        try:
            outcome = self._session.print(data)
        except Exception:  # a defect of ours must not leave the client waiting, nor guess an end
            _logger.exception("Printer %s: job %s broke off", self.name, entry.uuid)
            outcome = Outcome(JobState.UNKNOWN, 'internal', "The proxy failed: look at the paper")
            self._session.expect_rest()
        self._desk.end(entry.uuid, outcome)


def _too_late():
    return ProxyError('too_late', "The drawer was asked for too long ago: ask again")
