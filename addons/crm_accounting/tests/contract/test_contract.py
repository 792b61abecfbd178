from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import ContractCommon


@tagged('post_install', '-at_install')
class TestContract(ContractCommon):
    def test_a_contract_has_a_number_and_the_sum_of_its_lines(self):
        contract = self._contract(lines=[(10, 5.0), (2, 12.5)])
        self.assertRegex(contract.name, r'^C/2024/\d{5}$')
        self.assertEqual(contract.amount_total, 75.0)
        self.assertEqual(contract.state, 'draft')

    def test_a_contract_cannot_end_before_it_begins(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._contract(date_end='2023-12-31').flush_recordset()

    def test_nobody_writes_number_state_or_versions(self):
        contract = self._contract()
        for vals in ({'state': 'running'}, {'name': "X"}, {'version_ids': []}):
            with self.assertRaises(UserError):
                contract.write(vals)

    def test_what_was_signed_is_neither_changed_nor_deleted(self):
        contract = self._contract()
        contract.sudo().state = 'running'
        with self.assertRaises(UserError):
            contract.date_end = '2025-12-31'
        with self.assertRaises(UserError):
            contract.line_ids.price_unit = 4.0
        with self.assertRaises(UserError):
            contract.unlink()

    def test_salespeople_see_their_own_contracts_and_sellers_all(self):
        contract = self._contract()
        other = self._contract(user=self.seller)
        Contract = self.env['customer.contract']
        self.assertEqual(Contract.with_user(self.salesman).search([]), contract)
        self.assertEqual(Contract.with_user(self.seller).search([]), contract | other)
        with self.assertRaises(AccessError):
            other.line_ids.with_user(self.salesman).mapped('name')

    def test_a_foreigner_sees_no_contract(self):
        contract = self._contract()
        contract._make_version(contract.date)
        foreign_company = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'sales_team.group_sale_manager,crm_accounting.crm_accounting_group_manager',
            company_id=foreign_company.id,
            company_ids=[(6, 0, foreign_company.ids)],
        )
        employee = new_test_user(self.env, 'employee', 'base.group_user')
        portal = new_test_user(self.env, 'visitor', 'base.group_portal')
        for records in (contract, contract.line_ids, contract.version_ids):
            self.assertFalse(records.with_user(foreigner).search([('id', 'in', records.ids)]))
            for user in (employee, portal):
                with self.assertRaises(AccessError):
                    records.with_user(user).search([])

    def test_colleagues_read_what_was_uploaded_before_the_contract_was_saved(self):
        Attachment = self.env['ir.attachment'].with_user(self.salesman)
        scan = Attachment.create({
            'name': "Scan",
            'raw': b"x",
            'res_model': 'customer.contract',
        })
        self._contract(document_ids=[Command.link(scan.id)])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(scan.with_user(self.seller).raw, b"x")
