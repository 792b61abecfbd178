from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import NOW, TillDebtsCommon


@tagged('post_install', '-at_install')
@freeze_time(NOW)
class TestTillCredit(TillDebtsCommon):
    """A customer on credit hold buys nothing on account; what was sold all the same is not lost."""

    def setUp(self):
        super().setUp()
        self.product = self.create_product("Flour", self.categ_basic, 100.0)

    def _sell(self, customer):
        """Let a till send a sale on account."""
        data = self.create_ui_order_data(
            [(self.product, 1)], customer=customer, payments=[(self.pay_later_pm, 100)]
        )
        data['is_on_credit_hold'] = True  # as if it had been told
        orders = self.env['pos.order'].with_user(self.cashier)
        sent = orders.sync_from_ui([data])
        orders.sync_from_ui([data])  # the answer was lost
        return self.env['pos.order'].browse(sent['pos.order'][0]['id'])

    def test_a_cashier_asks_and_no_one_else(self):
        till = self.till.with_user(self.cashier)
        self.assertFalse(till.get_credit_hold(self.customer.id))
        self.customer.credit_hold_by_hand = 'block'
        self.assertEqual(till.get_credit_hold(self.customer.id), 'block')
        stranger = new_test_user(self.env, 'stranger', 'base.group_user')
        with self.assertRaises(AccessError):
            self.till.with_user(stranger).get_credit_hold(self.customer.id)

    def test_a_cashier_who_is_nothing_else_loads_it_with_the_customers(self):
        self.customer.credit_hold_by_hand = 'warn'
        Partner = self.env['res.partner'].with_user(self.cashier)
        fields = Partner._load_pos_data_fields(self.config)
        [row] = Partner.browse(self.customer.id).read(fields, load=False)
        self.assertEqual(row['credit_hold'], 'warn')

    def test_a_sale_of_a_till_that_did_not_know_is_kept_and_told_once(self):
        self.customer.credit_hold_by_hand = 'block'
        case = (
            self
            .env['collection.case']
            .sudo()
            .create({
                'partner_id': self.customer.id,
                'company_id': self.company.id,
            })
        )
        order = self._sell(self.customer)
        self.assertEqual(order.state, 'paid')
        self.assertTrue(order.is_on_credit_hold)
        for record in (order, case):
            told = record.message_ids.filtered(lambda note: "credit hold" in (note.body or ''))
            self.assertEqual(len(told), 1, record)

    def test_a_sale_to_who_is_only_warned_of_is_not_told(self):
        self.customer.credit_hold_by_hand = 'warn'
        order = self._sell(self.customer)
        self.assertEqual((order.state, order.is_on_credit_hold), ('paid', False))
