from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..collection.common import CollectionCommon


@tagged('post_install', '-at_install')
class TestCredit(CollectionCommon):
    """Who does not pay orders nothing new, until the money or a manager says otherwise."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.salesperson = new_test_user(
            cls.env, 'seller', 'sales_team.group_sale_salesman_all_leads', **company
        )
        cls.manager.group_ids |= cls.env.ref('base.group_partner_manager')
        cls.levels = cls.policy.level_ids.sorted('days')
        cls.contact = cls.env['res.partner'].create({
            'name': "Counter",
            'parent_id': cls.customer.id,
        })

    def _order(self, partner=None, amount=50.0):
        order = self.env['sale.order'].create({
            'partner_id': (partner or self.customer).id,
            'user_id': self.salesperson.id,
            'order_line': [
                Command.create({
                    'product_id': self.product_a.id,
                    'price_unit': amount,
                    'tax_ids': [Command.clear()],
                })
            ],
        })
        return order.with_user(self.salesperson)

    def _block(self):
        self.customer.with_user(self.manager).credit_hold_by_hand = 'block'

    # === WHERE IT COMES FROM === #

    def test_nobody_is_held_without_a_reason(self):
        self._overdue()
        self.assertFalse(self._order().credit_warning)
        self._order().action_confirm()

    def test_the_level_holds_from_there_on_and_the_money_lifts_it(self):
        self.levels[0].credit_hold = 'warn'
        self.levels[1].credit_hold = 'block'
        invoice, _item = self._overdue(due='2024-06-10')
        self.assertEqual(self._order(self.contact).credit_hold, 'warn')
        self._order().action_confirm()
        with self.freeze('2024-07-20'):  # past the last level, which says nothing
            self._run('2024-07-19')
            order = self._order(self.contact)
            self.assertEqual(order.credit_hold, 'block')
            with self.assertRaisesRegex(UserError, "collection manager"):
                order.action_confirm()
            self.assertEqual(order.state, 'draft')
            self._pay(invoice)
            order.action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_by_hand_it_holds_whatever_is_paid(self):
        invoice, _item = self._overdue()
        self._block()
        self._pay(invoice)
        with self.assertRaises(UserError):
            self._order(self.contact).action_confirm()
        self.customer.with_user(self.manager).credit_hold_by_hand = False
        self._order(self.contact).action_confirm()

    def test_another_company_is_not_asked(self):
        self._block()
        other = self.env['res.company'].create({'name': "Apart"})
        self.assertEqual(self.customer.credit_hold, 'block')
        self.assertFalse(self.customer.with_company(other).credit_hold)

    def test_only_collection_managers_hold_by_hand(self):
        admin = new_test_user(self.env, 'clerk', 'base.group_partner_manager')
        for user in (self.salesperson, self.collector, admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.customer.with_user(user).credit_hold_by_hand = False
        with self.assertRaises(AccessError):
            self.env['res.partner'].with_user(admin).create({
                'name': "New",
                'credit_hold_by_hand': 'warn',
            })

    def test_who_is_to_pay_is_asked_too(self):
        self._block()
        order = self._order(self.other_customer)
        order.partner_invoice_id = self.contact
        self.assertIn("Bakery Ltd", order.credit_warning)
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_no_order_is_confirmed_past_the_button(self):
        self._block()
        order = self._order()
        values = {'partner_id': self.customer.id, 'state': 'sale'}
        with self.assertRaises(UserError):
            order.state = 'sale'
        with self.assertRaises(UserError):
            order.create(values)
        order.create({**values, 'partner_id': self.other_customer.id})

    def test_customers_do_not_read_that_they_are_held(self):
        self._block()
        buyer = new_test_user(self.env, 'buyer', 'base.group_portal', partner_id=self.customer.id)
        self.customer.with_user(buyer).read(['name'])
        self._order().with_user(buyer).read(['name'])
        for record, field in (
            (self.customer, 'credit_hold'),
            (self._order(), 'credit_warning'),
            (self._order(), 'credit_hold'),
        ):
            with self.subTest(field), self.assertRaises(AccessError):
                record.with_user(buyer).read([field])

    # === RELEASE === #

    def test_a_manager_releases_an_order_up_to_its_amount_with_a_reason(self):
        self._block()
        order = self._order()
        with self.assertRaises(UserError):
            order.with_user(self.env.user).action_release_credit(" ")
        order.with_user(self.env.user).action_release_credit("Paid in cash tomorrow")
        self.assertIn("Paid in cash tomorrow", order.message_ids[0].body)
        self.assertEqual(order.credit_hold, 'warn')
        order.order_line.price_unit = 50.01
        self.assertEqual(order.credit_hold, 'block')
        order.order_line.price_unit = 50.0
        order.action_confirm()
        self.assertEqual(order.state, 'sale')

    def test_nobody_else_releases(self):
        self._block()
        order = self._order()
        with self.assertRaises(AccessError):
            order.action_release_credit("Please")
        with self.assertRaises(AccessError):
            order.credit_released_amount = 1000.0
        Order = self.env['sale.order'].with_user(self.salesperson)
        sneaked = Order.with_context(default_credit_released_amount=1000.0).create({
            'partner_id': self.customer.id
        })
        self.assertFalse(sneaked.credit_released_amount)
        with self.assertRaises(AccessError):
            Order.create({'partner_id': self.customer.id, 'credit_released_amount': 1000.0})

    def test_a_copy_is_not_released(self):
        self._block()
        order = self._order()
        order.with_user(self.env.user).action_release_credit("Once")
        self.assertEqual(order.copy().credit_hold, 'block')

    def test_a_release_is_for_that_customer_and_money(self):
        self._block()
        self.other_customer.with_user(self.manager).credit_hold_by_hand = 'block'
        euro = self.setup_other_currency('EUR')
        prices = self.env['product.pricelist'].create({'name': "Euro", 'currency_id': euro.id})
        for values in ({'partner_id': self.other_customer.id}, {'pricelist_id': prices.id}):
            order = self._order()
            order.with_user(self.env.user).action_release_credit("Paid in cash tomorrow")
            self.assertEqual(order.credit_hold, 'warn')
            order.write(values)
            order.order_line.price_unit = 1.0
            self.assertEqual(order.credit_hold, 'block')

    # === THE CUSTOMER CONFIRMS === #

    def test_what_the_customer_confirms_stays_a_quotation_and_the_seller_learns_of_it(self):
        self._block()
        order = self._order()
        order.with_user(self.env.ref('base.public_user')).sudo()._validate_order()
        order.with_user(self.env.ref('base.public_user')).sudo()._validate_order()
        self.assertEqual(order.state, 'draft')
        task = order.activity_ids
        self.assertEqual(task.user_id, self.salesperson)
        order.with_user(self.env.user).action_release_credit("He paid")
        order.sudo()._validate_order()
        self.assertEqual(order.state, 'sale')

    def test_money_paid_online_for_a_blocked_order_is_kept(self):
        self._block()
        order = self._order()
        method = self.env.ref('payment.payment_method_unknown')
        provider = self.env['payment.provider'].search([], limit=1)
        transaction = self.env['payment.transaction'].create({
            'amount': 50.0,
            'currency_id': order.currency_id.id,
            'partner_id': self.customer.id,
            'provider_id': provider.id,
            'payment_method_id': method.id,
            'reference': 'block-1',
            'state': 'done',
            'sale_order_ids': [Command.set(order.ids)],
        })
        self.assertFalse(transaction._check_amount_and_confirm_order())
        self.assertEqual((order.state, len(order.activity_ids)), ('draft', 1))
        self.customer.with_user(self.manager).credit_hold_by_hand = False
        self.assertEqual(transaction._check_amount_and_confirm_order(), order)
        self.assertEqual(order.state, 'sale')
