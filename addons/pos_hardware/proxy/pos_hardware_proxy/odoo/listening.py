"""Odoo's websocket: it says that there is work, and nothing else."""

import asyncio
import json
import time
from contextlib import suppress

from .client import OdooError

WORK = 'pos_hardware.work'
GOOD_SECONDS = 10  # a line that broke sooner was none


class Listener:
    """Keeps a line to Odoo.

    :param Link link: is told whether the line stands.
    """

    def __init__(self, odoo, link, bells):
        self._odoo, self._link, self._bells = odoo, link, bells
        self._channel, self._known = None, asyncio.Event()
        self._socket = None

    async def subscribe(self, channel):
        """Listen to this channel from now on."""
        if channel == self._channel:
            return
        self._channel = channel
        self._known.set()
        if self._socket is not None:
            with suppress(ConnectionError):  # it breaks; the next line has the channel
                await self._send()

    async def _send(self):
        data = {'channels': [self._channel], 'last': 0}
        await self._socket.send_json({'event_name': 'subscribe', 'data': data})

    async def step(self):
        """Listen until the line breaks.

        :raise OdooError: it did so too soon.
        """
        await self._known.wait()
        started = time.monotonic()
        try:
            async with self._odoo.socket() as self._socket:
                await self._listen()
            if time.monotonic() - started < GOOD_SECONDS:
                raise OdooError('closed', "Odoo closes the websocket")
        except OdooError as error:
            self._link.unheard(error)
            raise
        finally:
            self._socket = None
            self._link.unheard()

    async def _listen(self):
        await self._send()
        self._link.heard()
        self._bells.work.set()  # it may have come while nobody listened
        async for message in self._socket:
            if is_work(message.data):
                self._bells.work.set()


def is_work(data):
    """Tell whether one of the notifications in a message says that there is work."""
    try:
        notifications = json.loads(data)
    except (ValueError, TypeError, RecursionError):
        return False
    if not isinstance(notifications, list):
        return False
    return any(_type(notification) == WORK for notification in notifications)


def _type(notification):
    message = notification.get('message') if isinstance(notification, dict) else None
    return message.get('type') if isinstance(message, dict) else None
