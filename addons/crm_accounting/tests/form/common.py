from odoo import Command
from odoo.tests import new_test_user

from ..contract.common import ContractCommon


class FormCommon(ContractCommon):
    """An author of forms who may not do much else, and a clerk who prints invoices."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.author = new_test_user(
            cls.env, 'author', 'crm_accounting.crm_accounting_group_form_author', **company
        )
        cls.clerk = new_test_user(cls.env, 'clerk', 'account.group_account_invoice', **company)
        # What is shipped is tested by itself.
        cls.env['printed.form'].sudo().search([]).active = False

    @classmethod
    def _form(cls, body, kind='contract', user=None, **values):
        """Return a form that the author saves."""
        return (
            cls
            .env['printed.form']
            .with_user(user or cls.author)
            .create({'name': "Form", 'kind': kind, 'body': body, **values})
        )

    def _print(self, record, kind='contract', user=None):
        """Return what is printed of a record for a user, as HTML."""
        record = record.with_user(user or self.salesman)
        return record.env['printed.form']._print(kind, record)['body']
