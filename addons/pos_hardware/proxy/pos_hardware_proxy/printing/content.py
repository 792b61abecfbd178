"""From what a client sent to what a printer gets."""

import logging

from ..errors import BadInput, ProxyError
from .drawer import check_pulses

_logger = logging.getLogger(__name__)


def printer_bytes(encode, kind, content):
    """Return the bytes of a job, never none.

    :raise BadInput: the client's fault. :raise ProxyError: 'internal', a defect of the encoder.
    """
    try:
        data = encode(kind, content)
    except ProxyError:
        raise
    except Exception as error:  # a defect of ours is that job's failure, not that of the next ones
        _logger.exception("A job could not be encoded")
        message = "The proxy could not encode this job: see its log"
        raise ProxyError('internal', message) from error
    if not data:
        raise BadInput('empty', "There is nothing to print in this job")
    check_pulses(data)
    return data
