"""Forget the Odoo that this proxy is paired with."""

import sys

from ..odoo import forget_pairing, pairing_path
from .running import settings_of

FORGOTTEN = "Forgotten here. In Odoo, revoke the proxy: its token is worthless only then.\n"


def add_arguments(_parser):
    """Nothing can be chosen."""


def run(options):
    found = forget_pairing(pairing_path(settings_of(options)))
    sys.stdout.write(FORGOTTEN if found else "This proxy is not paired.\n")
