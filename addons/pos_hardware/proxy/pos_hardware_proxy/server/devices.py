"""How devices are told: in the four words of the stock client, and in ours."""

import asyncio
import math

from ..contracts import Fault
from ..errors import ProxyError
from ..printing.status import SENTENCES

GONE = frozenset({Fault.MUTE, Fault.UNREACHABLE, Fault.OFFLINE})


def stock_printer(status):
    """Say a :class:`DeviceStatus` as ``proxy_status.js`` reads it: anything but ``connected`` and
    ``connecting`` is shown as offline."""
    messages = [SENTENCES[fault] for fault in sorted(status.faults)]
    if status.faults:
        return {
            'status': 'disconnected' if status.faults <= GONE else 'error',
            'messages': messages,
        }
    if status.near_end:
        messages.append("The printer is nearly out of paper.")
    if not status.answered:
        return {'status': 'connecting', 'messages': ["The printer has not told its status."]}
    return {'status': 'connected', 'messages': messages}


def printer_details(name, printer, counter):
    """Return what /v1 tells of a printer."""
    status = printer.status()
    return {
        'name': name,
        'default': name == counter.default,
        'drawer': name == counter.drawer,
        'ready': status.ready,
        'faults': sorted(status.faults),
        'near_end': status.near_end,
        'drawer_open': status.drawer_open,
        'answered': status.answered,
        'asked_at': status.asked_at,
    }


class Weigher:
    """Asks the scale in a thread; who comes during a reading gets that one, nobody an older one.

    :param scale: None where there is none.
    :param float seconds: how long a reading may take.
    """

    def __init__(self, scale, seconds):
        self._scale, self._seconds = scale, seconds
        self._reading = None

    async def read(self):
        """Return kg; raise ProxyError."""
        if self._scale is None:
            raise ProxyError('no_scale', "No scale is configured on this proxy.")
        if self._reading is None or self._reading.done():
            loop = asyncio.get_running_loop()
            self._reading = loop.run_in_executor(None, self._scale.read)
            self._reading.add_done_callback(lambda reading: reading.exception())
        reading = self._reading
        done, _pending = await asyncio.wait({reading}, timeout=self._seconds)
        if not done:
            raise ProxyError('mute', "The scale does not answer; check its cable and power.")
        weight = reading.result()
        if not math.isfinite(weight):
            raise ProxyError('device_error', "The scale told no number.")
        return weight

    async def status(self):
        """Say how the scale is, by a reading: in motion is connected, silent is not."""
        try:
            await self.read()
        except ProxyError as error:
            gone = error.code in {'no_scale', *GONE}
            status = 'disconnected' if gone else 'connected'
            return {'status': status, 'code': error.code, 'messages': [error.message]}
        return {'status': 'connected', 'code': '', 'messages': []}


def scanner_status(scanner):
    if scanner is None:
        message = "No scanner is configured on this proxy."
        return {'status': 'disconnected', 'code': 'no_scanner', 'messages': [message]}
    return {'status': 'connected', 'code': '', 'messages': []}
