from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PromiseCommon


@tagged('post_install', '-at_install')
class TestPromiseAccess(PromiseCommon):
    """Promises are made by the actions alone, and seen by who sees the case."""

    def test_nobody_writes_a_promise(self):
        promise = self._promise().with_user(self.manager)
        for name, value in (('state', 'kept'), ('amount', 1.0), ('date', '2030-01-01')):
            with self.assertRaises(AccessError):
                promise.write({name: value})
        with self.assertRaises(AccessError):
            promise.line_ids.amount_owed = 200.0
        with self.assertRaises(AccessError):
            promise.unlink()
        values = {
            'case_id': self.case.id,
            'currency_id': self.item.currency_id.id,
            'made_on': '2024-06-14',
            'date': '2024-06-20',
            'amount': 10.0,
            'line_ids': [
                Command.create({'move_line_id': self.item.move_line_id.id, 'amount_owed': 10.0})
            ],
        }
        with self.assertRaises(AccessError):
            self.env['collection.promise'].with_user(self.manager).create(values)

    def test_who_has_no_rights_in_collection_promises_and_sees_nothing(self):
        stranger = new_test_user(self.env, 'stranger', 'base.group_user')
        promise = self._promise()
        with self.assertRaises(AccessError):
            self.item.with_user(stranger).action_promise('2024-06-20')
        with self.assertRaises(AccessError):
            promise.with_user(stranger).action_withdraw()
        with self.assertRaises(AccessError):
            promise.with_user(stranger).read(['amount'])

    def test_who_sees_own_cases_only_sees_no_promise_of_another(self):
        promise = self._promise()
        values = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        own = new_test_user(self.env, 'own', 'crm_accounting.crm_accounting_group_own', **values)
        promises, lines = (
            self.env[model].with_user(own)
            for model in ('collection.promise', 'collection.promise.line')
        )
        self.assertFalse(promises.search([]) or lines.search([]))
        with self.assertRaises(AccessError):
            promise.with_user(own).action_withdraw()
        self.case.user_id = own
        self.assertEqual(promises.search([]), promise)
        promise.with_user(own).action_withdraw()
        self.assertEqual(promise.state, 'withdrawn')

    def test_another_company_sees_nothing(self):
        promise = self._promise()
        foreigner = self._new_foreigner()
        self.assertFalse(self.env['collection.promise'].with_user(foreigner).search([]))
        self.assertFalse(self.env['collection.promise.line'].with_user(foreigner).search([]))
        with self.assertRaises(AccessError):
            promise.with_user(foreigner).action_withdraw()
