from odoo.tests import HttpCase, tagged


@tagged('post_install', '-at_install')
class TestPrint(HttpCase):
    """HttpCase, because wkhtmltopdf fetches the styles of a print from a running server."""

    def test_a_form_printed_by_itself_is_a_pdf(self):
        company = self.env.company
        html = "<html><body><p>%s</p></body></html>" % company.name
        pdf = self.env['ir.actions.report']._run_wkhtmltopdf([html])
        self.assertTrue(pdf.startswith(b'%PDF-'))
        self.assertIn(b'%%EOF', pdf[-64:])
