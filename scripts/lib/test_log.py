"""Read the log of Odoo's test run: what started, failed, was skipped or was logged beside."""

import re
from dataclasses import dataclass, field
from pathlib import Path

RECORD = re.compile(
    r'^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (?P<text>.*)$'
)
SUMMARY = re.compile(r'(\d+) failed, (\d+) error\(s\) of (\d+) tests')
FAILURE = re.compile(r'(?:FAIL|ERROR): (?:Subtest )?((?:setUp|tearDown)Class \(\S+\)|\S+)')
SUMMARY_LOGGERS = {'odoo.tests.result', 'odoo.modules.loading', 'odoo.service.server'}
SUMMARY_TEXTS = ('At least one test failed', 'Test')
LOUD = {'WARNING', 'ERROR', 'CRITICAL'}
ROOT = Path(__file__).resolve().parents[2]


@dataclass
class TestLog:
    """A test is `(module, 'Class.method')`; what is loud is `LEVEL logger: text`."""

    started: list = field(default_factory=list)
    failed: list = field(default_factory=list)
    skipped: dict = field(default_factory=dict)
    loud: list = field(default_factory=list)
    counted: int | None = None

    def add(self, level, logger, text):
        """Sort one record into its place."""
        if match := SUMMARY.search(text):
            self.counted = int(match[3])
        elif match := re.match(r'Starting (\S+) \.\.\.', text):
            self.started.append((logger, match[1]))
        elif match := re.match(r'skipped (\S+) : (.*)', text):
            self.skipped[logger, match[1]] = match[2]
        elif match := FAILURE.match(text):
            self.failed.append((logger, match[1]))
        elif level in LOUD and not is_summary(logger, text) and not is_foreign(logger, text):
            self.loud.append(f'{level} {logger}: {text}')


def is_summary(logger, text):
    """Tell whether a loud record only repeats that tests failed."""
    return logger in SUMMARY_LOGGERS and text.startswith(SUMMARY_TEXTS)


def is_foreign(logger, text):
    """Tell whether Python warns about a file of Odoo, which uses much that is deprecated."""
    return logger == 'py.warnings' and not text.startswith(f'{ROOT}/')


def parse_log(lines):
    """Return what the lines of a log say; lines without a head belong to the record before."""
    log = TestLog()
    for line in lines:
        if match := RECORD.match(line.rstrip()):
            log.add(match['level'], match['logger'], match['text'])
    return log
