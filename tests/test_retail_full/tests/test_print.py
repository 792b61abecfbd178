from odoo import Command
from odoo.tests import HttpCase, tagged

STYLED_BYTES = 20_000  # the same invoice without its style sheet and fonts stays well below


@tagged('post_install', '-at_install')
class TestPrint(HttpCase):
    """HttpCase, because wkhtmltopdf fetches the styles of a print from a running server."""

    def test_an_invoice_printed_by_itself_is_a_styled_pdf(self):
        invoice = self.env['account.move'].create({
            'move_type': 'out_invoice',
            'partner_id': self.env['res.partner'].create({'name': "Aroma Ltd"}).id,
            'invoice_line_ids': [Command.create({'name': "Coffee", 'price_unit': 14.9})],
        })
        invoice.action_post()
        reports = self.env['ir.actions.report'].with_context(force_report_rendering=True)
        pdf, kind = reports._render_qweb_pdf('account.report_invoice', invoice.ids)
        self.assertEqual(kind, 'pdf')
        self.assertTrue(pdf.startswith(b'%PDF-'))
        self.assertGreater(len(pdf), STYLED_BYTES)
