from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import StatementCommon


@tagged('post_install', '-at_install')
class TestStatementPortal(StatementCommon, HttpCase):
    """The customer's own page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._invoice(100.0)
        cls.theirs = cls._invoice(50.0, partner=cls.other_customer)

    def _get(self, path, **values):
        self.authenticate('buyer', 'buyer')
        return self.url_open(f'/my/statement{path}', **values)

    def test_the_page_shows_the_own_debts_and_no_others(self):
        page = self._get('').text
        self.assertIn(self.mine.name, page)
        self.assertNotIn(self.theirs.name, page)
        self.assertIn("100.00", page)

    def test_the_page_shows_the_movements_of_a_period(self):
        page = self._get('?date_from=2024-01-01&date_to=2024-06-30').text
        self.assertIn("Closing balance", page)
        self.assertIn(self.mine.name, page)

    def test_a_wrong_period_is_refused_plainly(self):
        for query in ('date_from=x&date_to=y', 'date_from=2024-02-01&date_to=2024-01-01'):
            response = self._get(f'?{query}')
            self.assertEqual(response.status_code, 200)
            self.assertIn("first and the last day", response.text)

    def test_the_pdf_is_of_the_own_company(self):
        response = self._get(f'/{self.company.id}/pdf')
        self.assertEqual(response.status_code, 200)
        self.assertEqual(response.headers['Content-Type'], 'application/pdf')
        self.assertIn('Bakery', response.headers['Content-Disposition'])

    def test_the_pdf_of_a_company_that_never_invoiced_is_not_there(self):
        other = self.setup_other_company(name="Apart")['company']
        self.assertEqual(self._get(f'/{other.id}/pdf').status_code, 404)

    def test_the_backend_prints_no_other_customer_for_a_portal_user(self):
        self.authenticate('buyer', 'buyer')
        path = f'/report/html/crm_accounting.report_partner_statement/{self.other_customer.id}'
        with mute_logger('odoo.http'):
            response = self.url_open(path)
        self.assertNotEqual(response.status_code, 200)
        self.assertNotIn(self.theirs.name, response.text)

    def test_the_entry_on_the_home_page_is_for_who_was_invoiced(self):
        self.authenticate('buyer', 'buyer')
        counters = {'counters': ['statement_count']}
        result = self.make_jsonrpc_request('/my/counters', counters)
        self.assertEqual(result['statement_count'], 1)
