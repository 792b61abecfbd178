"""Answer the till's page and other programs, until Ctrl-C or SIGTERM."""

import logging

from ..build import build
from ..server import serve
from ..server.log import start_log
from ..server.run import tls_context
from .running import settings_of

NOTHING_CONFIGURED = (
    "No printer is configured, so every print will fail and say so. `pos-hardware-proxy detect`"
    " finds printers; `serve --virtual` works without any."
)


def add_arguments(parser):
    parser.add_argument(
        '--virtual',
        action='store_true',
        help="printers, drawer, scale and scanner that exist on the page /virtual/ only",
    )


def run(options):
    start_log()
    settings = settings_of(options)
    server = settings.server
    tls = tls_context(server.certificate, server.key) if server.certificate else None
    if not settings.printers and not options.virtual:
        logging.getLogger(__name__).warning(NOTHING_CONFIGURED)
    serve(build(settings, virtual=options.virtual), server.host, server.port, tls)
