"""Requests that wait long: counted, and sent home when the proxy stops."""

import asyncio

from ..errors import ProxyError


class WaitingRoom:
    """As many waiting requests as there are seats.

    ``async with room:`` around the waiting; raises ProxyError ``busy`` when every seat is taken.
    """

    def __init__(self, seats):
        self._seats = seats
        self._tasks = set()

    def __len__(self):
        return len(self._tasks)

    async def __aenter__(self):
        if len(self._tasks) >= self._seats:
            # A client that asks again at once must not turn in circles.
            await asyncio.sleep(1)
        if len(self._tasks) >= self._seats:
            raise ProxyError('busy', f"Already {self._seats} clients wait here; close some pages.")
        self._tasks.add(asyncio.current_task())

    async def __aexit__(self, *_exception):
        self._tasks.discard(asyncio.current_task())

    async def close(self, _app):
        for task in tuple(self._tasks):
            task.cancel()
