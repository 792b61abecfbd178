"""One file per command: `add_arguments(parser)`, and `run(options)` that returns an exit code."""

from . import detect, install_service, pair, print_test, serve, status, unpair
