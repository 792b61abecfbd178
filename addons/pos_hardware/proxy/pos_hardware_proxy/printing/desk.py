"""The desk of a printer: what it accepts, and whom it tells how a job ended."""

import dataclasses
import threading

from ..errors import ProxyError


class Desk:
    """Takes jobs in and tells their ends; every method may be called by any thread.

    :param str printer: its name.
    :param listener: called with a dict for every change of a job or a status.
    """

    def __init__(self, printer, spool, listener):
        self._printer = printer
        self._spool = spool
        self._listener = listener
        self._lock = threading.Lock()
        self._waiting = {}  # uuid of an open job -> the futures to tell its end to

    def accept(self, request, ticket, *, started=False):
        """Put a job on disk, tell the ticket; return whether it is new.

        :param bool started: it is sent next, see `Spool.accept`.
        """
        try:
            job, new = self._spool.accept(request, started=started)
            if new:
                self.tell(job)
            self._join(job, ticket.ended)
        except ProxyError as error:
            refuse(ticket, error)
            return False
        ticket.known = not new
        settle(ticket.accepted, job)
        return new

    def _join(self, job, future):
        """Let a future wait for the end of a job, whoever handed it in."""
        with self._lock:
            if not job.state.ended:
                job = self._spool.job(job.uuid)
            if not job.state.ended:
                self._waiting.setdefault(job.uuid, []).append(future)
                return
        settle(future, job)

    def start(self, uuid):
        """:raise ProxyError: 'spool': nothing of the job may be sent."""
        self._spool.start(uuid)
        self.tell(self._spool.job(uuid))

    def end(self, uuid, outcome):
        """:raise ProxyError: 'spool': the job is still queued, and nobody was told an end."""
        job = self._spool.finish(uuid, outcome.state, **outcome.details())
        with self._lock:
            futures = self._waiting.pop(uuid, [])
        for future in futures:
            settle(future, job)
        self.tell(job)

    def close(self):
        """Tell those who still wait that the proxy stops."""
        with self._lock:
            futures = [future for waiting in self._waiting.values() for future in waiting]
            self._waiting.clear()
        error = ProxyError('stopped', "The proxy stops: ask for this job when it runs again")
        for future in futures:
            settle(future, error=error)

    def tell(self, job):
        values = dataclasses.asdict(job)
        self._listener({'type': 'job', 'job': {'printer': values.pop('device'), **values}})

    def tell_status(self, status):
        values = dataclasses.asdict(status)
        values['faults'] = sorted(status.faults)
        self._listener({'type': 'printer', 'printer': self._printer, 'status': values})


def refuse(ticket, error):
    settle(ticket.accepted, error=error)
    settle(ticket.ended, error=error)


def settle(future, result=None, *, error=None):
    """Tell a future its end, unless whoever waited for it has given up."""
    if future.set_running_or_notify_cancel():
        if error:
            future.set_exception(error)
        else:
            future.set_result(result)
