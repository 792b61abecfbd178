"""Write systemd unit, udev rules and, where there is none, a first configuration (as root)."""

import secrets
import sys
from importlib import resources
from pathlib import Path

from ..errors import ProxyError

TARGETS = {
    'pos-hardware-proxy.service': 'etc/systemd/system/pos-hardware-proxy.service',
    '60-pos-hardware-proxy.rules': 'etc/udev/rules.d/60-pos-hardware-proxy.rules',
    'pos-hardware-proxy.toml': 'etc/pos-hardware-proxy.toml',
}
HIDDEN = {'home', 'root'}  # by ProtectHome= in the unit
NEXT = """Now:
    pos-hardware-proxy detect     # what it prints goes into /etc/pos-hardware-proxy.toml
    udevadm control --reload && udevadm trigger
    systemctl daemon-reload && systemctl enable --now pos-hardware-proxy
    pos-hardware-proxy print-test
"""


def add_arguments(parser):
    parser.add_argument('--root', type=Path, default=Path('/'), help="of an image, instead of /")


def run(options):
    for name, target in TARGETS.items():
        path = options.root / target
        if path.suffix == '.toml' and path.exists():
            sys.stdout.write(f'{path} stays as it is\n')
        else:
            write(path, read(name))
    sys.stdout.write(NEXT)


def read(name):
    """Return a file of the package; the unit names the program that is running now.

    The token is this till's own: without one, not even `print-test` and `status` are let in.
    """
    text = (resources.files('pos_hardware_proxy') / 'data' / name).read_text()
    return text.replace('@PROGRAM@', program()).replace('@TOKEN@', secrets.token_hex(24))


def program():
    """Return what starts this proxy.

    :raise ProxyError: the service could not, for the unit hides the homes of people from it
    """
    script = Path(sys.argv[0]).absolute()
    named = script.name == 'pos-hardware-proxy'
    if HIDDEN & set((script if named else Path(sys.executable)).resolve().parts[1:2]):
        raise ProxyError(
            'hidden', "The service does not see /home and /root: install the package in /opt."
        )
    return str(script) if named else f'{sys.executable} -m pos_hardware_proxy'


def write(path, text):
    """Write a file; the configuration, which may hold a token, is for root alone.

    (systemd hands it to the service, which has a user of its own: LoadCredential= in the unit.)
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o600 if path.suffix == '.toml' else 0o644)
    except OSError as error:
        raise ProxyError('not_written', f"{path}: {error.strerror}; run this as root.") from error
    sys.stdout.write(f'{path} written\n')
