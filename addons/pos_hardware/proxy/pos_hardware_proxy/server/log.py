"""Logs that hold no receipt and no token."""

import logging
import traceback

from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError

# What a till asks again and again, up to twice a second; it would fill the journal.
POLLS = ('/status_json', '/scale_read', '/scanner', '/hello', '/virtual/state')


class AccessLogger(AbstractAccessLogger):
    """One line for each request: the route's pattern instead of the path, where a token may be.

    A poll that went well is told to who debugs, and nobody else.
    """

    def log(self, request, response, time):
        # What was no HTTP at all is told here, too: it met no route, and `match_info` would raise.
        match = getattr(request, '_match_info', None)
        resource = match.route.resource if match is not None else None
        path = resource.canonical if resource else '-'
        is_poll = path.endswith(POLLS) and response.status < 400
        self.logger.log(
            logging.DEBUG if is_poll else logging.INFO,
            "%s %s %d %.1f ms %d bytes",
            request.method,
            path,
            response.status,
            time * 1000,
            response.body_length,
        )


class Formatter(logging.Formatter):
    """Tells of a defect its kind and its place, and not its words: they may quote a receipt."""

    def formatException(self, exc_info):
        kind, _error, place = exc_info
        return f'{"".join(traceback.format_tb(place))}{kind.__name__}'


def start_log():
    """Log to standard error, where systemd takes it into the journal and rotates it."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter('%(levelname)s %(name)s: %(message)s'))
    # By force: python-escpos has set up a log of its own when it was imported.
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def hide_request(record):
    """Drop what aiohttp quotes of a malformed request, e.g. its first line."""
    if record.exc_info and isinstance(record.exc_info[1], HttpProcessingError):
        record.exc_info = None
    return True


def http_logger():
    """Return the logger for aiohttp's own messages."""
    logger = logging.getLogger(f'{__package__}.http')
    logger.addFilter(hide_request)  # the same filter twice counts once
    return logger
