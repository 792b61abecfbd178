import base64
import io
from datetime import datetime

import openpyxl

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import StatementCommon

PERIOD = {'kind': 'period', 'date_from': '2024-01-01', 'date_to': '2024-06-30'}


@tagged('post_install', '-at_install')
class TestStatementForms(StatementCommon):
    """On paper and as a sheet: the same figures."""

    def _print(self, wanted):
        report = self.env['ir.actions.report'].with_user(self.clerk)
        name = 'crm_accounting.report_customer_statement'
        return report._render_qweb_html(name, wanted.ids)[0].decode()

    def _sheet(self, wanted):
        """Return the rows of the sheet that the wizard hands out."""
        action = wanted.action_write()
        self.assertIn('.xlsx', action['url'])
        book = openpyxl.load_workbook(io.BytesIO(base64.b64decode(wanted.file)))
        self.assertEqual(len(book.worksheets), 1)
        return list(book.active.iter_rows(values_only=True))

    def test_paper_tells_open_items_ageing_and_what_is_owed(self):
        invoice = self._invoice(1234.5)
        page = self._print(self._wanted())
        for text in (invoice.name, "1,234.50", "31 to 60 days", "Owed in all", "Bakery Ltd"):
            self.assertIn(text, page)

    def test_paper_of_a_period_has_opening_and_closing_balance(self):
        self._pay(self._invoice(100.0), 30.0)
        page = self._print(self._wanted(**PERIOD))
        for text in ("Opening balance", "Closing balance", "70.00"):
            self.assertIn(text, page)

    def test_the_print_menu_of_a_contact_prints_its_company_once(self):
        contact = self.env['res.partner'].create({'name': "Oven", 'parent_id': self.customer.id})
        self._invoice(100.0)
        report = self.env['ir.actions.report'].with_user(self.clerk)
        page = report._render_qweb_html(
            'crm_accounting.report_partner_statement', (contact | self.customer).ids
        )[0].decode()
        self.assertEqual(page.count("What is open on"), 1)

    def test_paper_speaks_the_language_of_each_customer(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.other_customer.lang = 'fr_FR'
        self._invoice(1234.5)
        self._invoice(9876.5, partner=self.other_customer)
        page = self._print(self._wanted(self.customer | self.other_customer))
        self.assertIn("1,234.50", page)
        self.assertRegex(page, r"9\W876,50")
        self.assertIn("05/10/2024", page)
        self.assertIn("10/05/2024", page)

    def test_the_sheet_of_open_items_has_real_numbers_and_dates(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 30.0)
        [head, row] = self._sheet(self._wanted())
        self.assertEqual(head[-1], "Open")
        self.assertEqual(row[0:2], ("Bakery Ltd", self.company.currency_id.name))
        self.assertEqual(row[2], datetime(2024, 1, 1))
        self.assertEqual(row[4], invoice.name)
        self.assertEqual(row[6:], (datetime(2024, 5, 10), 35, 100, 70))

    def test_the_sheet_of_a_period_runs_from_opening_to_closing_balance(self):
        self._pay(self._invoice(100.0), 30.0)
        self._invoice(5.0, partner=self.other_customer)
        rows = self._sheet(self._wanted(self.customer | self.other_customer, **PERIOD))
        balances = [row[-1] for row in rows[1:] if row[0] == "Bakery Ltd"]
        self.assertEqual(balances, [0, 100, 70, 70])
        self.assertEqual([row[-1] for row in rows[1:] if row[0] == "Florist Ltd"], [0, 5, 5])

    def test_a_name_that_looks_like_a_formula_is_text(self):
        self.customer.name = "=1+1"
        self._invoice(100.0)
        self.assertEqual(self._sheet(self._wanted())[1][0], "=1+1")

    def test_a_period_does_not_end_before_it_begins(self):
        with self.assertRaises(ValidationError):
            self._wanted(date_from='2024-02-01', date_to='2024-01-01')
