"""Run the tests of one directory, which need no Odoo; prints `PASSED FAILED SKIPPED`.

No test at all, or a skipped one that tests/allowed_skips.txt does not name, is a failure: nobody
would notice otherwise.
"""

import contextlib
import os
import sys
import unittest
from pathlib import Path

from test_verdict import read_reasons

ROOT = Path(__file__).resolve().parents[2]


def split_skips(skipped, allowed):
    """Return the skipped tests that are expected, and the others as (test, reason)."""

    def is_allowed(test, reason):
        name = '.'.join(test.id().split('.')[-2:])
        return name in allowed and allowed[name] in reason

    expected = [test for test, reason in skipped if is_allowed(test, reason)]
    return expected, [(test, reason) for test, reason in skipped if not is_allowed(test, reason)]


@contextlib.contextmanager
def stdout_kept_free():
    """Send to standard error what tests and the programs they start write to standard output."""
    own = os.dup(1)
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(own, 1)
        os.close(own)


def main():
    directory = Path(sys.argv[1])
    top = directory.parent
    sys.path.insert(0, str(top))
    suite = unittest.TestLoader().discover(str(directory), top_level_dir=str(top))
    with stdout_kept_free():
        result = unittest.TextTestRunner(verbosity=2).run(suite)
    allowed = read_reasons((ROOT / 'tests/allowed_skips.txt').read_text())
    expected, unexpected = split_skips(result.skipped, allowed)
    unwell = [*result.failures, *result.errors, *unexpected]
    failed = len(unwell) + len(result.unexpectedSuccesses)
    for test, reason in unwell:
        sys.stderr.write(f"Failed or skipped: {test}: {reason.strip().splitlines()[-1]}\n")
    if not result.testsRun:
        sys.stderr.write(f"No test ran in {directory}\n")
    passed = result.testsRun - failed - len(expected)
    sys.stdout.write(f'{passed} {failed or int(not result.testsRun)} {len(expected)}\n')


if __name__ == '__main__':
    main()
