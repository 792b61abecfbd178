"""Each way in which Odoo's test run is green by accident, and that it is refused."""

import ast
import tempfile
import unittest
from pathlib import Path

from test_log import ROOT, parse_log
from test_sources import TestClass, read_tests
from test_verdict import count, judge, read_reasons

MODULE = 'odoo.addons.shop.tests.test_till'
TILL = TestClass(MODULE, 'TestTill', ('TransactionCase',), ('test_sale', 'test_refund'))


def line(level, logger, text):
    return f'2026-11-21 10:00:00,123 4711 {level} retail {logger}: {text} '


def start(test, module=MODULE):
    return line('INFO', module, f'Starting TestTill.{test} ...')


def summary(total, failed=0):
    text = f"{failed} failed, 0 error(s) of {total} tests when loading database 'retail'"
    return line('ERROR' if failed else 'INFO', 'odoo.tests.result', text)


HEALTHY = [start('test_sale'), start('test_refund'), summary(2)]


class TestVerdict(unittest.TestCase):
    def complaints(self, lines, exit_code=0, classes=(TILL,), refused=(), allowed=None, **options):
        return judge(
            parse_log(lines), exit_code, list(classes), list(refused), allowed or {}, **options
        )

    def assertRefused(self, words, lines, **options):
        complaints = '\n'.join(self.complaints(lines, **options))
        self.assertIn(words, complaints)

    def test_a_healthy_run_is_accepted_and_counted(self):
        self.assertEqual(self.complaints(HEALTHY), [])
        self.assertEqual(count(parse_log(HEALTHY), []), (2, 0, 0))

    def test_misspelt_tag_that_selects_nothing(self):
        self.assertRefused("No test ran", [summary(0)])
        self.assertRefused("No test ran", [summary(0)], part=True)

    def test_tag_that_selects_only_some(self):
        lines = [start('test_sale'), summary(1)]
        self.assertRefused(
            "did not run: odoo.addons.shop.tests.test_till TestTill.test_refund", lines
        )
        self.assertEqual(self.complaints(lines, part=True), [])

    def test_installing_an_installed_addon_or_updating_another(self):
        other = TestClass('odoo.addons.card.tests.test_card', 'TestCard', (), ('test_tier',))
        self.assertRefused(
            "did not run: odoo.addons.card.tests.test_card", HEALTHY, classes=[TILL, other]
        )

    def test_a_logged_error_of_a_passing_test(self):
        self.assertRefused("ERROR shop: lost", [*HEALTHY, line('ERROR', 'shop', "lost")])

    def test_a_logged_warning(self):
        self.assertRefused("WARNING shop: odd", [*HEALTHY, line('WARNING', 'shop', "odd")])

    def test_a_python_warning_is_ours_only_if_the_file_is(self):
        ours = line(
            'WARNING', 'py.warnings', f'{ROOT}/addons/shop/models/till.py:1: DeprecationWarning'
        )
        foreign = line('WARNING', 'py.warnings', '/elsewhere/odoo/http.py:1: DeprecationWarning')
        self.assertRefused("DeprecationWarning", [*HEALTHY, ours])
        self.assertEqual(self.complaints([*HEALTHY, foreign]), [])

    def test_load_tests_that_odoo_never_calls(self):
        self.assertRefused("load_tests", HEALTHY, refused=['tests/test_doc.py'])

    def test_a_print_that_core_turns_into_a_skip(self):
        skip = line('INFO', MODULE, "skipped TestTill.test_sale : wkhtmltopdf is not patched")
        self.assertRefused("Skipped without", [*HEALTHY, skip])
        allowed = read_reasons("# why\nTestTill.test_sale: not patched\n")
        self.assertEqual(self.complaints([*HEALTHY, skip], allowed=allowed), [])
        self.assertEqual(count(parse_log([*HEALTHY, skip]), []), (1, 0, 1))

    def test_an_allowed_skip_for_another_reason(self):
        skip = line('INFO', MODULE, "skipped TestTill.test_sale : no browser")
        allowed = {'TestTill.test_sale': 'not patched'}
        self.assertRefused("no browser", [*HEALTHY, skip], allowed=allowed)

    def test_a_run_that_never_ended(self):
        self.assertRefused("never came to the end", HEALTHY[:2])

    def test_an_exit_code_without_a_failed_test(self):
        self.assertRefused("ended with code 255", HEALTHY, exit_code=255)

    def test_tests_that_started_and_were_not_counted(self):
        self.assertRefused("counts 3 tests", [*HEALTHY[:2], summary(3)])


class TestFailures(unittest.TestCase):
    def test_a_test_that_fails_in_two_subtests_failed_once(self):
        fails = [line('ERROR', MODULE, f'FAIL: Subtest TestTill.test_sale (n={n})') for n in (1, 2)]
        log = parse_log([*HEALTHY[:2], *fails, 'Traceback', summary(2, failed=2)])
        self.assertEqual(count(log, judge(log, 1, [TILL], [], {})), (1, 1, 0))

    def test_a_class_that_cannot_be_set_up_fails(self):
        error = line('ERROR', MODULE, f'ERROR: setUpClass ({MODULE}.TestTill)')
        log = parse_log([error, summary(0, failed=1)])
        self.assertEqual(count(log, [])[:2], (0, 1))


class TestSources(unittest.TestCase):
    def read(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / 'shop/tests/test_till.py'
            path.parent.mkdir(parents=True)
            path.write_text(text)
            ast.parse(text)
            return read_tests([folder])

    def test_methods_are_found_by_class(self):
        classes, refused = self.read(
            "class TestTill(common.Case):\n    def test_sale(self): pass\n"
        )
        self.assertEqual(classes, [TestClass(MODULE, 'TestTill', ('Case',), ('test_sale',))])
        self.assertEqual(refused, [])

    def test_load_tests_is_found(self):
        _classes, refused = self.read("def load_tests(loader, tests, ignore):\n    return tests\n")
        self.assertEqual(len(refused), 1)

    def test_a_method_of_a_mixin_runs_in_its_heir(self):
        mixin = TestClass(MODULE, 'Mixin', (), ('test_sale',))
        heir = TestClass(MODULE, 'TestTill', ('Mixin', 'TransactionCase'), ())
        log = parse_log([start('test_sale'), summary(1)])
        self.assertEqual(judge(log, 0, [mixin, heir], [], {}), [])
