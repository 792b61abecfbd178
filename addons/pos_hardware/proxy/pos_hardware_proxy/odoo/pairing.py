"""With which Odoo this proxy is paired: a file beside the jobs, its user's alone."""

import contextlib
import hashlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from ..errors import ProxyError
from ..server.access import ORIGIN

USUAL_PORTS = {'http': 80, 'https': 443}  # an origin leaves them out
MAX_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class Pairing:
    """What the proxy needs to be let in.

    :param str url: the origin of Odoo, e.g. ``https://shop.example.com``.
    :param str token: the secret that Odoo gave out; '' before that.
    :param str database: '' where the server has one only.
    :param str name: what the manager called this proxy.
    """

    url: str
    token: str = field(default='', repr=False)
    database: str = ''
    name: str = ''

    @property
    def key(self):
        """A word for this pairing that gives nothing away."""
        return hashlib.sha256(self.token.encode()).hexdigest()


def origin_of(text):
    """Return the origin of an address as people copy it from a browser.

    :raise ProxyError: 'address': it is none of http or https.
    """
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or '').encode('idna').decode()
        port = '' if parts.port in {None, USUAL_PORTS.get(parts.scheme)} else f':{parts.port}'
    except ValueError:  # UnicodeError is one
        host = port = ''
        parts = urlsplit('')
    origin = f'{parts.scheme}://{f"[{host}]" if ":" in host else host}{port}'
    if not ORIGIN.fullmatch(origin) or '@' in parts.netloc:
        raise ProxyError('address', f"{text!r} is not of the form https://shop.example.com")
    return origin


def pairing_path(settings):
    """Return the path of the file for a configuration."""
    return Path(settings.spool.path).with_name('odoo.json')


def read_pairing(path):
    """Return the Pairing, None where there is none.

    :raise ProxyError: 'pairing': there is a file, and it says nothing.
    """
    try:
        with path.open('rb') as file:
            values = json.loads(file.read(MAX_BYTES))
        pairing = Pairing(**values)
        if not all(isinstance(value, str) for value in values.values()) or not pairing.token:
            raise TypeError
        return Pairing(**{**values, 'url': origin_of(pairing.url)})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not whole"
        message = f"The pairing in {path} cannot be read ({reason}): pair the proxy again"
        raise ProxyError('pairing', message) from error


def make_room(path):
    """See to it that a pairing can be written, before a secret is given out for it.

    :raise ProxyError: 'pairing'.
    """
    with _failures_told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(13, "Permission denied")


def write_pairing(path, pairing):
    """Put a pairing in place of an earlier one; the file belongs to whom its directory does.

    (The service has a user of its own, and root types the command.)

    :raise ProxyError: 'pairing'.
    """
    new = path.with_name(path.name + '.new')
    with _failures_told(path):
        new.unlink(missing_ok=True)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), 'w') as file:
            if hasattr(os, 'geteuid') and os.geteuid() == 0:
                owner = path.parent.stat()
                os.fchown(file.fileno(), owner.st_uid, owner.st_gid)
            json.dump(asdict(pairing), file)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)


def forget_pairing(path):
    """Delete the pairing; tell whether there was one.

    :raise ProxyError: 'pairing'.
    """
    with _failures_told(path):
        try:
            path.unlink()
        except FileNotFoundError:
            return False
        return True


@contextlib.contextmanager
def _failures_told(path):
    try:
        yield
    except OSError as error:
        message = f"{path}: {error.strerror}; run this as root, or as the user of the proxy."
        raise ProxyError('pairing', message) from error
