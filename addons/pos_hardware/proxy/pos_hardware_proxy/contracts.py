"""What the rooms of the proxy hand to each other: jobs, statuses, and the line to a device."""

import enum
from dataclasses import dataclass, field
from typing import Protocol


class JobState(enum.StrEnum):
    """Where a job is; the last three are its ends.

    ``UNKNOWN``: bytes may have reached the paper and nobody can tell; never repeated by itself.
    """

    QUEUED = 'queued'
    SENDING = 'sending'
    DONE = 'done'
    FAILED = 'failed'
    UNKNOWN = 'unknown'

    @property
    def ended(self):
        return self not in {JobState.QUEUED, JobState.SENDING}


class JobKind(enum.StrEnum):
    """What the content of a job is: a picture file, a structured receipt, or printer bytes."""

    IMAGE = 'image'
    RECEIPT = 'receipt'
    RAW = 'raw'


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What a client asks to print.

    :param str uuid: the client's own; the same one twice prints once.
    :param str device: name of the printer.
    :param bytes content: JPEG or PNG file, UTF-8 JSON, or raw bytes, by ``kind``.
    :param str document: what people call it, e.g. 'Receipt 00012-001'; the job is no other for it.
    """

    uuid: str
    device: str
    kind: JobKind
    content: bytes
    document: str = field(default='', compare=False)


@dataclass(frozen=True, slots=True)
class Job:
    """A job as the spool knows it. Times are seconds since the epoch, UTC.

    :param str code: '' or the word of what went wrong (``paper_out``, ``unreachable``, ...).
    :param str message: '' or the sentence for people.
    :param bool confirmed: the printer itself said that printing ended.
    :param int sent: bytes handed over so far.
    """

    uuid: str
    device: str
    kind: JobKind
    state: JobState
    code: str = ''
    message: str = ''
    confirmed: bool = False
    sent: int = 0
    accepted_at: float = 0.0
    ended_at: float | None = None
    document: str = ''


class Fault(enum.StrEnum):
    """What keeps a device from working; the value is the code that clients see."""

    PAPER_OUT = 'paper_out'
    COVER_OPEN = 'cover_open'
    OFFLINE = 'offline'
    CUTTER = 'cutter'
    DEVICE_ERROR = 'device_error'
    MUTE = 'mute'
    UNREACHABLE = 'unreachable'


@dataclass(frozen=True, slots=True)
class DeviceStatus:
    """What a device said of itself last.

    :param frozenset faults: of :class:`Fault`; empty when it can work.
    :param bool near_end: paper is nearly out.
    :param bool | None drawer_open: None where nobody can tell.
    :param bool answered: the device said so itself; False where it cannot (CUPS, file) or did not.
    :param float | None asked_at: seconds since the epoch of that answer; None: never asked.
    """

    faults: frozenset = frozenset()
    near_end: bool = False
    drawer_open: bool | None = None
    answered: bool = False
    asked_at: float | None = None

    @property
    def ready(self):
        return not self.faults


class Transport(Protocol):
    """The line to a device. Blocking; used by one thread at a time (that of the device).

    Every method raises :class:`~.errors.TransportError` and nothing else.
    """

    name: str  # for people, e.g. 'tcp 192.0.2.7:9100'
    can_read: bool  # False: the device can never answer (CUPS, file)

    @property
    def is_open(self) -> bool:
        """Tell whether a line stands, as far as is known."""

    def open(self) -> None:
        """Take the device; nothing happens when it is already open."""

    def close(self) -> None:
        """Give the device back (``usblp`` too); never raises, whatever state the line is in."""

    def write(self, data: bytes, timeout: float) -> None:
        """Hand over all bytes; a partial write is resumed where it stopped.

        :param float timeout: seconds without any progress after which it gives up.
        """

    def read(self, count: int, timeout: float) -> bytes:
        """Return up to ``count`` bytes as soon as some are there; b'' after ``timeout`` seconds."""

    def drain(self) -> None:
        """Throw away what the device sent unasked or too late."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """One ``[printers.NAME]`` table of the configuration.

    :param str connection: ``usb``, ``tcp``, ``serial``, ``cups``, ``file`` or ``virtual``.
    :param dict address: what that transport needs, e.g. ``{'host': ..., 'port': 9100}``.
    :param str profile: name of a python-escpos printer profile.
    :param int | None dots: width of the head; None: as the profile says.
    :param tuple code_pages: those the printer has; empty: as the profile says.
    :param bool answers: False for a printer that never answers a status request.
    :param bool confirms: the printer answers ``GS ( H`` (process id) and is asked.
    :param str drawer: '' or pin of the drawer's socket, ``2`` or ``5``.
    :param str logo: '' or path of the picture that is kept in the printer's memory.
    :param str font: '' or path of the font for letters that the printer does not have.
    """

    name: str
    connection: str
    address: dict = field(default_factory=dict)
    profile: str = 'default'
    dots: int | None = None
    code_pages: tuple = ()
    answers: bool = True
    confirms: bool = False
    drawer: str = ''
    logo: str = ''
    font: str = ''
