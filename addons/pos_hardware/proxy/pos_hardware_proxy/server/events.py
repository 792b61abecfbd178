"""The websocket of /v1/events: what is, then what changes."""

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, web

from .jobs import job_json
from .keys import COUNTER, SOCKETS
from .orders import in_thread

CLOSE_SECONDS = 2
SNAPSHOT_JOBS = 50
MAX_MESSAGE = 1024  # clients have nothing to say here


async def events(request, devices):
    """Send a snapshot, then every change; drop and tell a subscriber that does not read."""
    async with request.app[SOCKETS]:
        socket = web.WebSocketResponse(
            timeout=CLOSE_SECONDS, heartbeat=30, max_msg_size=MAX_MESSAGE, compress=False
        )
        await socket.prepare(request)
        subscription = request.app[COUNTER].events.subscribe()  # before the snapshot: no gap
        tasks = [
            asyncio.ensure_future(_send(socket, subscription, request.app, devices)),
            asyncio.ensure_future(_listen(socket)),
            asyncio.ensure_future(subscription.over.wait()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            await _finish(request, socket, subscription, tasks[0])
        finally:
            subscription.end()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        return socket


async def _send(socket, subscription, app, devices):
    """Send until the client is gone or too slow."""
    jobs = await in_thread(app[COUNTER].spool.jobs, SNAPSHOT_JOBS)
    snapshot = {'type': 'snapshot', 'jobs': [job_json(job) for job in jobs]}
    with suppress(ConnectionError):
        await socket.send_json({**snapshot, **await devices(app)})
        while not subscription.lagged:
            await socket.send_json(await subscription.next())
        await socket.send_json({'type': 'lagged', 'message': "Connect again for a snapshot."})


async def _listen(socket):
    async for _message in socket:  # answers pings, ends when the client leaves
        pass


async def _finish(request, socket, subscription, sending):
    if not subscription.lagged:
        if sending.done():
            sending.result()
        await socket.close()
        return
    # To be told so it has to read; whoever does not must not keep a seat, nor what waits for it.
    await asyncio.wait([sending], timeout=CLOSE_SECONDS)
    if sending.done():
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER, message=b'lagged')
    elif request.transport:
        request.transport.abort()
