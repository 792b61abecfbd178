"""The talk with one printer over its line: status, hand-over, confirmation, clearing a rest."""

import time
from contextlib import suppress

from ..contracts import DeviceStatus, Fault
from ..errors import TransportError
from .answers import Answers, Kind
from .confirm import KEYS_REQUEST, Barrier, ProcessId, read_keys
from .mark import Mark
from .status import STATUS_ANSWERS, STATUS_REQUEST, Faulty, parse_status

# Small enough that a stop is noticed, big enough that it costs nothing.
CHUNK = 8 * 1024

# What a printer may still wait for of a picture that broke off; as many NUL bytes complete it, and
# are ignored by a printer that waits for nothing. No slice of a picture is longer.
LONGEST_REST = 64 * 1024

# After a rest has been cleared: cut it off from what comes next, in characters that every printer
# has.
NOTE = b'\x1b@\nThe receipt above may be incomplete.\n\n\n\n\x1dVB\x00'


class Line:
    """What is said over a transport; one thread's.

    :param settings: PrinterSettings.
    :param limits: Limits.
    :param on_wait: called, often, wherever this waits; may raise TransportError to end it.
    """

    def __init__(self, settings, transport, limits, on_wait):
        self._settings = settings
        self._transport = transport
        self._limits = limits
        self._on_wait = on_wait
        self._answers = Answers()
        self.can_answer = settings.answers and transport.can_read
        # Whether it answers such requests; None: not known yet.
        self.confirms = None if self.can_answer else False
        self._tells_keys = self.can_answer
        self._asked_at = None
        self._mark = Mark(self._ask, self._first)

    @property
    def is_open(self):
        return self._transport.is_open

    def open(self):
        """Take the device; return whether it was closed before."""
        if self._transport.is_open:
            return False
        self._answers, self._asked_at = Answers(), None
        self._transport.open()
        return True

    def close(self):
        self._transport.close()

    def ask_status(self):
        """Return the DeviceStatus that the printer answers now; an empty one if it never answers.

        :raise TransportError: 'mute'; 'offline' when its buffer is too full for the question, which
            says no more than that it does not print; or what the transport raised.
        """
        if not self._was_asked():
            self._request_status()
        if not self.can_answer:
            return DeviceStatus()
        return self._read_status(b'', time.monotonic() + self._limits.answer)

    def ask_ahead(self):
        """Ask an open printer already; `ask_status` takes the answer if it comes for it soon."""
        if self.is_open and self.can_answer:
            with suppress(TransportError):  # `ask_status` asks again, and tells why it cannot
                self._request_status()
                self._asked_at = time.monotonic()

    def _was_asked(self):
        asked_at, self._asked_at = self._asked_at, None
        return asked_at is not None and time.monotonic() < asked_at + self._limits.answer

    def _request_status(self):
        if self._transport.can_read:
            self._transport.drain()  # notices a line that broke, too
        if not self.can_answer:
            return
        self._answers = Answers()
        try:
            self._transport.write(STATUS_REQUEST, self._limits.answer)
        except TransportError as error:
            if error.code == 'timeout':
                raise Faulty(Fault.OFFLINE) from error
            raise

    def _read_status(self, answers, deadline):
        while len(answers) < STATUS_ANSWERS:
            if time.monotonic() >= deadline:
                raise Faulty(Fault.MUTE)
            answers += b''.join(a for kind, a in self._read(deadline) if kind is Kind.STATUS)
        return self._parse(answers)

    def _parse(self, answers):
        return parse_status(answers[:STATUS_ANSWERS], drawer=bool(self._settings.drawer))

    def _read(self, deadline):
        self._on_wait()
        wait = min(max(deadline - time.monotonic(), 0), self._limits.poll)
        return self._answers.feed(self._transport.read(256, wait))

    def hand_over(self, data):
        """Write all of a job.

        :raise TransportError: with `sent` bytes of all of `data`, and as code what keeps the
            printer from taking more. It is asked for that at the end only: a question in the middle
            of a picture may become a part of it.
        """
        sent = 0
        for part in self._parts(data):
            try:
                if sent:
                    self._on_wait()
                self._transport.write(part, self._limits.stall)
            except TransportError as error:
                sent += error.sent
                reason = self._reason(error)
                reason.sent = sent
                raise reason from error
            sent += len(part)

    def _parts(self, data):
        """Cut a job; whole where it is a document of its own (CUPS)."""
        size = CHUNK if self._transport.can_read else len(data)
        return (data[offset : offset + size] for offset in range(0, len(data), size))

    def _reason(self, error):
        """Return why the printer takes no more: what it says itself, if it stalled and answers.

        A transport may have closed the line when it stalled, to throw away what had not left.
        """
        if error.code != 'timeout' or not self.can_answer:
            return error
        try:
            self.open()
            Faulty.check(self.ask_status())
        except TransportError as told:
            return told
        return error

    def confirm(self, size):
        """Wait until the printer says that all of a job of `size` bytes is printed.

        :return: its DeviceStatus after that; None when it fell silent after it had confirmed.
        :raise TransportError: a fault's code, 'unconfirmed', or what the transport raised.
        """
        # A raw job may have asked itself, and a mark is answered when it is left, perhaps late.
        self._transport.drain()
        self._answers = Answers()
        request = self._mark.request or self._new_request()
        if self._mark.request:
            self._mark.call()
        else:
            self._ask(request.request)
        outstanding = self._until(request, self._limits.end + size / self._limits.head_rate)
        try:
            if outstanding is None:
                return self.ask_status()
            return self._read_status(outstanding, time.monotonic() + self._limits.answer)
        except TransportError:
            return None

    def learn_to_confirm(self):
        """Find out, with an idle printer, whether it answers requests for confirmation.

        Many cheap printers answer DLE EOT and nothing else: of their jobs no one could ever say
        that they ended. One that does confirm, and falls silent over a job, is another thing.
        """
        if self.confirms is None:
            request = self._new_request()
            self._ask(request.request)
            # Who configured it knows better than one silence.
            self.confirms = bool(self._first(request.matches)) or self._settings.confirms
            if self.confirms and self._settings.connection == 'serial':
                self._mark.learn(self._new_request())

    def mark(self):
        """Leave a mark in a printer whose line outlives a power cycle; `confirm` looks for it.

        :raise TransportError: nothing of the job was sent.
        """
        if self._mark.works:
            self._mark.set(self._new_request())

    def _first(self, matches):
        """Return the first answer of a kind; None when there is none in time."""
        deadline = time.monotonic() + self._limits.answer
        while time.monotonic() < deadline:
            for kind, answer in self._read(deadline):
                if matches(kind, answer):
                    return answer
        return None

    def ask_keys(self):
        """Return the key codes of the pictures that the printer keeps; None if it does not tell."""
        if not self._tells_keys:
            return None
        self._ask(KEYS_REQUEST)
        answer = self._first(lambda kind, _answer: kind is Kind.KEYS)
        self._tells_keys = answer is not None
        return read_keys(answer) if answer else None

    def _new_request(self):
        return ProcessId() if self._settings.confirms else Barrier()

    def _ask(self, request):
        self._transport.write(request, self._limits.stall)

    def _until(self, request, patience):
        """Wait for the answer to a request, with looks at the status between.

        :return: None, or the answers so far to a status request that is still outstanding.
        """
        deadline = time.monotonic() + patience
        look_at = time.monotonic() + self._limits.poll
        status = None
        while (now := time.monotonic()) < deadline:
            if status is None and now >= look_at:
                self._ask(STATUS_REQUEST)
                status = b''
            answers = self._read(deadline if status is not None else min(look_at, deadline))
            if status is not None:
                status += b''.join(answer for kind, answer in answers if kind is Kind.STATUS)
            if any(request.matches(*answer) for answer in answers):
                return status
            if status is not None and len(status) >= STATUS_ANSWERS:
                Faulty.check(self._parse(status))
                status, look_at = None, now + self._limits.poll
        if status is not None:
            raise Faulty(Fault.MUTE)
        raise TransportError('unconfirmed', "The printer does not say that it printed: look at it")

    def clear_rest(self, missing):
        """End what an interrupted job left in the printer, and mark it on the paper.

        :param int missing: bytes that were not handed over.
        :raise TransportError: if the printer does not come to its end; it may not get a job then.
        """
        fill = bytes(min(missing, LONGEST_REST))
        self._ask(fill)
        if self.confirms is not False:
            self._wait_for_the_end()
        self._ask(NOTE)

    def _wait_for_the_end(self):
        # The interrupted job may have asked for an answer that comes only now, and looks like ours:
        # both requests stand together in the buffer, so what comes within a moment belongs here.
        request = self._new_request()
        self._ask(request.request)
        try:
            self._until(request, self._limits.end + LONGEST_REST / self._limits.head_rate)
            self.confirms = True
        except TransportError as error:
            if self.confirms or error.code != 'unconfirmed':
                raise
            self.confirms = False  # it has nothing else to do, and says nothing
        self._quiet()

    def _quiet(self):
        while self._transport.read(256, self._limits.poll):
            self._on_wait()
