"""The specification tells what the engine does, and the engine is as pure as it says."""

import ast
import json
import re
import unittest

from discount import compute_discounts

from .helpers import ENGINE, SPECIFICATION
from .oracle import answer
from .test_vectors import FLAGS, REASONS

PURE = {'bisect', 'calendar', 'collections', 'datetime', 'decimal', 'itertools', 're', 'typing'}


class TestSpecification(unittest.TestCase):
    def test_example_is_what_the_engine_and_the_oracle_answer(self):
        blocks = re.findall(r'```json\n(.*?)```', SPECIFICATION, re.DOTALL)
        request, expected = map(json.loads, blocks)
        self.assertEqual(compute_discounts(request), expected)
        self.assertEqual(answer(request), expected)

    def test_every_flag_and_reason_is_written_down(self):
        for word in (*FLAGS, *REASONS):
            self.assertRegex(SPECIFICATION, rf'\b{word}\b')


class TestPurity(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trees = {
            path.name: ast.parse(path.read_text(encoding='utf-8'))
            for path in sorted((ENGINE / 'discount').glob('*.py'))
        }

    def nodes(self, kind):
        for name, tree in self.trees.items():
            for node in ast.walk(tree):
                if isinstance(node, kind):
                    yield name, node

    def test_engine_imports_itself_and_plain_python_only(self):
        for name, node in self.nodes((ast.Import, ast.ImportFrom)):
            modules = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                modules = [] if node.level == 1 else [node.module]
            with self.subTest(file=name, line=node.lineno):
                self.assertLessEqual(set(modules), PURE)

    def test_engine_makes_no_binary_fraction(self):
        for name, node in self.nodes(ast.Constant):
            self.assertNotIsInstance(node.value, float, f"{name}:{node.lineno}")
        called = {
            node.func.id for _name, node in self.nodes(ast.Call) if isinstance(node.func, ast.Name)
        }
        self.assertFalse(called & {'float', 'round', 'open', 'print', 'eval', 'exec'})

    def test_engine_asks_no_clock(self):
        for name, node in self.nodes(ast.Attribute):
            self.assertNotIn(node.attr, {'now', 'today', 'utcnow', 'time'}, f"{name}:{node.lineno}")


class TestTwin(unittest.TestCase):
    """What JavaScript answers is tested in a browser; here is only what its text can tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        directory = ENGINE.parent / 'static/src/engine'
        cls.texts = {path.stem: path.read_text(encoding='utf-8') for path in directory.glob('*.js')}

    def test_every_module_of_python_has_its_twin(self):
        modules = {path.stem for path in (ENGINE / 'discount').glob('*.py')}
        self.assertLessEqual(modules - {'__init__', 'model'}, set(self.texts))

    def test_twin_imports_itself_only(self):
        for name, text in self.texts.items():
            for module in re.findall(r'\bfrom "(.*?)"|\bimport\(', text):
                with self.subTest(file=name, module=module):
                    self.assertIn(module.removeprefix('./'), self.texts)

    def test_twin_makes_no_binary_fraction_and_asks_no_clock(self):
        impure = r'parseFloat|toFixed|Math\.r|Date\.now|new Date\(\)|[0-9]\.[0-9]|luxon|odoo'
        for name, text in self.texts.items():
            code = re.sub(r'/\*.*?\*/|//[^\n]*', '', text, flags=re.DOTALL)
            self.assertFalse(re.findall(impure, code), name)
