"""What replays share with the tests of scripts/test and with scripts/, from where they are."""

import sys
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
sys.path += [str(CLONE / 'scripts/lib'), str(CLONE / 'tests/test_retail_full')]

import ports  # noqa: E402
import serving  # noqa: E402
from chromium import Chromium, PageError  # noqa: E402
from outside.audit import audit  # noqa: E402
from outside.books import Books  # noqa: E402
from outside.doors import Refused, WebClient, XmlRpc  # noqa: E402

__all__ = [
    'CLONE',
    'Books',
    'Chromium',
    'PageError',
    'Refused',
    'WebClient',
    'XmlRpc',
    'audit',
    'ports',
    'serving',
]
