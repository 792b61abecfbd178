"""The placeholders of a printed form, found and filled in. Knows nothing of Odoo.

A placeholder is `{{ name }}` in a text. It is looked for once, in what the author wrote: values are
put in as text or as HTML that is clean already, and nothing in them is a placeholder any more.

Of one without a value, nothing is printed; `{{ name | text }}` prints the text then, and
`{{ name? }}` leaves out the paragraph or row that it is in. A paragraph or row in which there is
nothing else is left out anyway.
"""

import re
from collections import namedtuple

from .form_html import BLOCK_TAGS, Problem, parse

PLACEHOLDER = re.compile(r'\{\{([^{}]*)\}\}')
BRACES = re.compile(r'\{\{|\}\}')
INVISIBLE = re.compile('[\\s\u200b\u2060\ufeff]+')  # what an editor leaves around a caret
PARTS = BLOCK_TAGS | {'blockquote', 'div', 'li'}
SEEN = frozenset(('hr', 'img'))  # without a text

Placeholder = namedtuple('Placeholder', 'name otherwise is_optional')


def find_placeholders(root):
    """Return the names between the braces, each once, in the order of the text."""
    return list(
        dict.fromkeys(
            _read(text).name
            for element, slot in _find_texts(root)
            for text in PLACEHOLDER.findall(getattr(element, slot))
        )
    )


def fill(root, resolve):
    """Put values in the place of the placeholders.

    :param root: the <div> of a clean wording; it is changed
    :param resolve: gets a name, returns (HTML that is clean, whether it is a block)
    """
    filled = []
    for element, slot in list(_find_texts(root)):
        text, *parts = PLACEHOLDER.split(getattr(element, slot))
        setattr(element, slot, text)
        after = element if slot == 'tail' else None
        parent = element.getparent() if slot == 'tail' else element
        for code, tail in zip(parts[::2], parts[1::2], strict=True):
            placeholder = _read(code)
            after = _insert(parent, after, *_get_value(placeholder, resolve))
            after.tail = tail
            filled.append((after, placeholder.is_optional))
    for element, is_optional in filled:
        if _is_empty(element):
            _leave_out(root, element, is_optional)


def _read(text):
    name, _bar, otherwise = (part.strip() for part in INVISIBLE.sub(' ', text).partition('|'))
    return Placeholder(name.removesuffix('?').rstrip(), otherwise, name.endswith('?'))


def _get_value(placeholder, resolve):
    """Return a <div> with the value or what stands for it, and whether it is a block."""
    value, is_block = resolve(placeholder.name)
    inserted = parse(value)
    if placeholder.otherwise and _is_empty(inserted):
        inserted = parse('')
        inserted.text, is_block = placeholder.otherwise, False
    return inserted, is_block


def _insert(parent, after, inserted, is_block):
    """Insert a value into `parent`, first or after a child of it; return what was inserted."""
    inserted.tag = 'div' if is_block else 'span'
    if after is None:
        parent.insert(0, inserted)
    else:
        after.addnext(inserted)  # the tail of `after` comes along, and is put back below
        after.tail, inserted.tail = inserted.tail, None
    if is_block:
        _make_room(parent)
    return inserted


def _make_room(element):
    """Let a paragraph hold a table: a browser ends <p> where a table begins."""
    while element is not None:
        if element.tag in BLOCK_TAGS:
            element.tag = 'div'
        element = element.getparent()


# === LEFT OUT === #


def _is_empty(element):
    is_seen = any(part.tag in SEEN for part in element.iter())
    return not is_seen and not INVISIBLE.sub('', element.text_content())


def _leave_out(root, value, is_optional):
    """Take out the paragraph or row of an empty value: an optional one's, or an empty one."""
    *around, top = value.iterancestors()
    if top is not root:
        return  # it is out with another value
    rows = [element for element in around if element.tag == 'tr']
    parts = rows or [element for element in around if element.tag in PARTS]
    if parts and (is_optional or _is_empty(parts[0])):
        parts[0].drop_tree()


def _find_texts(root):
    for element in root.iter():
        for slot in ('text', 'tail') if element is not root else ('text',):
            if PLACEHOLDER.search(getattr(element, slot) or ''):
                yield element, slot


def check_braces(root):
    """Ask whether all braces belong to a placeholder.

    The halves of one that is partly bold stand in two texts; addresses and names of pictures are
    no texts.

    :raise Problem: with the first that do not
    """
    for element in root.iter():
        texts = [element.text, element.tail if element is not root else None]
        for text in [PLACEHOLDER.sub('', text or '') for text in texts] + element.values():
            if BRACES.search(text):
                raise Problem('broken', text.strip()[:80])
