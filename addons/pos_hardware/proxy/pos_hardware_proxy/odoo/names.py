"""Addresses of Odoo's name, sought where that holds nobody up."""

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from aiohttp.abc import AbstractResolver


class Resolver(AbstractResolver):
    """Has a thread of its own: a name server that is silent for half a minute would else take, one
    after the other, the threads in which the spool is read and drawers are opened."""

    def __init__(self):
        self._thread = ThreadPoolExecutor(1, 'names of Odoo')

    async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
        """Return the addresses as aiohttp wants them; raises OSError."""
        ask = partial(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM)
        found = await asyncio.get_running_loop().run_in_executor(self._thread, ask)
        return [
            {
                'hostname': host,
                'host': address[0],
                'port': address[1],
                'family': kind,
                'proto': protocol,
                'flags': socket.AI_NUMERICHOST,
            }
            for kind, _type, protocol, _name, address in found
        ]

    async def close(self):
        self._thread.shutdown(wait=False, cancel_futures=True)
