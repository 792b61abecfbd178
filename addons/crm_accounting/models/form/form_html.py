"""The HTML of a printed form, made harmless. Knows nothing of Odoo."""

import re

from lxml import etree, html

CONTROL = re.compile('[\x00-\x08\x0b\x0c\x0e-\x1f]')

BLOCK_TAGS = frozenset(('p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre'))  # hold no table
TAGS = BLOCK_TAGS | frozenset((
    *('a', 'b', 'blockquote', 'br', 'caption', 'code', 'col', 'colgroup', 'del', 'div', 'em'),
    *('font', 'hr', 'i', 'img', 'ins', 'li', 'ol', 's', 'section', 'small', 'span', 'strike'),
    *('strong', 'sub', 'sup', 'table', 'tbody', 'td', 'tfoot', 'th', 'thead', 'tr', 'u', 'ul'),
))
DROPPED_WITH_CONTENT = frozenset((
    *('applet', 'audio', 'base', 'canvas', 'embed', 'frame', 'frameset', 'head', 'iframe'),
    *('link', 'math', 'meta', 'noscript', 'object', 'script', 'select', 'style', 'svg'),
    *('template', 'textarea', 'title', 'video'),
))
ATTRIBUTES = frozenset((
    *('align', 'alt', 'class', 'colspan', 'height', 'href', 'rowspan', 'src', 'start'),
    *('style', 'title', 'valign', 'width'),
))
# Odoo takes a page apart by these: see `ir.actions.report._prepare_html`.
LAYOUT_CLASSES = frozenset(('article', 'header', 'footer', 'page', 'topage', 'main'))
LINK = re.compile(r'(https?://|mailto:|tel:)[^\s]+', re.IGNORECASE)
DATA_PICTURE = re.compile(r'data:image/(png|jpe?g|gif|webp);base64,[a-zA-Z0-9+/=\s]+')
STYLE_NAME = re.compile(
    r'(background-color|border(-\w+)*|color|direction|display|float|clear|font(-\w+)*|height'
    r'|letter-spacing|line-height|list-style-type|margin(-\w+)?|max-\w+|min-\w+|padding(-\w+)?'
    r'|page-break-\w+|table-layout|text-\w+|vertical-align|white-space|width|word-\w+)'
)
# No url(), no comment, no escape: nothing that makes the printer fetch a file.
STYLE_VALUE = re.compile(r'(?:rgba?\([\d\s.,%]+\)|hsla?\([\d\s.,%]+\)|[\w\s.,%#\'"!+-])+')


class Problem(Exception):
    """What makes a wording unusable.

    :ivar str kind: 'broken' (braces without a placeholder) or 'picture' (which cannot be taken)
    :ivar str text: what the author has to look for
    """

    def __init__(self, kind, text):
        super().__init__(kind, text)
        self.kind, self.text = kind, text


def parse(source, parser=None):
    """Return a <div> around a piece of HTML, whatever it is."""
    source = CONTROL.sub('', source or '')
    parser = parser or html.HTMLParser(encoding='utf-8')
    try:
        root = html.fragment_fromstring(source, create_parent='div', parser=parser)
    except (etree.ParserError, ValueError):
        root = html.Element('div')
        root.text = source
    return root


def is_too_deep(source):
    """Ask whether the parser gives up, and loses the rest: at some 250 elements in each other."""
    parser = html.HTMLParser(encoding='utf-8')
    parse(source, parser)
    return any(error.type == etree.ErrorTypes.ERR_INTERNAL_ERROR for error in parser.error_log)


def serialize(root):
    """Return the HTML inside a <div>."""
    return html.tostring(root, encoding='unicode')[len('<div>') : -len('</div>')]


def clean(source, embed=None):
    """Return a piece of HTML without all that is neither text nor its look.

    :param str source: HTML from anybody
    :param embed: gets the address of a picture, returns its data URI; without it, or where it
        returns None, the picture is left out
    :return: the <div> around the clean HTML
    """
    root = parse(source)
    for element in list(root.iter()):
        if element is root:
            continue
        if not isinstance(element.tag, str) or element.tag in DROPPED_WITH_CONTENT:
            if element.getparent() is not None:
                element.drop_tree()
        elif element.tag not in TAGS:
            element.drop_tag()
        else:
            _clean_element(element, embed)
    return root


def _clean_element(element, embed):
    if element.tag in ('thead', 'tfoot'):
        element.tag = 'tbody'  # wkhtmltopdf with unpatched Qt cuts the rows of tables with a head
    for name, value in list(element.attrib.items()):
        if (value := _clean_attribute(element, name, value, embed)) is None:
            del element.attrib[name]
        else:
            element.attrib[name] = value


def _clean_attribute(element, name, value, embed):
    """Return the harmless value, or None."""
    if name not in ATTRIBUTES:
        return None
    if name == 'src':
        return _clean_picture(element, value.strip(), embed)
    if name == 'href':
        return value.strip() if element.tag == 'a' and LINK.fullmatch(value.strip()) else None
    if name == 'class':
        return ' '.join(word for word in value.split() if word not in LAYOUT_CLASSES) or None
    return _clean_style(value) if name == 'style' else value


def _clean_picture(element, address, embed):
    if element.tag != 'img':
        return None
    if not DATA_PICTURE.fullmatch(address):
        address = embed and embed(address)
    return address or None


def _clean_style(value):
    kept = []
    for declaration in value.split(';'):
        name, _colon, setting = (part.strip() for part in declaration.partition(':'))
        if STYLE_NAME.fullmatch(name.lower()) and STYLE_VALUE.fullmatch(setting):
            kept.append(f'{name}: {setting}')
    return '; '.join(kept) or None
