"""Who may ask. Pure decisions; ``app.gate`` applies them to every route.

A page of another site reaches a proxy on 127.0.0.1 from the till's own browser. Three things stop
it: the browser tells the page's ``Origin`` (RFC 6454), which must be in our list; a name that an
attacker's DNS points at us (rebinding) is not among the ``Host`` names we are known by; and whoever
sends no ``Origin`` needs the token.
"""

import hmac
import ipaddress
import re
from dataclasses import dataclass, field

from ..errors import ConfigError, ProxyError

LOOPBACK = frozenset({'localhost', '127.0.0.1', '::1'})
HOST = re.compile(r'(?:\[([0-9a-f:.]+)\]|([^:\[\]@/\s]+))(?::\d{1,5})?')
ORIGIN = re.compile(r'https?://(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?')
USUAL_PORTS = {'http:': ':80', 'https': ':443'}  # browsers leave them out


class Refused(ProxyError):
    """The caller may not do this."""


def is_host(text):
    """Tell whether a text is a host name or an IP address, as ``hosts`` has them."""
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return bool(re.fullmatch(r'[a-z0-9._-]+', text))


def anyone(handler):
    """Mark a handler that neither does nor tells anything: it answers anyone."""
    handler.door = 'anyone'
    return handler


def own_page(handler):
    """Mark a handler of a page that this proxy serves itself: only that page may use it."""
    handler.door = 'own_page'
    return handler


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request tells about who sent it.

    :param str | None host: ``Host`` header; None where there is none or more than one.
    :param str | None origin: ``Origin`` header; '' where there is more than one.
    :param tuple tokens: those given, in the header or in the path.
    :param str address: our own address on this connection.
    :param str site: ``Sec-Fetch-Site`` header or ''.
    """

    host: str | None
    origin: str | None = None
    tokens: tuple = ()
    address: str = ''
    scheme: str = 'http'
    method: str = 'POST'
    site: str = ''


def host_name(host):
    """Return the name in a ``Host`` header, lower case, without port; '' if malformed."""
    match = HOST.fullmatch((host or '').lower())
    return (match[1] or match[2]) if match else ''


@dataclass(frozen=True)
class Access:
    """The configuration's answer to who may ask.

    :param str token: '' where none is configured; then nobody gets in without an allowed Origin.
    :param tuple origins: pages that may ask, each exactly ``scheme://host[:port]``.
    :param tuple hosts: names we are known by, besides the loopback ones and our own address.
    :param bool token_required: an allowed Origin needs the token too.
    :param set paired: origins that are allowed as long as the proxy is paired with them.
    """

    token: str = ''
    origins: tuple = ()
    hosts: tuple = ()
    token_required: bool = False
    paired: set = field(default_factory=set)

    def __post_init__(self):
        for origin in self.origins:
            if not ORIGIN.fullmatch(origin) or origin.endswith(USUAL_PORTS[origin[:5]]):
                raise ConfigError(
                    f"The origin {origin!r} is not of the form https://pos.example.com: lower "
                    "case, with a port only where it is not the usual one, and without a path."
                )
        for host in self.hosts:
            if not is_host(host):
                raise ConfigError(
                    f"The host {host!r} is neither a name in lower case nor an address; leave out "
                    "the port."
                )
        if self.token_required and not self.token:
            raise ConfigError("A token is required of everybody, but none is configured.")

    def check(self, caller, door=None):
        """Let the caller in.

        :param door: what :func:`anyone` or :func:`own_page` put on the handler.
        :raises Refused: with what the caller lacks.
        """
        if door == 'anyone':
            return
        self.check_host(caller)
        if door == 'own_page':
            self._check_own_page(caller)
            return
        if caller.origin is not None:
            self._check_origin(caller)
        self._check_token(caller)

    def check_page(self, caller):
        """Let a page ask what it may send (a preflight, which carries no token)."""
        self.check_host(caller)
        self._check_origin(caller)

    def knows(self, origin):
        """Tell whether a page of this origin may ask, and read the answers."""
        return origin in self.origins or origin in self.paired

    def check_host(self, caller):
        """Refuse a name that is not ours."""
        name = host_name(caller.host)
        if name in LOOPBACK or (name and name in {caller.address, *self.hosts}):
            return
        message = "The proxy is not known by this name; add it to the configuration's hosts."
        raise Refused('foreign_host', message)

    def _check_origin(self, caller):
        if not self.knows(caller.origin):
            message = "This page may not use the proxy; add its origin to the configuration."
            raise Refused('foreign_origin', message)

    def _check_own_page(self, caller):
        if caller.origin is None:
            allowed = caller.method in {'GET', 'HEAD'} and caller.site in {
                '',
                'none',
                'same-origin',
            }
        else:
            allowed = caller.origin == f'{caller.scheme}://{caller.host}'.lower()
        if not allowed:
            raise Refused('foreign_origin', "Only the proxy's own page may do this.")

    def _check_token(self, caller):
        needed = self.token_required or caller.origin is None
        if not caller.tokens and needed:
            raise Refused('token_missing', "This request needs the proxy's token.")
        if not all(self._is_token(given) for given in caller.tokens):
            raise Refused('token_wrong', "This is not the token of this proxy.")

    def _is_token(self, given):
        ours, theirs = (text.encode(errors='backslashreplace') for text in (self.token, given))
        return bool(ours) and hmac.compare_digest(ours, theirs)
