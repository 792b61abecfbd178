import json
from base64 import b64decode

from odoo.tests import TransactionCase, tagged

from odoo.addons.pos_hardware.copies import mark_as_copy

from .common import PICTURE

MARK = {'type': 'text', 'text': "COPY", 'align': 'center', 'bold': True, 'size': 2}


@tagged('post_install', '-at_install')
class TestCopies(TransactionCase):
    def test_a_receipt_gets_a_line_on_top_and_keeps_all_else(self):
        receipt = {'version': 1, 'lines': [{'type': 'rule'}]}
        kind, content = mark_as_copy('receipt', json.dumps(receipt).encode(), "COPY")
        self.assertEqual(kind, 'receipt')
        self.assertEqual(json.loads(content), {'version': 1, 'lines': [MARK, {'type': 'rule'}]})

    def test_a_picture_becomes_a_receipt_with_the_picture_below_the_line(self):
        kind, content = mark_as_copy('image', PICTURE, "COPY")
        mark, picture, cut = json.loads(content)['lines']
        self.assertEqual((kind, mark, cut), ('receipt', MARK, {'type': 'cut'}))
        self.assertEqual(b64decode(picture['data']), PICTURE)

    def test_printer_data_stay_as_they_are(self):
        self.assertEqual(mark_as_copy('raw', b'^XA^XZ', "COPY"), ('raw', b'^XA^XZ'))
