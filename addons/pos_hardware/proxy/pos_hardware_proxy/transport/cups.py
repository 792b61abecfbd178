"""A queue of CUPS that passes bytes through unchanged ("raw")."""

import contextlib
import time

from ..errors import ConfigError, TransportError

RAW = 'application/vnd.cups-raw'
CANCELLED, COMPLETED = 7, 9  # RFC 8011, 5.3.7: job-state; 8 is aborted, lower ones go on
PRINTER_STOPPED = 5  # RFC 8011, 5.4.11: printer-state
POLL_SECONDS = (0.01, 0.25)  # first, longest
WATCHED = ['job-state', 'job-state-reasons', 'job-printer-state-message', 'time-at-processing']


class CupsTransport:
    """Address: ``queue``, ``server`` ('': the machine's own; ``host:port`` or path of a socket).

    One ``write`` is one job of CUPS, followed until it ended: all bytes of a receipt belong into
    one. A job that has begun counts as sent in an error. Nobody can read a printer behind CUPS.

    :raises ConfigError: pycups is not installed.
    """

    can_read = False

    def __init__(self, address):
        self.queue = address.text('queue')
        self.server = address.text('server', '')
        self.name = f'cups {self.queue}'
        try:
            import cups
        except ImportError as error:
            raise ConfigError(
                f"printers.{address.printer}: 'connection' is cups, but pycups is missing: install "
                "pos-hardware-proxy[cups]."
            ) from error
        self._cups = cups
        self._errors = (cups.IPPError, cups.HTTPError, RuntimeError, OSError)
        self._connection = None

    @property
    def is_open(self):
        return self._connection is not None

    def open(self):
        if self.is_open:
            return
        try:
            connection = self._connect()
            wanted = ['printer-state', 'printer-is-accepting-jobs']
            state = connection.getPrinterAttributes(self.queue, requested_attributes=wanted)
        except self._errors as error:
            raise TransportError(
                'unreachable', f"CUPS does not answer for the queue {self.queue} ({error})."
            ) from error
        if state['printer-state'] == PRINTER_STOPPED or not state['printer-is-accepting-jobs']:
            raise TransportError(
                'unreachable', f"CUPS stopped the queue {self.queue}: start it there (cupsenable)."
            )
        self._connection = connection

    def _connect(self):
        if not self.server:
            return self._cups.Connection()
        host, colon, port = self.server.rpartition(':')
        if colon and port.isdecimal():
            return self._cups.Connection(host=host, port=int(port))
        return self._cups.Connection(host=self.server)

    def close(self):
        self._connection = None

    def write(self, data, timeout):
        if self._connection is None:
            raise TransportError('gone', f"{self.name} is not open.")
        job = None
        try:
            job = self._connection.createJob(self.queue, 'Receipt', {})
            self._submit(job, data)
            self._follow(job, len(data), timeout)
        except self._errors as error:
            self._cancel(job)
            self.close()
            raise TransportError(
                'gone', f"CUPS ended the conversation ({error}).", len(data) if job else 0
            ) from error

    def _submit(self, job, data):
        connection = self._connection
        connection.startDocument(self.queue, job, 'receipt', RAW, 1)
        connection.writeRequestData(data, len(data))
        connection.finishDocument(self.queue)

    def _follow(self, job, size, timeout):
        """Wait until the job has ended; take it back when it does not get on for that long."""
        code = 'print_failed'
        end = self._watch(job, timeout)
        if end['job-state'] < CANCELLED:
            code = 'timeout'
            self._cancel(job)
            end = self._ask(job)
        if end['job-state'] != COMPLETED:
            message = end.get('job-printer-state-message') or 'no reason told'
            sent = size if end.get('time-at-processing') else 0
            raise TransportError(code, f"CUPS did not print on {self.queue}: {message}.", sent)

    def _watch(self, job, timeout):
        """Return the attributes of the job as it ended, or got stuck."""
        seen, pause, deadline = None, POLL_SECONDS[0], 0
        while True:
            now = self._ask(job)
            if now != seen:
                seen, deadline = now, time.monotonic() + timeout
            if now['job-state'] >= CANCELLED or time.monotonic() > deadline:
                return now
            time.sleep(pause)
            pause = min(pause * 1.5, POLL_SECONDS[1])

    def _ask(self, job):
        return self._connection.getJobAttributes(job, requested_attributes=WATCHED)

    def _cancel(self, job):
        """Take a job back, or it would come out when nobody expects it any more."""
        if job:
            with contextlib.suppress(*self._errors):  # it has ended, or CUPS has
                self._connection.cancelJob(job, purge_job=False)

    def read(self, count, timeout):
        return b''

    def drain(self):
        return
