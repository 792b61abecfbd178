"""How much a client may ask for. The figures are stated in docs/api.md."""

from dataclasses import dataclass

# Deeper than any receipt; far less than what Python's own recursion stands.
MAX_DEPTH = 32

# A body below this cannot become more than some 25 MB of Python objects ('[],' → 72 bytes); a
# larger one is a picture in base64, which has no commas or brackets.
LARGE_BODY = 1 << 20
MAX_PIECES = 100_000


# A body below this waits for nobody, e.g. a poll.
SMALL_BODY = 64 << 10


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    body: int = 6 << 20  # what the spool takes (4 MiB) as base64; forty JPEGs of a long receipt
    body_seconds: float = 10
    bodies: int = 16  # larger than SMALL_BODY, at once; with their JSON within 300 MB of memory
    print_seconds: float = 30  # a picture at 19,200 baud takes 24
    wait_seconds: float = 30
    drawer_seconds: float = 5  # a pulse is dropped after 2
    scale_seconds: float = 1.5  # the stock client gives up asking for the status after 2.5
    poll_seconds: float = 50  # below the minute after which middle boxes cut a silent line
    polls: int = 64
    sockets: int = 32
    connections: int = 512  # in all; half of the files that a process usually may open
    jobs_listed: int = 200
    idle_seconds: float = 75  # between requests, and for the head of a request
    stop_seconds: float = 3
