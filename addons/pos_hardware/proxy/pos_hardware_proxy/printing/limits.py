"""How long a printer is waited for."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds, unless said otherwise; measured by a clock that nobody sets (``time.monotonic``).

    :param float answer: for the answer to a status request: it is sent at once, even off line.
    :param float stall: without the printer taking a byte. A cutter takes 1.5 s, paper that is being
        printed leaves room in the buffer every 0.1 s; who stalls longer has a reason to be asked
        for.
    :param float end: for the confirmation of a short job; a long one gets `head_rate` on top.
    :param int head_rate: bytes a second that any printer gets onto paper, links of 38400 baud too.
    :param float poll: between two looks at cover and paper while the confirmation is waited for.
    :param float idle_poll: between two looks at a printer that does nothing.
    :param float probe: the same where every look opens a line and closes it again (TCP).
    :param float idle_close: after which a TCP line is closed, for most printers talk to one till
        only.
    :param float retry: the first pause after a printer could not be reached; doubled up to...
    :param float retry_most: ...this one.
    :param float pulse_age: after which the drawer stays shut: whoever asked has turned away.
    :param float pulse_gap: between two pulses, for the coil's sake and against mischief.
    :param float spool_retry: before a job whose start could not be written to disk is tried again.
    :param float stop: for the job in the middle when the proxy stops.
    """

    answer: float = 1.0
    stall: float = 5.0
    end: float = 10.0
    head_rate: int = 3000
    poll: float = 0.3
    idle_poll: float = 3.0
    probe: float = 15.0
    idle_close: float = 3.0
    retry: float = 1.0
    retry_most: float = 30.0
    pulse_age: float = 2.0
    pulse_gap: float = 1.0
    spool_retry: float = 1.0
    stop: float = 5.0
