"""The routes of Odoo 19's own client (``hardware_proxy_service.js``, ``hw_printer.js``,
``scale_service.js``, ``barcode_reader_service.js`` of ``point_of_sale``)."""

import asyncio
import uuid

from aiohttp import web

from ..contracts import JobKind, JobRequest, JobState
from ..counter import settled
from ..errors import BadInput, ProxyError
from ..printing.status import SENTENCES, worst
from .access import anyone
from .answers import rpc_error, rpc_result
from .body import read_object
from .devices import scanner_status, stock_printer
from .keys import COUNTER, LIMITS, POLLS, WEIGHER
from .orders import decode, has_end, in_thread, open_drawer, submit

# The stock client can set neither header nor body, but its proxy's address may have a path.
PREFIXES = ('', '/p/{printer}', '/t/{token}', '/p/{printer}/t/{token}', '/t/{token}/p/{printer}')


def rpc(answer):
    """Make a handler of ``answer(request, params)``: JSON-RPC around it, as ``http.py`` of Odoo."""

    async def handler(request):
        body = await read_object(request, request.app[LIMITS].body_seconds)
        params, request_id = body.get('params') or {}, body.get('id')
        if not isinstance(params, dict):
            raise BadInput('bad_request', "params is not an object.")
        if not isinstance(request_id, int | str | None):
            raise BadInput('bad_request', "id is neither a number nor a text.")
        try:
            return rpc_result(await answer(request, params), request_id)
        except ProxyError as error:
            return rpc_error(error, request_id)

    return handler


@anyone
async def hello(_request):
    return web.Response(text='ping')


async def handshake(_request, _params):
    return True


async def status_json(request, _params):
    """Say of printer, scale and scanner what ``proxy_status.js`` shows; it reads no other key."""
    counter = request.app[COUNTER]
    try:
        printer = stock_printer(counter.printer(printer_name(request)).status())
    except BadInput as error:
        printer = {'status': 'disconnected', 'messages': [error.message]}
    scale, scanner = await request.app[WEIGHER].status(), scanner_status(counter.scanner)
    return {'printer': printer, 'scale': _words(scale), 'scanner': _words(scanner)}


def _words(status):
    return {'status': status['status'], 'messages': status['messages']}


async def scale_read(request, _params):
    return {'weight': await request.app[WEIGHER].read()}


async def scanner(request, _params):
    """Wait for a code. Without a scanner it waits too: the client asks again at once."""
    async with request.app[POLLS]:
        device, seconds = request.app[COUNTER].scanner, request.app[LIMITS].poll_seconds
        if device is not None:
            return await device.next(_client(request), seconds)
        await asyncio.sleep(seconds)
        return None


def _client(request):
    """Tell clients apart that cannot say who they are."""
    headers = request.headers
    return '|'.join((
        request.remote or '',
        headers.get('Origin', ''),
        headers.get('User-Agent', ''),
    ))


async def nothing(_request, _params):
    """Answer for a display that this proxy does not have."""
    return False


async def no_display(_request, _params):
    """Answer ``customer_display_data_service.js``: it copies the result's keys, so none."""
    return {}


async def default_printer_action(request, params):
    """Do what ``hw_printer.js`` asks; of a print it takes ``result: false`` inside for a failure.

    What becomes of the drawer it does not read, but an error it shows to the cashier: that way only
    can a drawer tell why it stays shut.
    """
    data = params.get('data')
    action = data.get('action') if isinstance(data, dict) else None
    if action not in ('print_receipt', 'cashbox'):
        raise BadInput('bad_request', "The action is neither print_receipt nor cashbox.")
    if action == 'cashbox':
        await open_drawer(request.app, printer_name(request))
        return True
    try:
        return await _print(request, data.pop('receipt', None))
    except ProxyError as error:
        return _failure('failed', error.code, error.message)


async def _print(request, receipt):
    counter, job_uuid = request.app[COUNTER], str(uuid.uuid4())
    name = printer_name(request) or counter.default
    printer = counter.printer(name)
    try:
        job = JobRequest(job_uuid, name, JobKind.IMAGE, decode(receipt))
        ticket = await submit(printer, job)
        receipt = job = None  # it is on disk; many may wait here for long
        await settled(ticket.ended, request.app[LIMITS].print_seconds)
        withdrawn = not has_end(ticket) and await _withdraw(printer, job_uuid)
    except asyncio.CancelledError:
        # The client is gone and takes this for a failure; who prints again must not get two.
        in_thread(printer.cancel, job_uuid)
        raise
    return _withdrawn(printer.status()) if withdrawn else _outcome(ticket)


async def _withdraw(printer, job_uuid):
    try:
        return await in_thread(printer.cancel, job_uuid)
    except ProxyError:
        return False  # it may still be printed


def _withdrawn(status):
    """Say why a job waited in vain, as far as the printer tells."""
    fault = worst(status.faults) if status.faults else 'cancelled'
    reason = SENTENCES.get(fault, "The printer was busy for too long")
    return _failure('failed', fault, f"{reason}. Nothing was printed; print again.")


def _outcome(ticket):
    if not has_end(ticket):
        message = "The printer has not finished; look at the paper before you print again."
        return _failure('unknown', 'timeout', message)
    job = ticket.ended.result()
    return job.state is JobState.DONE or _failure(job.state, job.code, job.message)


def _failure(state, code, message):
    return {'result': False, 'state': state, 'error': message, 'code': code, 'message': message}


def printer_name(request):
    return request.match_info.get('printer', '')


def add_routes(app):
    answers = (handshake, status_json, default_printer_action, scanner, scale_read)
    for prefix in PREFIXES:
        app.router.add_get(f'{prefix}/hw_proxy/hello', hello)
        for answer in answers:
            app.router.add_post(f'{prefix}/hw_proxy/{answer.__name__}', rpc(answer))
        app.router.add_post(f'{prefix}/hw_proxy/display_refresh', rpc(nothing))
        app.router.add_post(f'{prefix}/hw_proxy/customer_facing_display', rpc(no_display))
