import logging
import re
from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import no_retry, tagged

from odoo.addons.web.tests import test_js as web_test_js

OUR_ADDONS = (
    'crm_accounting',
    'crm_accounting_pos',
    'loyalty_cards',
    'pos_hardware',
    'web_image_camera',
)


def count_tests(addon):
    """Return how many Hoot tests the files of `addon` declare."""
    files = Path(get_module_path(addon), 'static/tests/unit').rglob('*.test.js')
    return sum(len(re.findall(r'^test\(', file.read_text(), re.MULTILINE)) for file in files)


class Listener(logging.Handler):
    """Remember what the browser says, without keeping it from the log."""

    text = ""

    def emit(self, record):
        self.text += record.getMessage() + "\n"


@tagged('post_install', '-at_install')
class TestJs(web_test_js.HOOTCommon):
    """Our Hoot suites in a real browser; a suite that ran fewer tests than it has is no success."""

    def get_hoot_filters(self):
        # Hoot warns about a suite that it does not know.
        suites = [f'@{addon}' for addon in OUR_ADDONS if count_tests(addon)]
        self._test_params = [('+', ','.join(suites))]
        return super().get_hoot_filters()

    @no_retry
    def test_every_hoot_test_of_ours_passes(self):
        said = Listener()
        self._logger.addHandler(said)
        self.addCleanup(self._logger.removeHandler, said)
        self.browser_js(
            f'/web/tests?headless&loglevel=2&preset=desktop&timeout=15000{self.hoot_filters}',
            "",
            "",
            login='admin',
            timeout=300,
            success_signal="[HOOT] Test suite succeeded",
            error_checker=web_test_js.unit_test_error_checker,
        )
        passed = re.search(r'Passed (\d+) tests', said.text)
        self.assertTrue(passed, "the suite did not say how many tests passed")
        self.assertEqual(int(passed[1]), sum(map(count_tests, OUR_ADDONS)))
