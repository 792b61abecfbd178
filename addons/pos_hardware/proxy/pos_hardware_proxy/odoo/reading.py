"""Reads what Odoo sends, and where that is too much for this proxy, each job on its own.

One content of a million values must neither fill the memory of a till nor keep other jobs back.
"""

import re
from itertools import islice

from ..errors import BadInput
from ..server.body import check_pieces, parse_object

# A whole string, or to the end of what is cut; so no byte is looked at twice.
TOKEN = re.compile(rb'"(?:[^"\\]++|\\.?+)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)
DEPTH_OF_JOBS = 3  # {"result": {"jobs": [
MOST = 50  # jobs in an answer


class Unreadable(dict):
    """A job of which only what stands beside its content was read; `error` says why."""

    error = None


def read_jobs(data):
    """Return the JSON object in an answer that has jobs; those that cannot be read are Unreadable.

    :raise BadInput: it is no answer with jobs.
    """
    try:
        return parse_object(data)
    except BadInput:
        jobs = [read_job(data[part]) for part in islice(nested(data, DEPTH_OF_JOBS), MOST)]
        if not any('uuid' in job for job in jobs):
            raise
        return {'result': {'jobs': jobs}}


def read_job(data):
    """Return the job in these bytes."""
    try:
        check_pieces(data, "The job")
        return parse_object(data, "The job")
    except BadInput as error:
        job = Unreadable(read_head(data))
        job.error = error
        return job


def read_head(data):
    """Return the object in these bytes without the objects and lists in it; {} if it is none."""
    kept, start = bytearray(), 0
    for part in nested(data, 1):
        kept += data[start : part.start] + b'null'
        start = part.stop
    try:
        return parse_object(kept + data[start:])
    except BadInput:
        return {}


def nested(data, depth):
    """Give the slice of each object or list that stands so deep in these bytes."""
    level = start = 0
    for token in TOKEN.finditer(data):
        mark = data[token.start()]
        if mark in b'[{':
            if level == depth:
                start = token.start()
            level += 1
        elif mark in b']}':
            level -= 1
            if level == depth:
                yield slice(start, token.end())
