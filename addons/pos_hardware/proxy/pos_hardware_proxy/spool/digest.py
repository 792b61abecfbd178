"""What a job may be, and what tells one from another under the same uuid."""

import hashlib

from ..errors import BadInput

# A picture of a receipt is 0.15 MB; two metres of photographs stay below this.
MAX_CONTENT = 4 * 1024 * 1024

# A UUID has 36 characters; clients that make names of their own get some room.
MAX_UUID = 100


def digest_of(request):
    """Check a request and return what tells it from another one (32 bytes)."""
    if not 0 < len(request.uuid) <= MAX_UUID or not request.uuid.isprintable():
        raise BadInput('uuid', f"A job needs a uuid of 1 to {MAX_UUID} printable characters")
    if len(request.content) > MAX_CONTENT:
        raise BadInput(
            'too_large',
            f"A job may have {MAX_CONTENT} bytes, this one has {len(request.content)}: send less",
        )
    digest = hashlib.sha256(f'{request.device}\0{request.kind}\0'.encode())
    digest.update(request.content)
    return digest.digest()
