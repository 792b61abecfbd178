"""Logs that hold no receipt and no token."""

import logging

from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import HttpProcessingError


class AccessLogger(AbstractAccessLogger):
    """One line for each request: the route's pattern instead of the path, where a token may be."""

    def log(self, request, response, time):
        # What was no HTTP at all is told here, too: it met no route, and `match_info` would raise.
        match = getattr(request, '_match_info', None)
        resource = match.route.resource if match else None
        self.logger.info(
            "%s %s %d %.1f ms %d bytes",
            request.method,
            resource.canonical if resource else '-',
            response.status,
            time * 1000,
            response.body_length,
        )


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
