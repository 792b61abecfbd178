"""Pairing, as RFC 8628 has it: a code for people, polled for until somebody entered it."""

import asyncio
import time

from .. import __version__
from ..errors import ProxyError
from .client import Odoo, OdooError, Revoked
from .link import Link
from .pairing import Pairing

BEGIN = '/pos_hardware/pair/begin'
POLL = '/pos_hardware/pair/poll'
LONGEST = 1800  # seconds that a code may last
INTERVALS = (1, 60)  # seconds between two questions
MAX_TEXT = 512  # characters of a code, a token, a name


async def pair(url, database, name, show):
    """Return the Pairing that a manager has agreed to.

    :param show: called with the code for people, and for how many seconds it is good.
    :raise ProxyError: Odoo is not reached, or 'expired': nobody entered the code.
    """
    async with Odoo(Pairing(url, database=database), Link()) as odoo:
        try:
            begun = await odoo.ask(BEGIN, {'name': name, 'version': __version__})
            code, seconds = text(begun, 'user_code'), number(begun, 'expires_in', 1, LONGEST)
            show(code, seconds)
            return await wait(odoo, url, database, begun, time.monotonic() + seconds)
        except Revoked as error:  # there is no token yet: somebody else stands before Odoo
            raise ProxyError('refused', "This address wants a login (401)") from error


async def wait(odoo, url, database, begun, end):
    """Ask until there is a token; a line that fails meanwhile ends nothing."""
    question = {'device_code': text(begun, 'device_code')}
    interval = number(begun, 'interval', *INTERVALS)
    while time.monotonic() < end:
        await asyncio.sleep(interval)
        try:
            answer = await odoo.ask(POLL, question)
        except OdooError as error:
            if error.code != 'unreached':
                raise
            continue
        if answer.get('state') == 'paired':
            return Pairing(url, text(answer, 'token'), database, text(answer, 'name'))
        if answer.get('state') != 'pending':
            break
    raise ProxyError('expired', "Nobody entered the code in time: begin again")


def text(answer, key):
    value = answer.get(key)
    if isinstance(value, str) and 0 < len(value) <= MAX_TEXT and value.isprintable():
        return value
    raise OdooError('bad_answer', f"Odoo's answer has no {key}: is it the same version?")


def number(answer, key, least, most):
    value = answer.get(key)
    if isinstance(value, int | float) and value > 0:
        return min(max(value, least), most)
    raise OdooError('bad_answer', f"Odoo's answer has no {key}: is it the same version?")
