"""Read our test files without running them: which tests exist, and what can never run."""

import ast
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TestClass:
    module: str
    name: str
    bases: tuple
    methods: tuple


def module_name(path, addons_dir):
    """Return the name under which Odoo imports a file of an addon."""
    parts = path.relative_to(addons_dir).with_suffix('').parts
    return '.'.join(('odoo', 'addons', *parts)).removesuffix('.__init__')


def base_name(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, 'id', '')


def read_class(node, module):
    methods = [
        item.name
        for item in node.body
        if isinstance(item, ast.FunctionDef) and item.name.startswith('test')
    ]
    return TestClass(module, node.name, tuple(map(base_name, node.bases)), tuple(methods))


def read_tests(addons_dirs):
    """Return the test classes of all addons, and the names of files that define `load_tests`."""
    classes, refused = [], []
    for addons_dir in map(Path, addons_dirs):
        for path in sorted(addons_dir.glob('*/tests/**/*.py')):
            tree = ast.parse(path.read_text())
            module = module_name(path, addons_dir)
            nodes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
            classes += [read_class(node, module) for node in nodes]
            if any(getattr(node, 'name', '') == 'load_tests' for node in tree.body):
                refused.append(str(path))
    return classes, refused


def descendants(parent, classes):
    """Return the class and all that inherit from it, by name, within its addon."""
    addon = parent.module.split('.')[2]
    family, names, grown = [parent], {parent.name}, True
    while grown:
        children = [
            child
            for child in classes
            if child not in family
            and child.module.split('.')[2] == addon
            and names & {*child.bases}
        ]
        family += children
        names |= {child.name for child in children}
        grown = bool(children)
    return family
