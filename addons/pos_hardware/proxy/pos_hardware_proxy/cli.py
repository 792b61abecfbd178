"""The commands: serve, detect, print-test, status, pair, unpair, install-service."""

import argparse
import sys
from pathlib import Path

from . import __version__
from .commands import detect, install_service, pair, print_test, serve, status, unpair
from .commands.running import CONFIG
from .errors import ProxyError

COMMANDS = {
    'serve': (serve, "answer the till's page, until Ctrl-C"),
    'detect': (detect, "list the devices that can be seen, with a configuration for each"),
    'print-test': (print_test, "print a test receipt by the proxy that runs"),
    'status': (status, "tell how the devices of the proxy that runs are"),
    'pair': (pair, "connect the proxy with an Odoo, so that jobs come through it too"),
    'unpair': (unpair, "forget that Odoo"),
    'install-service': (
        install_service,
        "write the files that systemd and udev want",
    ),
}


def make_parser():
    parser = argparse.ArgumentParser(prog='pos-hardware-proxy', description=__doc__)
    parser.add_argument('--version', action='version', version=__version__)
    commands = parser.add_subparsers(dest='command', required=True)
    for name, (module, words) in COMMANDS.items():
        command = commands.add_parser(name, help=words, description=module.__doc__)
        command.add_argument('--config', type=Path, help=f"TOML file (default: {CONFIG})")
        module.add_arguments(command)
    return parser


def main(arguments=None):
    """Run one command; return 0, or 1 when it could not do what it was asked for."""
    options = make_parser().parse_args(arguments)
    module, _words = COMMANDS[options.command]
    try:
        return module.run(options) or 0
    except ProxyError as error:
        sys.stderr.write(f"{error.message}\n")
        return 1
    except KeyboardInterrupt:
        return 130
