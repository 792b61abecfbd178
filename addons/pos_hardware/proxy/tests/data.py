"""Where the data lie that nobody here wrote: beside a clone, never in it."""

import os
import unittest
from pathlib import Path

HERE = Path(__file__).resolve()
SHARED = Path(os.environ.get('SHARED_DATA') or HERE.parents[5] / 'shared/data')


def need_shared(name):
    """Return a directory of the shared data; raise SkipTest where they are not."""
    place = SHARED / name
    if not place.is_dir():
        raise unittest.SkipTest("The data of ../shared are not beside this clone")
    return place
