"""Odoo, asked over HTTP: within bounds of time and size, and believed in nothing."""

import asyncio
from contextlib import asynccontextmanager, contextmanager

import aiohttp

from ..errors import BadInput, ProxyError
from ..server.body import parse_object
from ..server.limits import SMALL_BODY
from .names import Resolver

MAX_ANSWER = 256 << 10
MAX_JOBS = 12 << 20  # Odoo sends contents of some 8 MB at once, as base64
MAX_NOTIFICATION = 64 << 10
MAX_WORDS = 200
SECONDS_TO_ANSWER = 30
SECONDS_TO_CONNECT = 10
HEARTBEAT = 30  # seconds between two pings; a line that is dead is found out by them

NOT_INSTALLED = (
    "Odoo has no proxies there (404): is pos_hardware installed? Where the server has several"
    " databases, name one: pair URL --database NAME"
)


# Errors of Odoo whose words are for people.
FOR_PEOPLE = {'odoo.exceptions.UserError', 'odoo.exceptions.ValidationError'}


class OdooError(ProxyError):
    """Odoo could not be reached, or did not answer as it should; it may do so later."""


class Revoked(ProxyError):
    """Odoo does not know this proxy any more; no use to ask again."""


class Odoo:
    """The Odoo of a :class:`Pairing`; an asynchronous context.

    :param Link link: is told whether it is reached.
    """

    def __init__(self, pairing, link):
        self._pairing, self._link = pairing, link
        self._headers = {}
        if pairing.token:
            self._headers['Authorization'] = f'Bearer {pairing.token}'
        if pairing.database:
            self._headers['X-Odoo-Database'] = pairing.database

    async def __aenter__(self):
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(resolver=Resolver()),
            timeout=aiohttp.ClientTimeout(SECONDS_TO_ANSWER, sock_connect=SECONDS_TO_CONNECT),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={'Accept-Encoding': 'identity'},
            # Odoo asks a websocket for the version of its own worker if it looks like a browser.
            skip_auto_headers=('User-Agent',),
            auto_decompress=False,
        )
        return self

    async def __aexit__(self, *_error):
        await self._session.close()

    async def ask(self, path, params, most=MAX_ANSWER, read=parse_object):
        """Return the result (a dict) of a JSON-RPC route.

        :param int most: bytes that the answer may have.
        :param read: makes an object of them, or raises BadInput.
        :raise OdooError: 'too_large' for more than that; 'unreached', 'bad_answer', 'refused'.
        :raise Revoked: the token is worthless.
        """
        try:
            result = await self._ask(path, params, most, read)
        except OdooError as error:
            self._link.failed(error)
            raise
        self._link.reached()
        return result

    async def _ask(self, path, params, most, read):
        body = {'jsonrpc': '2.0', 'method': 'call', 'id': 1, 'params': params}
        with told_failures():
            async with self._session.post(
                self._pairing.url + path, json=body, headers=self._headers, allow_redirects=False
            ) as answer:
                check_answer(answer)
                data = await read_limited(answer.content, most)
        return await result_of(data, read)

    @asynccontextmanager
    async def socket(self):
        """Give Odoo's websocket while the context lasts; raises OdooError when the line breaks."""
        with told_failures():
            headers = {'Origin': self._pairing.url, **await self._database_headers()}
            async with self._session.ws_connect(
                f'ws{self._pairing.url[4:]}/websocket',
                headers=headers,
                heartbeat=HEARTBEAT,
                max_msg_size=MAX_NOTIFICATION,
            ) as socket:
                yield socket

    async def _database_headers(self):
        """Return what binds a websocket to our database.

        Odoo keeps no session for X-Odoo-Database, and closes a websocket that has none.
        """
        if not self._pairing.database:
            return {}
        async with self._session.get(
            f'{self._pairing.url}/web/login',
            params={'db': self._pairing.database},
            allow_redirects=False,
        ) as answer:
            cookie = answer.cookies.get('session_id')
        return {'Cookie': f'session_id={cookie.value}'} if cookie else {}


@contextmanager
def told_failures():
    """Turn what aiohttp raises into an OdooError."""
    try:
        yield
    except aiohttp.WSServerHandshakeError as error:
        message = f"Odoo opens no websocket ({error.status}): is /websocket forwarded to it?"
        raise OdooError('no_websocket', message) from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise OdooError('unreached', sentence(error)) from error


def sentence(error):
    """Return what to look at, without what the other side wrote."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return "The certificate of Odoo is not trusted: is this its name, and the clock right?"
    return f"Odoo cannot be reached ({type(error).__name__}): is it up, and the network?"


def check_answer(answer):
    """:raise OdooError: it is no answer of a JSON-RPC route. :raise Revoked: HTTP 401."""
    if answer.status == 401:
        raise Revoked('revoked', "Odoo lets this proxy in no more: pair it again")
    if answer.status == 404:
        raise OdooError('bad_answer', NOT_INSTALLED)
    if answer.status != 200 or answer.content_type != 'application/json':
        message = f"Not Odoo's answer ({answer.status} {answer.content_type}): is this its address?"
        raise OdooError('bad_answer', message)
    if answer.headers.get('Content-Encoding', 'identity') != 'identity':
        raise OdooError('bad_answer', "Odoo's answer is packed, though nobody asked for that")


async def read_limited(content, most):
    data = bytearray()
    async for part in content.iter_any():
        data += part
        if len(data) > most:
            raise OdooError('too_large', f"Odoo sends more than {most} bytes at once")
    return data


async def result_of(data, read):
    """Return the result in the bytes of a JSON-RPC answer; large ones hold nobody up."""
    try:
        small = len(data) <= SMALL_BODY
        value = read(data) if small else await asyncio.to_thread(read, data)
    except BadInput as error:
        raise OdooError('bad_answer', "Odoo's answer is not JSON as it should be") from error
    if isinstance(value.get('result'), dict):
        return value['result']
    raise refusal(value.get('error'))


def refusal(error):
    """Return the OdooError that a JSON-RPC error means; 'refused': Odoo wants other values."""
    if not isinstance(error, dict):
        return OdooError('bad_answer', "Odoo's answer says nothing")
    if error.get('code') == 404:
        return OdooError('bad_answer', NOT_INSTALLED)
    data = error.get('data')
    if isinstance(data, dict) and data.get('name') in FOR_PEOPLE:
        return OdooError('refused', f"Odoo says: {line_of(data.get('message'))}")
    return OdooError('bad_answer', "Odoo could not answer: see its log")


def line_of(text):
    """Return what somebody else wrote as one short line."""
    return ''.join(letter for letter in str(text)[:MAX_WORDS] if letter.isprintable())
