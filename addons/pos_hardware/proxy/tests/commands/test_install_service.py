"""What systemd and udev need is written once, and a configuration is never overwritten."""

import contextlib
import io
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from pos_hardware_proxy.cli import main
from pos_hardware_proxy.config import read_config


class TestInstallService(unittest.TestCase):
    def setUp(self):
        self.enterContext(mock.patch('sys.argv', ['/opt/proxy/bin/pos-hardware-proxy']))

    def test_a_program_that_the_service_could_not_see_is_refused(self):
        for top, hidden in (('home', True), ('root', True), ('opt', False)):
            program = str(Path('/', top, 'shop/home/bin/pos-hardware-proxy'))
            with mock.patch('sys.argv', [program]), tempfile.TemporaryDirectory() as place:
                code, said = self.install(Path(place))
                self.assertEqual((code, 'does not see /home' in said), (hidden, hidden), program)

    def install(self, root):
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            code = main(['install-service', '--root', str(root)])
        return code, said.getvalue()

    def test_the_files_are_written_and_the_configuration_is_kept(self):
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            self.assertEqual(self.install(root)[0], 0)
            config = root / 'etc/pos-hardware-proxy.toml'
            self.assertEqual(config.stat().st_mode & 0o777, 0o600)
            self.assertEqual(read_config(config).access.origins, ('https://shop.example.com',))
            token = read_config(config).access.token
            self.assertEqual(len(token), 48)
            unit = (root / 'etc/systemd/system/pos-hardware-proxy.service').read_text()
            self.assertNotIn('@', unit)
            self.assertIn('ExecStart=/opt/proxy/bin/pos-hardware-proxy serve', unit)
            config.write_text('[server]\nport = 8070\n')
            code, said = self.install(root)
            self.assertEqual(code, 0)
            self.assertIn("stays as it is", said)
            self.assertEqual(read_config(config).server.port, 8070)

    def test_a_place_that_cannot_be_written_is_told(self):
        with tempfile.NamedTemporaryFile() as file:
            code, said = self.install(Path(file.name))
        self.assertEqual(code, 1)
        self.assertIn("run this as root", said)

    def test_systemd_finds_nothing_wrong_in_the_unit(self):
        analyze = shutil.which('systemd-analyze')
        if not analyze:
            self.skipTest("systemd-analyze is not on this machine")
        there = mock.patch(
            'pos_hardware_proxy.commands.install_service.program', lambda: '/bin/true'
        )
        with there, tempfile.TemporaryDirectory() as place:
            self.install(Path(place))
            unit = Path(place) / 'etc/systemd/system/pos-hardware-proxy.service'
            checked = subprocess.run(
                [analyze, 'verify', unit], capture_output=True, text=True, check=False
            )
        self.assertEqual((checked.returncode, checked.stderr), (0, ''))
