from odoo.tests import tagged

from ...models.document.read_columns import read_columns
from .common import DocumentCase

NAMES = ('discount', 'price_unit', 'card_origin', 'card_rule_names', 'is_downpayment')


@tagged('post_install', '-at_install')
class TestReadColumns(DocumentCase):
    """What is read column by column is what Odoo gives record by record."""

    def test_saved_lines_read_the_same_from_empty_caches(self):
        lines = self._order(self.ann, (self.coffee, 10), (self.tea, 2)).order_line
        lines.env.flush_all()
        lines.env.invalidate_all()
        self.assertEqual(read_columns(lines, NAMES), self._read_one_by_one(lines))

    def test_what_waits_to_be_computed_is_computed_whichever_line_it_is(self):
        lines = self._order(self.ann, (self.coffee, 10), (self.tea, 2)).order_line
        lines.env.flush_all()
        lines[1].product_uom_qty = 7
        [(_first,), (gross,)] = read_columns(lines, ['card_gross_excluded'])
        self.assertEqual(gross, 7 * self.tea.list_price)

    def test_lines_of_a_form_read_the_same(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 2))
        lines = order.new(origin=order).order_line
        lines[0].product_uom_qty = 3
        self.assertFalse(any(lines._ids))
        self.assertEqual(read_columns(lines, NAMES), self._read_one_by_one(lines))

    def test_of_no_record_there_is_nothing(self):
        self.assertEqual(read_columns(self.env['sale.order.line'], NAMES), [])

    def _read_one_by_one(self, lines):
        return [tuple(line[name] for name in NAMES) for line in lines]
