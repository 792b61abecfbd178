"""Our own client's routes: jobs by uuid, devices, the drawer."""

from aiohttp import web

from .. import __version__
from ..counter import settled
from ..errors import BadInput
from .answers import json_response
from .body import read_object
from .devices import printer_details, scanner_status
from .events import events
from .jobs import job_json, job_request, uuid_of
from .keys import COUNTER, LIMITS, WEIGHER
from .orders import has_end, in_thread, open_drawer, submit


async def post_job(request):
    """Accept a job; 201, or 200 when the same one was accepted before."""
    limits, counter = request.app[LIMITS], request.app[COUNTER]
    wait = _number(request, 'wait', limits.wait_seconds, 0)
    body = await read_object(request, limits.body_seconds)
    order = job_request(body, counter.default)
    job_uuid, printer = order.uuid, counter.printer(order.device)
    ticket = await submit(printer, order)
    body = order = None  # it is on disk; many may wait here for long
    if wait:
        await settled(ticket.ended, wait)
    if has_end(ticket):
        job = ticket.ended.result()
    else:
        job = await in_thread(counter.spool.job, job_uuid) or ticket.accepted.result()
    return json_response(job_json(job), 200 if ticket.known else 201)


def _number(request, name, most, default):
    text = request.query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10) or int(text) > most:
        raise BadInput('bad_query', f"{name} is not a whole number up to {most:g}.")
    return int(text)


async def get_job(request):
    return json_response(job_json(await _job(request)))


async def _job(request):
    job = await in_thread(request.app[COUNTER].spool.job, uuid_of(request.match_info['uuid']))
    if job is None:
        raise BadInput(
            'unknown_job', "No job of this uuid is on disk; it never came or is too old."
        )
    return job


async def get_jobs(request):
    limit = _number(request, 'limit', request.app[LIMITS].jobs_listed, 50)
    jobs = await in_thread(request.app[COUNTER].spool.jobs, limit)
    return json_response({'jobs': [job_json(job) for job in jobs]})


async def delete_job(request):
    """Withdraw a job that waits."""
    job = await _job(request)
    if not await in_thread(request.app[COUNTER].printer(job.device).cancel, job.uuid):
        raise BadInput('not_queued', "The job does not wait any more; ask for its state.")
    return json_response(job_json(await _job(request)))


async def get_devices(request):
    return json_response(await devices(request.app))


async def devices(app):
    counter = app[COUNTER]
    printers = counter.printers.items()
    return {
        'printers': [printer_details(name, printer, counter) for name, printer in printers],
        'drawer': counter.drawer or None,
        'scale': await app[WEIGHER].status(),
        'scanner': scanner_status(counter.scanner),
        'odoo': counter.odoo.told() if counter.odoo else None,
    }


async def post_drawer(request):
    await open_drawer(request.app, request.match_info['name'])
    return json_response({'opened': True})


async def get_version(_request):
    return json_response({'version': __version__})


async def get_events(request):
    return await events(request, devices)


def add_routes(app):
    for prefix in ('', '/t/{token}'):  # a browser can send no header with a websocket
        app.router.add_routes([
            web.post(f'{prefix}/v1/jobs', post_job),
            web.get(f'{prefix}/v1/jobs', get_jobs),
            web.get(f'{prefix}/v1/jobs/{{uuid}}', get_job),
            web.delete(f'{prefix}/v1/jobs/{{uuid}}', delete_job),
            web.get(f'{prefix}/v1/devices', get_devices),
            web.post(f'{prefix}/v1/devices/{{name}}/drawer', post_drawer),
            web.get(f'{prefix}/v1/events', get_events),
            web.get(f'{prefix}/v1/version', get_version),
        ])
