from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import FormCommon


@tagged('post_install', '-at_install')
class TestContractPortal(FormCommon, HttpCase):
    """The customer's own contracts, and no others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.buyer = new_test_user(cls.env, 'buyer', 'base.group_portal', **company)
        cls.buyer.partner_id.parent_id = cls.customer
        cls._form('<p>Wording for {{ partner_id.name }}</p>')
        cls.mine = cls._signed(subject="Bread for us")
        cls.theirs = cls._signed(subject="Flowers", partner_id=cls.other_customer.id)
        cls.draft = cls._contract(subject="Not yet")

    @classmethod
    def _signed(cls, **values):
        contract = cls._contract(**values)
        contract._make_version(contract.date)
        document = cls.env['ir.attachment'].create({
            'name': "Copy.html",
            'raw': b"<script>scan</script>",
            'res_model': 'customer.contract',
            'res_id': contract.id,
        })
        contract.sudo().write({
            'state': 'running',
            'date_signed': contract.date,
            'document_ids': [Command.set(document.ids)],
        })
        return contract.sudo()

    def _get(self, path, login='buyer', **values):
        self.authenticate(login, login)
        with mute_logger('odoo.http'):
            return self.url_open(f'/my/contracts{path}', **values)

    def test_the_list_has_the_own_signed_contracts_only(self):
        page = self._get('').text
        self.assertIn("Bread for us", page)
        self.assertNotIn("Flowers", page)
        self.assertNotIn("Not yet", page)

    def test_what_was_agreed_with_a_branch_is_shown_to_its_company(self):
        branch = self.customer.create({'name': "Branch", 'parent_id': self.customer.id})
        contract = self._signed(subject="Bread for the branch", partner_id=branch.id)
        self.assertIn("Bread for the branch", self._get('').text)
        self.assertIn(contract.name, self._get(f'/{contract.id}').text)

    def test_the_page_of_a_contract_shows_lines_and_documents(self):
        page = self._get(f'/{self.mine.id}').text
        for text in (self.mine.name, "product_a", "50.00", "Copy.html", "Running"):
            self.assertIn(text, page)

    def test_a_version_is_downloaded_as_it_was_signed(self):
        response = self._get(f'/{self.mine.id}/versions/0')
        self.assertEqual(response.headers['Content-Type'], 'application/pdf')
        self.assertEqual(self._get(f'/{self.mine.id}/versions/7').status_code, 404)

    def test_a_document_is_downloaded_and_never_shown(self):
        response = self._get(f'/{self.mine.id}/documents/{self.mine.document_ids.id}')
        self.assertEqual(response.content, b"<script>scan</script>")
        self.assertIn('attachment', response.headers['Content-Disposition'])
        self.assertEqual(response.headers['Content-Type'], 'application/octet-stream')

    def test_other_peoples_contracts_drafts_and_documents_are_not_there(self):
        other = self.theirs.document_ids.id
        for contract in (self.theirs, self.draft):
            response = self._get(f'/{contract.id}', allow_redirects=False)
            self.assertEqual(response.status_code, 303)
            self.assertEqual(self._get(f'/{contract.id}/versions/0').status_code, 404)
            self.assertEqual(self._get(f'/{contract.id}/documents/{other}').status_code, 404)
        self.assertEqual(self._get(f'/{self.mine.id}/documents/{other}').status_code, 404)
        self.assertEqual(self._get('/999999', allow_redirects=False).status_code, 303)

    def test_a_secret_link_opens_a_signed_contract_without_login(self):
        self.authenticate(None, None)
        token = self.mine._portal_ensure_token()
        path = f'/my/contracts/{self.mine.id}'
        self.assertIn("Bread for us", self.url_open(f'{path}?access_token={token}').text)
        for wrong in ('', '?access_token=', '?access_token=x'):
            self.assertNotIn("Bread for us", self.url_open(f'{path}{wrong}').text)
        page = self.url_open(f'/my/contracts/{self.theirs.id}?access_token={token}').text
        self.assertNotIn("Flowers", page)
        token = self.draft.sudo()._portal_ensure_token()
        page = self.url_open(f'/my/contracts/{self.draft.id}?access_token={token}').text
        self.assertNotIn("Not yet", page)

    def test_a_public_visitor_has_no_contracts(self):
        self.authenticate(None, None)
        response = self.url_open('/my/contracts', allow_redirects=False)
        self.assertIn('/web/login', response.headers['Location'])

    def test_the_backends_reports_print_nothing_for_a_portal_user(self):
        self.authenticate('buyer', 'buyer')
        for report, record in (
            ('report_contract', self.mine),
            ('report_contract_version', self.mine.version_ids),
        ):
            with mute_logger('odoo.http'):
                response = self.url_open(f'/report/html/crm_accounting.{report}/{record.id}')
            self.assertNotEqual(response.status_code, 200)

    def test_the_home_page_counts_the_contracts(self):
        self.authenticate('buyer', 'buyer')
        counters = {'counters': ['contract_count']}
        result = self.make_jsonrpc_request('/my/counters', counters)
        self.assertEqual(result['contract_count'], 1)
