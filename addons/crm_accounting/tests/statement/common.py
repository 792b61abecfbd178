from odoo import Command
from odoo.tests import new_test_user

from ..collection.common import CollectionCommon


class StatementCommon(CollectionCommon):
    """A clerk, a customer's portal user, and ways to ask for statements."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.clerk = new_test_user(cls.env, 'clerk', 'account.group_account_invoice', **company)
        cls.buyer = new_test_user(cls.env, 'buyer', 'base.group_portal', **company)
        cls.buyer.partner_id.parent_id = cls.customer

    def _statement(self, period=None, partner=None, user=None):
        """Return the figures, as the clerk gets them."""
        partner = (partner or self.customer).with_user(user or self.clerk)
        return partner._get_statement(self.company, period and tuple(map(self._date, period)))

    def _wanted(self, partners=None, user=None, **values):
        """Return the filled-in wizard."""
        Wanted = self.env['customer.statement'].with_user(user or self.clerk)
        partners = partners or self.customer
        return Wanted.create({'partner_ids': [Command.set(partners.ids)], **values})

    def assertOpen(self, section, expected):
        """Compare (document, open) of each open item."""
        found = [(item['document'], item['open']) for item in section['items']]
        self.assertEqual(found, expected)

    def assertRows(self, section, expected):
        """Compare (amount, balance) of each movement."""
        found = [(row['amount'], row['balance']) for row in section['rows']]
        self.assertEqual(found, expected)
