"""What both protocols do: hand a job to its printer, open the drawer. No disk on the event loop."""

import asyncio
import binascii
import time

from ..counter import settled
from ..errors import BadInput, ProxyError
from .keys import COUNTER, LIMITS


def in_thread(function, *args):
    """Run what may wait for a disk or a lock where it holds nobody up."""
    return asyncio.get_running_loop().run_in_executor(None, function, *args)


def decode(text):
    """Return the bytes of a base64 text (RFC 4648, strict).

    :raises BadInput: it is none, or empty.
    """
    if not isinstance(text, str) or not text:
        raise BadInput('bad_request', "The content is missing; send it as a base64 text.")
    try:
        return binascii.a2b_base64(text, strict_mode=True)
    except (binascii.Error, ValueError):
        raise BadInput('bad_request', "The content is not base64.") from None


async def submit(printer, request):
    """Hand a job to the printer, which makes nobody wait; return its ticket once it is on disk.

    :raises ProxyError: the job was not accepted; nothing of it will be printed.
    """
    ticket = printer.submit(request)
    await settled(ticket.accepted, None)  # nothing can be answered before that is known
    ticket.accepted.result()
    return ticket


def has_end(ticket):
    """Tell whether the job ended; with an error in its place it waits on disk for a restart."""
    return ticket.ended.done() and not ticket.ended.exception()


async def open_drawer(app, name):
    """Open the drawer of the named printer ('' = the configured one).

    :raises ProxyError: it was not opened, or (``drawer_unknown``) nobody can tell.
    """
    printer = app[COUNTER].drawer_printer(name)
    await pulse(printer, time.monotonic(), app[LIMITS].drawer_seconds)


async def pulse(printer, asked_at, seconds):
    """Open the drawer of a printer for who asked then (time.monotonic); raises as `open_drawer`."""
    future = await in_thread(printer.open_drawer, asked_at)
    if not await settled(future, seconds):
        message = "The printer did not tell whether the drawer opened; look at the drawer."
        raise ProxyError('drawer_unknown', message)
    future.result()
