"""A job as JSON: how it is asked for, and how it is told, whichever way it comes."""

import dataclasses
import json
import uuid

from ..contracts import JobKind, JobRequest
from ..errors import BadInput
from .orders import decode

MAX_DOCUMENT = 80  # characters


def job_request(body, default):
    """Return the JobRequest in a JSON object; its content is not looked into.

    :param str default: name of the printer where none is named.
    :raise BadInput: 'bad_job', 'bad_request'.
    """
    job_uuid, kind = uuid_of(body.get('uuid')), _kind(body.get('kind'))
    name = printer_name(body) or default
    return JobRequest(job_uuid, name, kind, _content(body, kind), document_of(body))


def uuid_of(value):
    """Return a UUID in lower case; raise BadInput for anything else."""
    try:
        if str(uuid.UUID(value)) == value:
            return value
    except (TypeError, ValueError, AttributeError):
        pass
    message = "uuid is not a UUID in lower case, e.g. that of crypto.randomUUID()."
    raise BadInput('bad_job', message)


def _kind(value):
    try:
        return JobKind(value)
    except ValueError:
        raise BadInput('bad_job', "kind is none of image, receipt and raw.") from None


def printer_name(body):
    name = body.get('printer', '')
    if not isinstance(name, str):
        raise BadInput('bad_job', "printer is not a text.")
    return name


def document_of(body):
    """Return the label of a job; no receipt stays unprinted because its label is too long."""
    label = body.get('document', '')
    if not isinstance(label, str):
        raise BadInput('bad_job', "document is not a text.")
    return ''.join(letter if letter.isprintable() else ' ' for letter in label[:MAX_DOCUMENT])


def _content(body, kind):
    """Return the bytes of a job; those of a receipt do not depend on the order of its keys."""
    if kind is JobKind.RECEIPT and 'receipt' in body:
        if not isinstance(body['receipt'], dict) or 'content' in body:
            raise BadInput('bad_job', "receipt is not an object, or content was sent beside it.")
        return json.dumps(body['receipt'], separators=(',', ':'), sort_keys=True).encode()
    return decode(body.get('content'))


def job_json(job):
    """Return a :class:`Job` as JSON shows it."""
    value = dataclasses.asdict(job)
    return {'uuid': value.pop('uuid'), 'printer': value.pop('device'), **value}
