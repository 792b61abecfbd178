"""Listening: on which address, with TLS or without, until told to stop."""

import asyncio
import ipaddress
import logging
import signal
import ssl
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from ..errors import ConfigError
from .keys import ACCESS, LIMITS
from .log import AccessLogger, http_logger

_logger = logging.getLogger(__name__)


def tls_context(certificate, key):
    """Return the server's TLS settings (1.2 and later).

    :param certificate: path of a PEM file with the certificate and its chain.
    :param key: path of the PEM file of its key, without a passphrase.
    :raises ConfigError: they cannot be read or do not belong together.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A passphrase would be asked for on a terminal that a service does not have.
        context.load_cert_chain(certificate, key, password=lambda: '')
    except (OSError, ValueError) as error:  # ssl.SSLError is an OSError
        raise ConfigError(
            f"The certificate {certificate} and key {key} cannot be used ({error}); both have to "
            "be readable PEM files, the key without a passphrase."
        ) from error
    return context


def check_address(host, access):
    """Refuse to be reached from other machines without a token.

    :raises ConfigError: that would be so.
    """
    if not is_loopback(host) and not access.token:
        raise ConfigError(
            f"Listening on {host or 'all addresses'!r} lets other machines in; configure a token "
            "first, or listen on 127.0.0.1."
        )


def is_loopback(host):
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == 'localhost'


@asynccontextmanager
async def listening(app, host, port, tls=None):
    """Listen while the context lasts; gives the list of addresses, each ``(host, port, ...)``.

    :param tls: None or an ``ssl.SSLContext``, see :func:`tls_context`.
    :raises ConfigError: the address cannot be had.
    """
    check_address(host, app[ACCESS])
    limits = app[LIMITS]
    runner = web.AppRunner(
        app,
        handler_cancellation=True,  # a client that left must not take a scanned code with it
        shutdown_timeout=limits.stop_seconds,
        keepalive_timeout=limits.idle_seconds,
        auto_decompress=False,
        access_log_class=AccessLogger,
        access_log=logging.getLogger(f'{__package__}.access'),
        logger=http_logger(),
    )
    await runner.setup()
    refuse_beyond(limits.connections, runner.server)
    try:
        await _bind(runner, host, port, tls)
        yield runner.addresses
    finally:
        await runner.cleanup()


def refuse_beyond(most, server):
    """Close further connections at once when that many stand.

    One that says nothing lasts until its head is overdue; without an end to their number the
    process would run out of files, and could reach neither its printers nor its disk.
    """
    made = server.connection_made

    def connection_made(handler, transport):
        made(handler, transport)
        if len(server.connections) > most:
            transport.abort()

    server.connection_made = connection_made


async def _bind(runner, host, port, tls):
    try:
        await web.TCPSite(runner, host, port, ssl_context=tls, backlog=256).start()
    except (OSError, UnicodeError) as error:  # UnicodeError: what no host is called
        raise ConfigError(f"The proxy cannot listen on {host} port {port}: {error}.") from error


def serve(app, host, port, tls=None):
    """Listen until SIGINT or SIGTERM, then end what is being answered and return.

    :raises ConfigError: the address cannot be had.
    """
    asyncio.run(_serve(app, host, port, tls))


async def _serve(app, host, port, tls):
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows: Ctrl+C interrupts asyncio.run instead
            loop.add_signal_handler(number, stop.set)
    async with listening(app, host, port, tls) as addresses:
        _logger.info("Listening on %s", addresses)
        await stop.wait()
    _logger.info("Stopped")
