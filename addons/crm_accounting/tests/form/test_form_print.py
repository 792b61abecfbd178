from lxml import html

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from .common import FormCommon

SHIPPED = ('contract', 'addendum', 'act', 'invoice', 'reconciliation', 'receipt')


@tagged('post_install', '-at_install')
class TestFormPrint(FormCommon):
    """What is printed of a record."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ('fr_FR', 'bg_BG'):
            cls.env['res.lang']._activate_lang(lang)
        cls.contract = cls._contract(lines=[(1000, 1.25)])

    def _text(self, body, record=None, kind='contract', user=None):
        """Return the text of a form with one wording."""
        self._form(body, kind=kind, sequence=1)
        page = html.fromstring(self._print(record or self.contract, kind, user))
        return ' '.join(page.text_content().replace('\xa0', ' ').split())

    def test_values_are_printed_as_the_customer_reads_them(self):
        self.customer.lang = 'fr_FR'
        text = self._text('<p>{{ date }} | {{ amount_total }} | {{ notice_days }}</p>')
        self.assertRegex(text, r'^01/01/2024 \| \W*1\W250,00\W* \| 30$')

    def test_choices_records_and_yes_have_words(self):
        self.contract.sudo().other_party_ids = self.other_customer
        text = self._text('<p>{{ renewal }} | {{ other_party_ids }} | {{ partner_id.active }}</p>')
        self.assertEqual(text, "Renewed by agreement | Florist Ltd | Yes")

    def test_a_chain_through_many_records_is_a_list(self):
        contract = self._contract(lines=[(1, 1.0), (2, 3.0)])
        text = self._text(
            '<p>{{ line_ids.quantity }} | {{ line_ids.product_id.name }}</p>', contract
        )
        self.assertEqual(text, "1.00, 2.00 | product_a")

    def test_an_empty_value_is_nothing(self):
        self.assertEqual(
            self._text('<p>[{{ partner_id.vat }}{{ payment_term_id.name }}]</p>'), "[]"
        )

    def test_the_sum_in_words_is_in_the_customers_language(self):
        self.customer.lang = 'bg_BG'
        self.contract.sudo().currency_id = self.env.ref('base.EUR')
        text = self._text('<p>{{ amount_in_words }}</p>')
        self.assertEqual(text, "Хиляда двеста и петдесет евро 00 цента")

    def test_properties_of_customers_are_printed(self):
        definition = [
            {'name': 'gate', 'type': 'char', 'string': "Gate"},
            {'name': 'map_html', 'type': 'html', 'string': "Map"},
            {
                'name': 'deposit',
                'type': 'monetary',
                'string': "Deposit",
                'currency_field': 'currency_id',
            },
        ]
        self.env['properties.base.definition'].sudo()._get_definition_for_property_field(
            'customer.contract', 'properties'
        ).properties_definition = definition
        self.contract.properties = {
            'gate': "North <b>",
            'map_html': '<p>Left<script>x()</script></p>',
            'deposit': 1200.5,
        }
        text = self._text(
            '<p>{{ properties.gate }} | {{ properties.map_html }} | {{ properties.deposit }}</p>'
        )
        self.assertEqual(text, "North <b> | Left | $ 1,200.50")
        with self.assertRaises(UserError):
            self._form('<p>{{ properties.door }}</p>')

    # === ATTACKS === #

    def test_a_value_is_text_whatever_is_in_it(self):
        self.customer.name = '<script>x()</script>{{ company.name }}<t t-out="1+1"/>'
        self._form('<p>{{ partner_id.name }}</p><p>{{ parties }}</p>')
        body = self._print(self.contract)
        self.assertNotIn('<script', body)
        self.assertNotIn('<t ', body)
        self.assertIn('{{ company.name }}', body)
        self.assertIn('&lt;script&gt;', body)

    def test_html_of_a_record_is_cleaned_as_a_wording_is(self):
        self.contract.note = (
            '<p style="background-image: url(file:///etc/passwd)">Mind {{ braces }}'
            '<img src="file:///etc/passwd"><span class="footer">x</span></p>'
        )
        self._form('<p>{{ note }}</p>')
        body = self._print(self.contract)
        self.assertNotIn('file:', body)
        self.assertNotIn('footer', body)
        self.assertIn('Mind {{ braces }}', body)

    def test_no_report_compiles_what_an_author_wrote(self):
        form = self._form('<p>{{ name }}</p>')
        body = "<p>#{1+1} <t t-out='2+2'/> &lt;t t-out='3+3'/&gt; {{ name }}</p>"
        self.env.cr.execute("UPDATE printed_form SET body = %s WHERE id = %s", (body, form.id))
        form.invalidate_recordset()
        report = self.env['ir.actions.report'].with_user(self.salesman)
        page = report._render_qweb_html('crm_accounting.report_contract', self.contract.ids)[0]
        self.assertIn('#{1+1}', page.decode())
        self.assertNotIn('>4<', page.decode())

    def test_who_prints_may_read_what_is_printed(self):
        self._form('<p>{{ sale_order_ids.name }}</p>', user=self.env.ref('base.user_admin'))
        self.contract.sudo().user_id = self.collector
        with self.assertRaises(UserError) as caught:
            self._print(self.contract, user=self.collector)
        self.assertIn("sale_order_ids", str(caught.exception))

    def test_records_that_the_printing_user_may_not_see_are_not_printed(self):
        """Even when somebody else has just read them."""
        elsewhere = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        secret = (
            self
            .env['res.partner']
            .sudo()
            .create({
                'name': "Secret Ltd",
                'company_id': elsewhere.id,
            })
        )
        self.contract.sudo().company_signatory_id = secret
        self._form('<p>{{ company_signatory_id.name }}</p>')
        self.assertEqual(secret.name, "Secret Ltd")
        with self.assertRaises(UserError):
            self._print(self.contract)


@tagged('post_install', '-at_install')
class TestShippedForms(FormCommon):
    """The forms that come with the addon, printed by who has few rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['printed.form'].sudo().with_context(active_test=False).search([]).active = True
        cls.contract = cls._contract()

    def _report(self, name, record, user):
        report = self.env['ir.actions.report'].with_user(user)
        page = report._render_qweb_html(f'crm_accounting.{name}', record.ids)[0].decode()
        return ' '.join(html.fromstring(page).text_content().replace('\xa0', ' ').split())

    def test_there_is_one_of_each_kind(self):
        forms = self.env['printed.form'].sudo().search([])
        self.assertEqual(set(forms.mapped('kind')), set(SHIPPED))

    def test_a_contract(self):
        self.contract.partner_signatory_id = self.env['res.partner'].create({
            'name': "Anna Baker",
            'parent_id': self.customer.id,
            'function': "Director",
        })
        text = self._report('report_contract', self.contract, self.salesman)
        for expected in (
            f"Contract No. {self.contract.name}",
            "Bread every morning",
            self.company.name,
            "product_a",
            "50.00",
            "Fifty US dollars 00 cents",
            "Anna Baker",
            "Director",
            "Place of the stamp",
        ):
            self.assertIn(expected, text)

    def test_a_contract_without_goods_tells_no_sum_and_one_without_end_no_last_day(self):
        contract = self._contract(
            lines=[], date_end=False, company_signatory_id=False, amount_limit=900.5
        )
        text = self._report('report_contract', contract, self.salesman)
        for nothing in ("0.00", "Zero", "Last day", "Quantity", "as follows", "represented by ,"):
            self.assertNotIn(nothing, text.replace("have agreed as follows", ""))
        for expected in ("about: Bread every morning", "on receipt of the invoice", "by ____"):
            self.assertIn(expected, text)
        self.assertIn("limited to $ 900.50, taxes included", text)

    def test_a_contract_without_a_limit_tells_none(self):
        text = self._report('report_contract', self.contract, self.salesman)
        self.assertNotIn("limited", text)

    def test_a_payment_invoice_and_an_act(self):
        contract = self.contract
        contract.sudo().state = 'running'
        invoice = self._invoice(1200.5)
        invoice.contract_id = contract
        for report, title in (('form_invoice', "Payment Invoice"), ('form_act', "Act of")):
            text = self._report(f'report_{report}', invoice, self.clerk)
            for expected in (title, invoice.name, contract.name, "1,200.50", "US dollars 50 cents"):
                self.assertIn(expected, text)

    def test_a_receipt(self):
        invoice = self._invoice(100.0)
        payment = self._pay(invoice, 30.0)
        text = self._report('report_form_receipt', payment, self.clerk)
        for expected in ("Bakery Ltd", "30.00", "Thirty US dollars", invoice.name, "70.00"):
            self.assertIn(expected, text)

    def test_a_reconciliation_statement(self):
        self._pay(self._invoice(100.0), 30.0)
        wanted = (
            self
            .env['customer.statement']
            .with_user(self.clerk)
            .create({
                'partner_ids': [Command.set(self.customer.ids)],
                'kind': 'period',
                'date_from': '2024-01-01',
                'date_to': '2024-06-30',
            })
        )
        self.assertEqual(wanted.action_print_reconciliation()['type'], 'ir.actions.report')
        text = self._report('report_form_reconciliation', wanted, self.clerk)
        for expected in ("Opening balance", "Turnover", "Closing balance", "70.00", "Seventy US"):
            self.assertIn(expected, text)
        wanted.kind = 'open'
        with self.assertRaises(UserError):
            wanted.action_print_reconciliation()

    def test_every_form_has_a_preview_for_its_author(self):
        self.contract.sudo().user_id = False
        self._pay(self._invoice(100.0), 30.0)
        author = new_test_user(
            self.env,
            'busy_author',
            'crm_accounting.crm_accounting_group_form_author,account.group_account_invoice',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for form in self.env['printed.form'].sudo().search([]).with_user(author):
            self.assertIn(str(form.id), form.action_preview()['url'])
            text = self._report('report_form_preview', form, author)
            self.assertNotIn('{{', text)
            self.assertIn("Bakery Ltd", text)
