"""What a configuration says, with what holds where it says nothing."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..contracts import PrinterSettings

SERVICE_STATE = Path('/var/lib/pos-hardware-proxy')  # StateDirectory= of the unit


def default_spool():
    """Return where jobs are kept: systemd's StateDirectory=, else the user's own state."""
    state = os.environ.get('STATE_DIRECTORY') or state_of_service()
    home = Path(os.environ.get('XDG_STATE_HOME') or Path.home() / '.local/state')
    own = Path(state) if state else home / 'pos-hardware-proxy'
    return str(own / 'jobs.sqlite')


def state_of_service():
    """Return the service's state for root, who pairs it, '' where there is none."""
    is_root = hasattr(os, 'geteuid') and os.geteuid() == 0
    return str(SERVICE_STATE) if is_root and SERVICE_STATE.is_dir() else ''


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """``[server]``: where it listens.

    :param int port: 8069 is what Odoo's client takes for a proxy whose address has no port
        (``deduceUrl`` in point_of_sale/static/src/utils.js)
    :param str certificate: path of a PEM file; with `key` it makes the server speak TLS
    """

    host: str = '127.0.0.1'
    port: int = 8069
    certificate: str = ''
    key: str = ''


@dataclass(frozen=True, slots=True)
class AccessSettings:
    """``[access]``: who may ask.

    :param str token: the secret of programs, optionally of tills too (``/t/TOKEN`` in their path)
    :param bool token_required: pages of allowed origins need the token too
    :param tuple origins: pages that may ask, e.g. ``https://shop.example.com``
    :param tuple hosts: further names under which this proxy is reached, e.g. ``till1.local``
    """

    token: str = ''
    token_required: bool = False
    origins: tuple = ()
    hosts: tuple = ()


@dataclass(frozen=True, slots=True)
class SpoolSettings:
    """``[spool]``: where jobs are kept until they ended, and how many stay to be looked at."""

    path: str = field(default_factory=default_spool)
    keep: int = 5000


@dataclass(frozen=True, slots=True)
class Settings:
    """A whole configuration; the first printer is the default one."""

    server: ServerSettings = ServerSettings()
    access: AccessSettings = AccessSettings()
    spool: SpoolSettings = field(default_factory=SpoolSettings)
    printers: tuple[PrinterSettings, ...] = ()
