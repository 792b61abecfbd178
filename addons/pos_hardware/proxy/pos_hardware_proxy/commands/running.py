"""The proxy that runs on this machine, asked by a command."""

import http.client
import json
import ssl
import urllib.error
import urllib.request
from pathlib import Path

from ..config import Settings, read_config
from ..errors import ProxyError

CONFIG = Path('/etc/pos-hardware-proxy.toml')
SECONDS_TO_ANSWER = 40  # longer than a print may be waited for
EVERYWHERE = {'0.0.0.0': '127.0.0.1', '::': '::1', '': '127.0.0.1'}


def settings_of(options):
    """Return the settings of a command line; those of an empty file where none was ever written.

    :raise ConfigError: for a file that was named and is not there, and for what is wrong in one
    """
    named = options.config
    return read_config(named or CONFIG) if named or CONFIG.exists() else Settings()


def ask(settings, method, path, body=None):
    """Ask the proxy that runs with these settings.

    :param body: sent as JSON
    :return: its answer, from JSON
    :raise ProxyError: with its own words, or telling that no proxy answers
    """
    server, token = settings.server, settings.access.token
    if not token:
        raise ProxyError('no_token', "Configure an access.token first: commands are let in by it.")
    url = address_of(server) + path
    data = None if body is None else json.dumps(body).encode()
    headers = {'Content-Type': 'application/json', 'Authorization': f'Bearer {token}'}
    request = urllib.request.Request(url, data, headers, method=method)
    try:
        with urllib.request.urlopen(
            request, timeout=SECONDS_TO_ANSWER, context=own_certificate(settings)
        ) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise refused(error) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise ProxyError(
            'not_running',
            f"No proxy answers at {url} ({error}): is it started, with this configuration?",
        ) from error


def address_of(server):
    """Return the URL of the proxy with these :class:`ServerSettings`, without a path."""
    host = EVERYWHERE.get(server.host, server.host)
    scheme = 'https' if server.certificate else 'http'
    return f'{scheme}://{f"[{host}]" if ":" in host else host}:{server.port}'


def refused(error):
    """Return the proxy's own refusal out of an HTTP error."""
    try:
        told = json.load(error)['error']
        return ProxyError(told['code'], told['message'])
    except (ValueError, KeyError, TypeError):
        return ProxyError('refused', f"The proxy refused: {error}")


def own_certificate(settings):
    """Return a context that trusts the proxy's own certificate, whatever name it bears."""
    if not settings.server.certificate:
        return None
    context = ssl.create_default_context(cafile=settings.server.certificate)
    context.check_hostname = False  # it is asked by the address of this machine
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # its issuer's need not be in the file
    return context
