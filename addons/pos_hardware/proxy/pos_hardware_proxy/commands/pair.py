"""Pair this proxy with an Odoo: a manager enters there the code that is shown here."""

import asyncio
import socket
import sys

from ..odoo import make_room, origin_of, pair, pairing_path, write_pairing
from .running import settings_of

SHOWN = """In Odoo, Point of Sale > Hardware > Pair a Proxy, enter within {minutes} minutes:

    {code}

"""
UNSAFE = "http, not https: whoever is in that network reads what is sent, the token too.\n"
PAIRED = "Paired with {url} as {name!r}. A proxy that runs takes it up by itself.\n"


def add_arguments(parser):
    parser.add_argument('url', help="where Odoo is, as https://shop.example.com")
    parser.add_argument('--database', default='', help="where that server has several")
    parser.add_argument('--name', default=socket.gethostname()[:64], help="proposed to the manager")


def run(options):
    path, url = pairing_path(settings_of(options)), origin_of(options.url)
    make_room(path)
    if url.startswith('http:'):
        sys.stderr.write(UNSAFE)
    pairing = asyncio.run(pair(url, options.database, options.name, show))
    write_pairing(path, pairing)
    sys.stdout.write(PAIRED.format(url=pairing.url, name=pairing.name))


def show(code, seconds):
    sys.stdout.write(SHOWN.format(code=code, minutes=round(seconds / 60) or 1))
    sys.stdout.flush()
