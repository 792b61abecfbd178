"""A copy says on its paper that it is one."""

import json
from base64 import b64encode


def mark_as_copy(kind, content, word):
    """Return kind and content of the copy of a job.

    :param str kind: `image`, `receipt` or `raw`; printer bytes stay as they are, for nobody knows
        the language of that printer
    :param bytes content: of the job
    :param str word: what the copy has on top
    """
    if kind == 'raw':
        return kind, content
    if kind == 'image':
        lines = [{'type': 'picture', 'data': b64encode(content).decode()}, {'type': 'cut'}]
        receipt = {'version': 1, 'lines': lines}
    else:
        receipt = json.loads(content)
    mark = {'type': 'text', 'text': word, 'align': 'center', 'bold': True, 'size': 2}
    marked = {**receipt, 'lines': [mark, *receipt['lines']]}
    return 'receipt', json.dumps(marked, separators=(',', ':')).encode()
