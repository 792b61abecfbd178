"""Look at every file that git would commit.

Refused: addresses of registries, paths of one machine, keys, broken XML or JSON, stray blanks.
"""

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OF_THE_DAY = {'.git', '.run', 'node_modules', '__pycache__', '.ruff_cache'}
REFUSED = {
    "the address of a package registry or mirror": re.compile(
        r'\b[\w.-]*(?:pypi|pythonhosted|npmjs|yarnpkg|debian|ubuntu)\.(?:org|com|io|net)\b',
        re.IGNORECASE,
    ),
    "a path of one machine": re.compile(r'(?<![\w.$}/])/(?:home/\w+|root|work)/'),
    "a private key": re.compile(r'BEGIN [A-Z ]*PRIVATE KEY'),
    "blanks at the end of a line": re.compile(r'[ \t]+$', re.MULTILINE),
}


def list_files():
    """Return what git tracks or would track; without git, all that is not of the day."""
    command = ['git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard']
    try:
        git = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        paths = (path for path in ROOT.rglob('*') if not is_of_the_day(path))
    else:
        paths = (ROOT / name for name in git.stdout.split('\0') if name)
    return sorted(path for path in paths if path.is_file())


def is_of_the_day(path):
    return bool(OF_THE_DAY & {*path.relative_to(ROOT).parts})


def read_text(path):
    """Return the text of a file, None if it holds bytes."""
    data = path.read_bytes()
    return None if b'\0' in data else data.decode('utf-8', errors='replace')


def find_complaints(path, text):
    for what, pattern in REFUSED.items():
        if match := pattern.search(text):
            yield f"{what}: {match[0].strip()!r}"
    if text and not text.endswith('\n'):
        yield "no newline at the end"
    try:
        parse(path.suffix, text)
    except (ValueError, ElementTree.ParseError) as error:
        yield f"not well-formed: {error}"


def parse(suffix, text):
    if suffix in {'.xml', '.svg'}:
        ElementTree.fromstring(text.encode())
    elif suffix == '.json':
        json.loads(text)


def main():
    complaints = [
        f'{path.relative_to(ROOT)}: {complaint}\n'
        for path in list_files()
        if (text := read_text(path)) is not None and path.name != 'LICENSE'
        for complaint in find_complaints(path, text)
    ]
    sys.stdout.writelines(complaints)
    sys.exit(bool(complaints))


if __name__ == '__main__':
    main()
