from uuid import uuid4

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillDoors(TillDebtsCommon):
    """Who may ask and take, whatever is said over RPC."""

    def _user(self, login, groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            login,
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def test_only_who_sells_takes_payments(self):
        invoice = self._invoice(100.0)
        outsiders = {
            'debt.clerk': 'account.group_account_invoice',
            'debt.collector': 'crm_accounting.crm_accounting_group_user',
            'debt.nobody': 'base.group_user',
            'debt.portal': 'base.group_portal',
        }
        for login, groups in outsiders.items():
            user = self._user(login, groups)
            with self.subTest(login=login):
                with self.assertRaises(AccessError):
                    self._ask(user=user)
                with self.assertRaises(AccessError):
                    self._take(invoice, (self.cash, 10.0), user=user)
        self.assertNothingBooked()

    def test_who_only_reads_sessions_takes_no_payments(self):
        self.env['ir.model.access'].create([
            {
                'name': model,
                'model_id': self.env['ir.model']._get_id(model),
                'group_id': self.env.ref('base.group_user').id,
                'perm_read': True,
            }
            for model in ('pos.session', 'pos.config')
        ])
        reader = self._user('debt.reader', 'base.group_user')
        invoice = self._invoice(100.0)
        self.assertEqual(self.till.with_user(reader).state, 'opened')
        with self.assertRaises(AccessError):
            self._ask(user=reader)
        with self.assertRaises(AccessError):
            self._take(invoice, (self.cash, 10.0), user=reader)
        self.assertNothingBooked()

    def test_a_cashier_of_another_company_is_refused(self):
        other = self.setup_other_company(name="Second Ltd")['company']
        foreigner = self._user('debt.foreigner', 'point_of_sale.group_pos_user', other)
        invoice = self._invoice(100.0)
        with self.assertRaises(AccessError):
            self._ask(user=foreigner)
        with self.assertRaises(AccessError):
            self._take(invoice, (self.cash, 10.0), user=foreigner)
        self._take(invoice, (self.cash, 10.0))
        model = self.env['pos.debt.payment']
        self.assertFalse(model.with_user(foreigner).search([]))
        self.assertEqual(model.with_user(self.cashier).search([]), self._bookings())

    def test_a_customer_of_another_company_is_refused(self):
        other = self.setup_other_company(name="Second Ltd")['company']
        self.customer.company_id = other
        with self.assertRaises(AccessError):
            self._ask()

    def test_nobody_writes_bookings(self):
        self._take(self._invoice(100.0), (self.cash, 10.0))
        for user in (self.cashier, self._user('debt.boss', 'point_of_sale.group_pos_manager')):
            booking = self._bookings().with_user(user)
            with self.assertRaises(AccessError):
                booking.write({'amount': 1})
            with self.assertRaises(AccessError):
                booking.unlink()
            with self.assertRaises(AccessError):
                booking.copy({'uuid': str(uuid4())})
