"""The JSON of a request: bounded in size, time and depth before anyone looks at it."""

import asyncio
import json
from contextlib import nullcontext

from aiohttp import web

from ..errors import BadInput
from .keys import BODIES, LIMITS
from .limits import LARGE_BODY, MAX_DEPTH, MAX_PIECES, SMALL_BODY


async def read_object(request, seconds):
    """Return the JSON object in a request's body.

    :raises BadInput: it is none, or larger, slower or deeper than the limits.
    """
    # A page can send text/plain anywhere without asking first; JSON needs a preflight.
    if request.content_type != 'application/json':
        raise BadInput('content_type', "Send this with the content type application/json.")
    if request.headers.get('Content-Encoding', 'identity') != 'identity':
        raise BadInput('content_type', "Send the body without a content encoding.")
    is_small = request.content_length is not None and request.content_length <= SMALL_BODY
    async with nullcontext() if is_small else request.app[BODIES]:
        try:
            async with asyncio.timeout(seconds):
                return parse_object(await _read(request))
        except TimeoutError:
            raise BadInput('body_slow', f"The body did not arrive within {seconds:g} s.") from None
        except web.RequestPayloadError:
            message = "The body ended before its end or is malformed."
            raise BadInput('bad_request', message) from None


async def _read(request):
    """Return the body; ``request.read`` would keep it as long as its job prints."""
    body, most = bytearray(), request.app[LIMITS].body
    async for part in request.content.iter_any():
        body += part
        if len(body) > most:
            raise BadInput('too_large', f"The body is larger than {most} bytes.")
    return body


def parse_object(body, what="The body"):
    """Return the JSON object in these bytes (RFC 8259, UTF-8); raise BadInput."""
    if len(body) > LARGE_BODY:
        check_pieces(body, what)
    try:
        value = json.loads(body.decode(), parse_constant=_refuse_constant)
    except RecursionError:
        raise _too_deep(what) from None
    except ValueError:
        raise BadInput('bad_json', f"{what} is not JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise BadInput('bad_json', f"{what} is not a JSON object.")
    _check_depth(value, what)
    return value


def check_pieces(body, what):
    """:raise BadInput: these bytes may become more Python objects than there is room for."""
    if sum(body.count(piece) for piece in b'[{,') > MAX_PIECES:
        raise BadInput('bad_json', f"{what} has more than {MAX_PIECES} values.")


def _refuse_constant(name):
    raise ValueError(name)


def _check_depth(value, what):
    level = [value]
    for _depth in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return
    raise _too_deep(what)


def _too_deep(what):
    return BadInput('bad_json', f"{what} is nested deeper than {MAX_DEPTH}.")
