from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.base.models.ir_qweb import QWebError

from .common import DunningCommon

REPORT = 'odoo.addons.base.models.ir_actions_report.IrActionsReport._render_qweb_pdf'


@tagged('post_install', '-at_install')
class TestLetterAttached(DunningCommon):
    """A level may send the invoices with its letter. (Tests render pages, but no PDF of them.)"""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels.is_invoice_attached = True
        cls.env['res.lang']._activate_lang('fr_FR')
        cls.customer.lang = 'fr_FR'

    def _send(self):
        """Run, send what waits, and return the attachments of the customer's mail by name."""
        self._run()
        files = self._work().attachment_ids
        return {file.name: file.raw for file in files.sorted('name')}

    def test_each_invoice_is_attached_once_in_the_language_of_the_customer(self):
        first, second = self._invoice(1234.5), self._invoice(20.0)
        files = self._send()
        self.assertEqual(
            list(files), [invoice._get_invoice_report_filename() for invoice in first | second]
        )
        page = files[first._get_invoice_report_filename()].decode()
        self.assertIn(first.name, page)
        self.assertRegex(page, r'1\W{1,6}234,50')
        self.assertNotIn("Proforma", page)

    def test_what_was_sent_before_is_attached_as_it_was(self):
        invoice = self._invoice()
        document = self.env['ir.attachment'].create({
            'name': "as_sent.pdf",
            'raw': b'%PDF as sent',
            'res_model': 'account.move',
            'res_id': invoice.id,
            'res_field': 'invoice_pdf_report_file',
        })
        invoice.invalidate_recordset(['invoice_pdf_report_id'])
        self.assertEqual(invoice.invoice_pdf_report_id, document)
        self.assertEqual(self._send(), {"as_sent.pdf": b'%PDF as sent'})

    def test_an_invoice_that_cannot_be_printed_stops_its_letter_aloud_and_no_other(self):
        invoice = self._invoice(partner=self.other_customer)
        self._invoice()
        self._run()
        render = self.env.registry['ir.actions.report']._render_qweb_pdf

        def fail(report, name, ids, **kwargs):
            if ids == invoice.ids:
                raise QWebError("no such font")
            return render(report, name, ids, **kwargs)

        with patch(REPORT, fail):
            self.assertEqual(self._work().recipient_ids, self.customer)
        letter = self._letters(self.other_customer)
        self.assertEqual(letter.state, 'failed')
        self.assertIn(invoice.name, letter.reason)
        self.assertIn("no such font", letter.reason)
        self.assertIn("no such font", self._items(invoice).activity_id.note)
        letter.with_user(self.collector).action_send()
        self.assertEqual(self._work().recipient_ids, self.other_customer)
        self.assertEqual(len(letter.message_id.attachment_ids), 1)
