"""The application: one gate before every route."""

import asyncio
import logging

from aiohttp import web

from ..errors import BadInput, ProxyError
from . import stock, v1
from .access import Caller
from .answers import allow_origin, error_response, preflight
from .devices import Weigher
from .keys import ACCESS, BODIES, COUNTER, LIMITS, POLLS, SOCKETS, WEIGHER
from .limits import Limits
from .waiting import WaitingRoom

_logger = logging.getLogger(__name__)

HTTP_ERRORS = {
    400: BadInput('bad_request', "This is not the kind of request that the route takes."),
    404: BadInput('not_found', "404: Not Found"),
    405: BadInput('method', "This route has no such method."),
}


def make_app(counter, access, limits=None):
    """Return the aiohttp application: a :class:`Counter` for whom :class:`Access` lets in."""
    limits = limits or Limits()
    app = web.Application(middlewares=[gate])
    app[COUNTER], app[ACCESS], app[LIMITS] = counter, access, limits
    app[BODIES] = asyncio.Semaphore(limits.bodies)
    app[WEIGHER] = Weigher(counter.scale, limits.scale_seconds)
    app[POLLS], app[SOCKETS] = WaitingRoom(limits.polls), WaitingRoom(limits.sockets)
    app.on_shutdown.extend((app[POLLS].close, app[SOCKETS].close))
    stock.add_routes(app)
    v1.add_routes(app)
    return app


@web.middleware
async def gate(request, handler):
    """Let in whom Access lets in, shape every error, tell the page that it may read."""
    for_stock = '/hw_proxy/' in request.path
    caller = _caller(request)
    try:
        response = await _admitted(request, caller, handler, for_stock)
    except ProxyError as error:
        response = error_response(error, for_stock)
    except web.HTTPException as error:
        if error.status not in HTTP_ERRORS:
            raise
        response = error_response(HTTP_ERRORS[error.status], for_stock)
    except Exception:
        _logger.exception("A request failed for a reason that nobody foresaw.")
        response = error_response(
            ProxyError('internal', "The proxy failed; see its log."), for_stock
        )
    if not response.prepared:
        # No store may answer for us (RFC 9110, 12.5.5): that of Odoo's service worker keeps every
        # GET, and would go on telling how the devices were when we cannot be reached.
        response.headers['Vary'] = '*'
    if request.app[ACCESS].knows(caller.origin):
        allow_origin(response, caller.origin)
    return response


async def _admitted(request, caller, handler, for_stock):
    access = request.app[ACCESS]
    if request.method == 'OPTIONS':
        access.check_page(caller)
        return preflight(for_stock)
    access.check(caller, getattr(request.match_info.handler, 'door', None))
    return await handler(request)


def _caller(request):
    headers = request.headers
    scheme, _space, header_token = headers.get('Authorization', '').partition(' ')
    in_header = header_token.strip() if scheme.lower() == 'bearer' else ''
    tokens = (in_header, request.match_info.get('token', ''))
    own = request.transport.get_extra_info('sockname') if request.transport else None
    return Caller(
        host=_only(headers.getall('Host', ()), None),
        origin=_only(headers.getall('Origin', ()), '') if 'Origin' in headers else None,
        tokens=tuple(token for token in tokens if token),
        address=own[0] if isinstance(own, tuple) else '',
        scheme=request.scheme,
        method=request.method,
        site=headers.get('Sec-Fetch-Site', ''),
    )


def _only(values, otherwise):
    return values[0] if len(values) == 1 else otherwise
