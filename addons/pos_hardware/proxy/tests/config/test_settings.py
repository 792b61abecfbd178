"""Where jobs and the pairing are, for the service and for root who pairs it."""

import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.config import settings


class TestSpool(unittest.TestCase):
    def setUp(self):
        self.place = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(mock.patch.object(settings, 'SERVICE_STATE', self.place / 'service'))
        self.enterContext(mock.patch.dict(os.environ, {'XDG_STATE_HOME': str(self.place)}))
        os.environ.pop('STATE_DIRECTORY', None)

    def default(self, user):
        with mock.patch('os.geteuid', return_value=user, create=True):
            return settings.default_spool()

    def test_root_finds_what_the_service_keeps(self):
        (self.place / 'service').mkdir()
        self.assertEqual(self.default(0), str(self.place / 'service/jobs.sqlite'))
        self.assertEqual(self.default(1000), str(self.place / 'pos-hardware-proxy/jobs.sqlite'))

    def test_where_there_is_no_service_everybody_has_an_own_place(self):
        self.assertEqual(self.default(0), str(self.place / 'pos-hardware-proxy/jobs.sqlite'))

    def test_the_service_is_told_its_place_by_systemd(self):
        with mock.patch.dict(os.environ, {'STATE_DIRECTORY': '/elsewhere'}):
            self.assertEqual(self.default(1000), '/elsewhere/jobs.sqlite')
