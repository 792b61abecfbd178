"""Decide about a test run of Odoo, which by itself is green far too easily.

    test_verdict.py LOG EXIT_CODE [--part]

Prints `PASSED FAILED SKIPPED` on standard output and each complaint on standard error; a complaint
counts as failed. With --part, when some tests were asked for by tag, the others need not run.
"""

import argparse
import sys
from pathlib import Path

from test_log import parse_log
from test_sources import descendants, read_tests

ROOT = Path(__file__).resolve().parents[2]


def read_reasons(text):
    """Return the reason by test of lines like `Class.method: the skip's own words`."""
    lines = (line.split('#')[0].strip() for line in text.splitlines())
    return dict(line.split(': ', 1) for line in lines if line)


def complain_about_run(log, exit_code):
    """Name what is wrong with the run as a whole."""
    if log.counted is None:
        yield "Odoo never came to the end of its tests."
    elif log.counted == 0:
        yield "No test ran: is a tag misspelt, or was the addon not installed in this run?"
    elif log.counted != len(log.started):
        yield f"Odoo counts {log.counted} tests and its log shows {len(log.started)}."
    if exit_code and not log.failed:
        yield f"Odoo ended with code {exit_code}."


def complain_about_skips(log, allowed):
    for (module, test), reason in log.skipped.items():
        if test not in allowed or allowed[test] not in reason:
            yield f"Skipped without being in tests/allowed_skips.txt: {module} {test}: {reason}"


def complain_about_loud(log):
    for record in log.loud:
        yield f"Logged and not expected: {record}"


def complain_about_missing(log, classes):
    """Name each test in our files that neither its class nor a heir of it started."""
    started = set(log.started)
    for parent in classes:
        family = descendants(parent, classes) if parent.methods else []
        for method in parent.methods:
            if not any((heir.module, f'{heir.name}.{method}') in started for heir in family):
                yield f"Exists and did not run: {parent.module} {parent.name}.{method}"


def judge(log, exit_code, classes, refused, allowed, *, part=False):
    """Return all complaints about a run."""
    complaints = [
        *complain_about_run(log, exit_code),
        *complain_about_skips(log, allowed),
        *complain_about_loud(log),
        *(f"load_tests is never called by Odoo, use an ordinary test: {path}" for path in refused),
    ]
    return complaints if part else [*complaints, *complain_about_missing(log, classes)]


def count(log, complaints):
    """Return passed, failed and skipped; a test that failed in several subtests failed once."""
    failed = set(log.failed)
    passed = set(log.started) - failed - set(log.skipped)
    return len(passed), len(failed) + len(complaints), len(log.skipped)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('log', type=Path)
    parser.add_argument('exit_code', type=int)
    parser.add_argument('--part', action='store_true')
    args = parser.parse_args()
    log = parse_log(args.log.read_text(errors='replace').splitlines())
    classes, refused = read_tests([ROOT / 'addons', ROOT / 'tests'])
    allowed = read_reasons((ROOT / 'tests/allowed_skips.txt').read_text())
    complaints = judge(log, args.exit_code, classes, refused, allowed, part=args.part)
    for module, test in sorted(set(log.failed)):
        sys.stderr.write(f"Failed: {module} {test}\n")
    sys.stderr.writelines(f"{complaint}\n" for complaint in complaints)
    sys.stdout.write('{} {} {}\n'.format(*count(log, complaints)))


if __name__ == '__main__':
    main()
