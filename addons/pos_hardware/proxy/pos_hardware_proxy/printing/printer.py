"""A printer as the others see it: jobs and pulses are handed in, futures tell how they ended."""

from concurrent.futures import ThreadPoolExecutor

from ..contracts import JobState
from ..errors import ProxyError
from .desk import Desk, refuse, settle
from .limits import Limits
from .logo import NO_LOGO
from .session import Outcome
from .tickets import Entry, Inbox, Pulse, Ticket
from .worker import Worker


class ReceiptPrinter:
    """One printer, one thread.

    :param PrinterSettings settings: `settings.name` is the device of its jobs.
    :param Transport transport: used by this printer's thread alone.
    :param Spool spool: recovered (`Spool.recover`) before `start`.
    :param listener: called with a dict, from several threads, on every change of a job or the
        status; it must neither block nor raise.
    :param encode: (JobKind, bytes) -> bytes for the printer; raises BadInput.
    :param KeptLogo logo: the one that the printer keeps in its memory.
    :param bytes pulse: opens the drawer; b'' without one.
    """

    def __init__(
        self,
        settings,
        transport,
        spool,
        listener,
        *,
        encode,
        logo=NO_LOGO,
        pulse=b'',
        limits=None,
    ):
        self.name = settings.name
        self._spool = spool
        self._has_drawer = bool(pulse)
        self._desk = Desk(settings.name, spool, listener)
        self._inbox = Inbox()
        self._worker = Worker(
            settings,
            transport,
            spool,
            self._desk,
            self._inbox,
            limits or Limits(),
            encode,
            logo,
            pulse,
        )
        self._accepting = ThreadPoolExecutor(1, f'accept {self.name}')

    def start(self):
        """Take up the jobs that wait in the spool, then those to come.

        :raise ProxyError: 'spool'.
        """
        for job in self._spool.queued(self.name):
            self._inbox.put(Entry(job.uuid, job.kind, None))
        self._worker.start(rest=self._spool.has_rest(self.name))

    def stop(self):
        """End: the job in the middle gets a moment, those in the queue stay there."""
        self._worker.stop_soon()
        refusal = ProxyError(
            'stopped', "The proxy stops: this happens when it runs again, or never"
        )
        pulses, tickets = self._inbox.close()
        for pulse in pulses:
            settle(pulse.done, error=refusal)
        for ticket in tickets:
            refuse(ticket, refusal)
        self._accepting.shutdown()
        self._worker.join()
        self._desk.close()

    def submit(self, request):
        """Accept a JobRequest and print it in its turn; returns a Ticket at once."""
        ticket = Ticket()
        entry = Entry(request.uuid, request.kind, request.content, ticket=ticket, request=request)
        # A printer that has nothing to do accepts and starts with one commit, when it is ready.
        if self.status().ready and self._inbox.put_idle(entry):
            return ticket
        entry.ticket = entry.request = None
        try:
            entry.accepted = self._accepting.submit(self._accept, request, entry, ticket)
        except RuntimeError:
            refuse(ticket, ProxyError('stopped', "The proxy stops: print again when it runs"))
        else:
            self._inbox.put(entry)
        return ticket

    def cancel(self, uuid):
        """Take a job back; return whether its turn had not come yet.

        :raise ProxyError: 'spool': it stays in the queue.
        """
        entry = self._inbox.remove(uuid)
        if entry is None:
            return False
        try:
            if not entry.is_new():
                return False
            outcome = Outcome(JobState.FAILED, 'cancelled', "It was cancelled before its turn")
            self._desk.end(uuid, outcome)
        except ProxyError:
            self._inbox.put_first(entry)
            raise
        return True

    def open_drawer(self, asked_at):
        """Pulse the drawer between two jobs.

        :param float asked_at: time.monotonic() when the person asked.
        :return: Future of None; its ProxyError has the code 'too_late', 'too_often', 'no_drawer',
            'stopped', or that of the fault that keeps the printer from doing it.
        """
        pulse = Pulse(asked_at)
        if self._has_drawer:
            self._inbox.put_pulse(pulse)
        else:
            error = ProxyError('no_drawer', "This printer has no drawer: configure its pin")
            settle(pulse.done, error=error)
        return pulse.done

    def status(self):
        """Return the last known DeviceStatus; no I/O."""
        return self._worker.status

    def _accept(self, request, entry, ticket):
        new = self._desk.accept(request, ticket)
        self._inbox.release_content(entry)
        return new
