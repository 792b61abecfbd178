from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import StatementCommon


@tagged('post_install', '-at_install')
class TestStatementAccess(StatementCommon):
    """Who may know what a customer owes, in every form of the statement."""

    def _own_collector(self):
        return self._user('own', 'crm_accounting.crm_accounting_group_own')

    def assertRefused(self, user, partner=None):
        with self.assertRaises(AccessError):
            self._statement(user=user, partner=partner)
        report = self.env['ir.actions.report'].with_user(user)
        with self.assertRaises(AccessError):
            report._render_qweb_html(
                'crm_accounting.report_partner_statement', (partner or self.customer).ids
            )

    def test_clerks_and_collectors_of_all_cases_see_every_customer(self):
        self._invoice(100.0)
        for user in (self.clerk, self.collector, self.manager):
            self.assertEqual(self._statement(user=user).sections[0]['owed'], 100)

    def test_a_collector_of_own_cases_sees_those_customers_whole(self):
        self._overdue(100.0)
        self._invoice(50.0, due='2024-12-31')
        own = self._own_collector()
        self.assertRefused(own)
        case = self.env['collection.case'].sudo().search([('partner_id', '=', self.customer.id)])
        case.user_id = own
        self.assertEqual(self._statement(user=own).sections[0]['owed'], 150)
        self.assertRefused(own, self.other_customer)

    def test_a_customer_sees_its_own_and_no_other(self):
        self._invoice(100.0)
        self.assertEqual(self._statement(user=self.buyer).sections[0]['owed'], 100)
        self.assertRefused(self.buyer, self.other_customer)

    def test_an_employee_without_these_groups_sees_nothing(self):
        self.assertRefused(self._user('foreign', 'base.group_user'))
        with self.assertRaises(AccessError):
            self._wanted(user=self._user('foreign2', 'base.group_user'))

    def test_a_clerk_of_another_company_sees_nothing_whatever_the_client_says(self):
        self._invoice(100.0)
        other = self.setup_other_company(name="Apart")['company']
        stranger = self._user('stranger', 'account.group_account_invoice', other)
        with self.assertRaises(AccessError):
            self._statement(user=stranger)
        partner = self.customer.with_user(stranger).with_context(
            allowed_company_ids=self.company.ids
        )
        with self.assertRaises(AccessError):
            partner._get_statement(self.company)
        wanted = self._wanted(user=stranger, company_id=self.company.id)
        for step in ('action_print', 'action_write', 'action_send'):
            with self.assertRaises(AccessError):
                getattr(wanted, step)()

    def test_entries_of_a_branch_are_seen_by_who_works_there(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.env.cr.precommit.run()  # loads the chart of accounts of the branch
        self.env.user.company_ids |= branch
        self._invoice(100.0)
        self._invoice(50.0, company_id=branch.id)
        self.clerk.company_ids = self.company
        self.assertEqual(self._statement().sections[0]['owed'], 100)
        self.clerk.company_ids |= branch
        self.assertEqual(self._statement().sections[0]['owed'], 150)
        self.assertEqual(self._statement(user=self.buyer).sections[0]['owed'], 150)
