from unittest.mock import patch

from odoo.tests import HttpCase
from odoo.tests.common import ChromeBrowser

# A camera that shows a moving test picture, and nobody who has to allow it.
FAKE_CAMERA = ('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream')


class BrowserWithCamera(ChromeBrowser):
    def _spawn_chrome(self, cmd):
        *switches, url = cmd
        return super()._spawn_chrome([*switches, *FAKE_CAMERA, url])


class CameraCase(HttpCase):
    """Tours in a browser that has a camera."""

    def setUp(self):
        super().setUp()
        self.startPatcher(patch('odoo.tests.common.ChromeBrowser', BrowserWithCamera))
