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

    def _user(self, login, groups, company=None):
        """Return a new user of one company."""
        company = company or self.company
        values = {'company_id': company.id, 'company_ids': [Command.set(company.ids)]}
        return new_test_user(self.env, login, groups, **values)

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


class StatementMailCommon(StatementCommon):
    """Two customers with addresses, and ways to have their statements mailed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.email = 'bakery@example.com'
        cls.other_customer.email = 'florist@example.com'
        cls.both = cls.customer | cls.other_customer
        cls.cron = cls.env.ref('crm_accounting.ir_cron_statement_mail').sudo()

    def _ask(self, partners=None, user=None, **values):
        """Ask for statements by mail, and return what waits."""
        action = self._wanted(partners or self.both, user=user, **values).action_send()
        return self.env[action['res_model']].search(action['domain'], order='id')

    def _work(self):
        """Let the scheduled action do what waits, and return the mails that it made."""
        before = self.env['mail.mail'].search([])
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        return (self.env['mail.mail'].search([]) - before).sorted('id')

    def _send(self, partners=None, user=None, **values):
        """Ask and let the scheduled action work; return the mails and what is noted."""
        noted = self._ask(partners, user, **values)
        return self._work(), noted
