"""Whatever comes in: printer bytes of known commands come out, or BadInput."""

import base64
import json
import unittest

from hypothesis import given, settings
from hypothesis import strategies as st
from pos_hardware_proxy.encoding import encode_image, encode_receipt
from pos_hardware_proxy.errors import BadInput

from . import reading
from .samples import jpeg, odoo_receipt, png

PRINTERS = [
    reading.printer('TM-T88V'),
    reading.printer('POS-5890'),
    reading.printer('default', dots=640, code_pages=('CP437',)),
    reading.printer('TM-U220'),
]
SMALL = odoo_receipt().crop((0, 0, 120, 90))
FILES = [jpeg(SMALL), png(SMALL), jpeg(SMALL.convert('L')), png(SMALL.convert('P'))]
# A receipt asks for text, codes and paper: never for the drawer, the settings, or what is stored.
ALLOWED = {
    *('ESC @', 'ESC R', 'ESC t', 'ESC a', 'ESC !', 'ESC d', 'ESC 3', 'ESC 2', 'ESC *', 'FS .'),
    *('GS !', 'GS V', 'GS v', 'GS h', 'GS w', 'GS H', 'GS ( k', 'LF', 'text'),
}
quick = settings(max_examples=60, deadline=None, database=None)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
text = st.text(max_size=60) | st.text(st.characters(max_codepoint=0xA0), max_size=60)
size = st.integers(0, 9) | st.lists(st.integers(1, 8), min_size=1, max_size=2)
align = st.sampled_from(['left', 'center', 'right', 'up'])
digits = st.text('0123456789', max_size=14)


def line(kind, **keys):
    required = {'type': st.just(kind)}
    return st.fixed_dictionaries(required, optional=keys)


lines = st.one_of(
    line('text', text=text, align=align, size=size, bold=st.booleans(), underline=st.booleans()),
    line('columns', left=text, right=text, fill=st.characters(), size=size),
    line('rule', char=st.characters()),
    line('feed', lines=st.integers(0, 60)),
    line('picture', data=st.binary(max_size=99).map(lambda raw: base64.b64encode(raw).decode())),
    line('qr', data=text, size=st.integers(1, 17), correction=st.sampled_from('LMQHX')),
    line('barcode', data=text | digits, format=st.sampled_from(['EAN13', 'ITF', 'CODE128', 'X'])),
    line('cut'),
    line('logo', align=align),
    json_values,
)


class TestAnything(unittest.TestCase):
    @quick
    @given(st.binary(max_size=300), st.sampled_from(PRINTERS))
    def test_any_bytes_as_a_picture(self, data, profile):
        self.check(encode_image, data, profile, {'ESC @', 'ESC d', 'GS V', 'GS v'})

    @quick
    @given(
        st.sampled_from(FILES),
        st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=3)), max_size=4),
        st.sampled_from(PRINTERS),
    )
    def test_a_picture_with_wrong_bytes(self, data, wrong, profile):
        damaged = bytearray(data)
        for place, new in wrong:
            at = int(place * len(data))
            damaged[at : at + len(new)] = new
        self.check(encode_image, bytes(damaged), profile, ALLOWED)

    @quick
    @given(st.binary(max_size=100) | json_values.map(lambda value: json.dumps(value).encode()))
    def test_any_bytes_and_any_json_as_a_receipt(self, data):
        self.check(encode_receipt, data, PRINTERS[0], ALLOWED)

    @settings(quick, max_examples=200)
    @given(st.lists(lines, min_size=1, max_size=4), st.sampled_from(PRINTERS))
    def test_any_lines_of_a_receipt(self, content, profile):
        data = json.dumps({'version': 1, 'lines': content}).encode()
        kinds = [line.get('type') for line in content if isinstance(line, dict)]
        printed = self.check(encode_receipt, data, profile, ALLOWED)
        if printed is not None and profile.cutter:
            cuts = reading.names(printed).count('GS V')
            self.assertEqual(cuts, kinds.count('cut'))

    @quick
    @given(st.text(max_size=80), st.sampled_from(PRINTERS))
    def test_any_text_prints_and_is_text_alone(self, content, profile):
        data = json.dumps({
            'version': 1,
            'lines': [{'type': 'text', 'text': content}],
        }).encode()
        printed = self.check(encode_receipt, data, profile, ALLOWED - {'GS V', 'GS ( k'})
        self.assertIsNotNone(printed)

    def check(self, encode, data, profile, allowed):
        """Return what is printed, None if it is refused."""
        try:
            printed = encode(data, profile)
        except BadInput as error:
            self.assertTrue(error.code and error.message.endswith('.'), error.message)
            return None
        kinds = {name for name in reading.names(printed) if not name.startswith('GS k')}
        self.assertLessEqual(kinds, allowed)
        return printed
