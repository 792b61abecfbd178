"""The way of a job through Odoo: from behind any wall, for the proxy is the one who calls."""

from .begin import pair
from .pairing import (
    Pairing,
    forget_pairing,
    make_room,
    origin_of,
    pairing_path,
    read_pairing,
    write_pairing,
)
from .plane import attended
