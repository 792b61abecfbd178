"""A spool in a directory of its own."""

import itertools
import tempfile
import unittest
from pathlib import Path

from pos_hardware_proxy.contracts import JobKind, JobRequest, JobState
from pos_hardware_proxy.errors import ProxyError
from pos_hardware_proxy.spool import Spool

_numbers = itertools.count()


class SpoolCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.path = Path(directory.name) / 'new' / 'spool.sqlite'
        self.spool = self.open()

    def open(self, **options):
        spool = Spool(self.path, **options)
        self.addCleanup(spool.close)
        return spool

    def reopen(self, **options):
        self.spool.close()
        self.spool = self.open(**options)

    def request(self, content=b'receipt', device='bar'):
        return JobRequest(f'job-{next(_numbers)}', device, JobKind.RAW, content)

    def accept(self, content=b'receipt', device='bar'):
        job, new = self.spool.accept(self.request(content, device))
        self.assertTrue(new)
        return job

    def print(self, state=JobState.DONE, **details):
        job = self.accept()
        self.spool.start(job.uuid)
        return self.spool.finish(job.uuid, state, **details)

    def refused(self, code, function, *values, **named):
        with self.assertRaises(ProxyError) as caught:
            function(*values, **named)
        self.assertEqual(caught.exception.code, code)
        return caught.exception
