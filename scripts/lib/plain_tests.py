"""Run the tests of one directory, which need no Odoo; prints `PASSED FAILED 0`.

No test at all, or a skipped one, is a failure: nobody would notice otherwise.
"""

import sys
import unittest
from pathlib import Path


def main():
    directory = Path(sys.argv[1])
    top = directory.parent
    sys.path.insert(0, str(top))
    suite = unittest.TestLoader().discover(str(directory), top_level_dir=str(top))
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    unwell = [*result.failures, *result.errors, *result.skipped]
    failed = len(unwell) + len(result.unexpectedSuccesses)
    for test, reason in unwell:
        sys.stderr.write(f"Failed or skipped: {test}: {reason.strip().splitlines()[-1]}\n")
    if not result.testsRun:
        sys.stderr.write(f"No test ran in {directory}\n")
    sys.stdout.write(f'{result.testsRun - failed} {failed or int(not result.testsRun)} 0\n')


if __name__ == '__main__':
    main()
