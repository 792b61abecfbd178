from odoo.tests import tagged

from .common import StatementMailCommon


@tagged('post_install', '-at_install')
class TestStatementSend(StatementMailCommon):
    """By mail: one for each customer, in the customer's language, with the PDF."""

    def test_each_customer_gets_a_mail_of_its_own_with_the_pdf(self):
        self._invoice(100.0)
        self._invoice(50.0, partner=self.other_customer)
        mails, noted = self._send()
        self.assertEqual(
            [mail.recipient_ids for mail in mails], [self.customer, self.other_customer]
        )
        self.assertIn("100.00", mails[0].body_html)
        self.assertNotIn("50.00", mails[0].body_html)
        for mail in mails:
            [pdf] = mail.attachment_ids
            self.assertRegex(pdf.name, r'^Statement .*\.pdf$')
            # Tests render the page instead of the PDF.
            self.assertEqual(b'Bakery Ltd' in pdf.raw, mail == mails[0])
            self.assertEqual(b'Florist Ltd' in pdf.raw, mail == mails[1])
        self.assertEqual(noted.mapped('state'), ['sent', 'sent'])
        self.assertEqual(noted.mail_id, mails)

    def test_who_owes_nothing_gets_a_mail_only_when_that_is_ticked(self):
        self._invoice(100.0)
        self._pay(self._invoice(50.0, partner=self.other_customer))
        mails, noted = self._send()
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertEqual(noted.mapped('state'), ['sent', 'settled'])
        mails, _noted = self._send(send_settled=True)
        self.assertEqual(mails.recipient_ids, self.both)

    def test_whose_credit_covers_the_debts_owes_nothing(self):
        invoice = self._invoice(100.0)
        self._pay(self._invoice(1.0), 101.0)
        mails, _noted = self._send()
        self.assertFalse(mails)
        self.assertEqual(invoice.amount_residual, 100)

    def test_who_has_no_address_is_named(self):
        self.other_customer.email = False
        self._invoice(100.0)
        self._invoice(50.0, partner=self.other_customer)
        mails, noted = self._send()
        self.assertEqual(mails.recipient_ids, self.customer)
        self.assertEqual(noted.mapped('state'), ['sent', 'failed'])
        self.assertEqual(noted[1].reason, "Florist Ltd has no e-mail address.")

    def test_the_mail_goes_to_the_invoice_address(self):
        office = self.env['res.partner'].create({
            'name': "Bakery's office",
            'parent_id': self.customer.id,
            'type': 'invoice',
            'email': 'office@example.com',
        })
        self._invoice(100.0)
        mails, _noted = self._send()
        self.assertEqual(mails.recipient_ids, office)

    def test_the_mail_speaks_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.other_customer.lang = 'fr_FR'
        template = self.env.ref('crm_accounting.mail_template_customer_statement')
        template.with_context(lang='fr_FR').subject = "Relevé de {{ object.env.company.name }}"
        self._invoice(1234.5)
        self._invoice(1234.5, partner=self.other_customer)
        mails, _noted = self._send()
        self.assertTrue(mails[0].subject.startswith("Statement of"))
        self.assertTrue(mails[1].subject.startswith("Relevé de"))
        self.assertIn("1,234.50", mails[0].body_html)
        self.assertNotIn("1,234.50", mails[1].body_html)

    def test_the_mail_stays_in_the_history_of_the_customer(self):
        self._invoice(100.0)
        mails, _noted = self._send()
        self.assertIn(mails.mail_message_id, self.customer.message_ids)
        self.assertFalse(mails.auto_delete)

    def test_a_collector_without_accounting_rights_sends_statements(self):
        self._invoice(100.0)
        mails, _noted = self._send(user=self.collector, kind='period')
        self.assertEqual(mails.recipient_ids, self.customer)
