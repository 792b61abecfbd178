from odoo.tests import HttpCase, tagged

from .common import DocumentCase


@tagged('post_install', '-at_install')
class TestPrint(DocumentCase, HttpCase):
    """What the customer holds in hand: the card without its number, and what it brought."""

    def _print(self, report, document):
        html, _type = self.env['ir.actions.report']._render_qweb_html(report, document.ids)
        return ' '.join(html.decode().split())

    def _check(self, page):
        self.assertIn("0018", page)
        self.assertNotIn(self.card.code, page)
        self.assertIn("Gold", page)
        self.assertIn("You save", page)
        self.assertIn("1,080.00", page)

    def test_quotation_order_and_invoice_name_the_card(self):
        order = self._order(self.ann, (self.coffee, 10))
        self._check(self._print('sale.action_report_saleorder', order))
        order.action_confirm()
        self._check(self._print('sale.action_report_saleorder', order))
        invoice = order._create_invoices()
        invoice.action_post()
        self._check(self._print('account.account_invoices', invoice))

    def test_refund_names_the_card_and_saves_nothing(self):
        order = self._order(self.ann, (self.coffee, 10))
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.action_post()
        page = self._print('account.account_invoices', invoice._reverse_moves(cancel=True))
        self.assertIn("0018", page)
        self.assertIn("Gold", page)
        self.assertNotIn("You save", page)
        self.assertNotIn("more in this purchase", page)

    def test_document_of_nobody_with_a_card_says_nothing_of_it(self):
        order = self._order(self.bob, (self.coffee, 10))
        self.assertNotIn("Discount card", self._print('sale.action_report_saleorder', order))

    def test_printed_for_real(self):
        order = self._order(self.ann, (self.coffee, 10), (self.tea, 3))
        reports = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        pdf, kind = reports._render_qweb_pdf('sale.action_report_saleorder', order.ids)
        self.assertEqual(kind, 'pdf')
        self.assertTrue(pdf.startswith(b'%PDF'))
