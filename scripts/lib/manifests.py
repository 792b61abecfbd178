"""What the manifests say: `names` of addons/, `tests`, or the `standard` modules they need."""

import ast
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_manifests(room):
    """Return the manifest of each installable addon of a room, by name."""
    manifests = {
        path.parent.name: ast.literal_eval(path.read_text())
        for path in sorted(ROOT.glob(f'{room}/*/__manifest__.py'))
    }
    return {name: values for name, values in manifests.items() if values.get('installable', True)}


def standard_modules():
    """Return the modules of Odoo that our addons depend on.

    Not those of tests/: the story, replays and benchmarks go without them.
    """
    ours = read_manifests('addons')
    named = {name for values in ours.values() for name in values['depends']}
    return sorted(named - set(ours))


if __name__ == '__main__':
    answers = {
        'names': lambda: read_manifests('addons'),
        'tests': lambda: read_manifests('tests'),
        'standard': standard_modules,
    }
    sys.stdout.write(','.join(answers[sys.argv[1]]()) + '\n')
