import urllib.request
from contextlib import contextmanager

from odoo import Command, fields
from odoo.tests import get_db_name, new_test_user
from odoo.tests.common import Transport

from odoo.addons.account.tests.common import AccountTestInvoicingHttpCommon
from odoo.addons.crm_accounting.tests.main_company import MainCompanyCommon

from ..outside.doors import Json2, WebClient, XmlRpc

LONG_AGO = '2024-05-10'
DAY = '2024-06-14'


class OutsideCase(MainCompanyCommon, AccountTestInvoicingHttpCommon):
    """A company with its policy, and other programs that knock on the doors of the test server."""

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref(
            'crm_accounting.crm_accounting_group_manager'
        )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data['company']
        cls.policy = cls.env['collection.policy'].search([('company_id', '=', cls.company.id)])
        cls.customer = cls.env['res.partner'].create({'name': "Bakery Ltd"})

    # === PEOPLE AND DOORS === #

    @classmethod
    def _hire(cls, login, *groups):
        """Return a new user of the company whose password is the login."""
        return new_test_user(
            cls.env,
            login,
            ','.join(groups),
            password=login,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _xml_rpc(self, user):
        self.env.cr.flush()
        return XmlRpc(self.base_url(), get_db_name(), user.login, user.login, self._transport)

    def _transport(self):
        return Transport(self)

    def _json_2(self, user):
        return Json2(self.base_url(), get_db_name(), self._make_key(user), self._send)

    def _web_client(self, user=None):
        login = user.login if user else None
        return WebClient(self.base_url(), get_db_name(), login, login, self._send)

    def _make_key(self, user):
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        return self.env['res.users.apikeys'].with_user(user)._generate('rpc', "Test", tomorrow)

    def _send(self, request):
        with self._from_outside():
            return urllib.request.urlopen(request)

    @contextmanager
    def _from_outside(self):
        """Let another program's requests in, and see afterwards what they did."""
        self.env.cr.flush()
        with self.allow_requests(all_requests=True):
            yield
        self.env.invalidate_all()

    # === SETTING THE SCENE === #

    @classmethod
    def _invoice(cls, amount, due=LONG_AGO, partner=None):
        """Return a posted untaxed invoice, due on `due`."""
        return cls._create_invoice_one_line(
            price_unit=amount,
            product_id=cls.product_a,
            tax_ids=[],
            partner_id=partner or cls.customer,
            invoice_date='2024-01-01',
            invoice_date_due=due,
            invoice_payment_term_id=False,
            post=True,
        )

    def _overdue(self, amount):
        """Return the collection item of a new overdue invoice."""
        invoice = self._invoice(amount)
        self.env['collection.run'].create({
            'date': DAY,
            'company_id': self.company.id,
        }).action_run()
        return invoice.collection_item_ids
