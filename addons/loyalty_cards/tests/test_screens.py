from ast import literal_eval

from lxml import etree

from odoo.tests import Form, tagged

from ..models.card.discount_card_rights import MANAGER_FIELDS
from .card_common import CardCommon

MODELS = (
    'discount.card',
    'discount.card.batch',
    'discount.card.category',
    'discount.card.entry',
    'discount.card.ladder',
    'discount.card.membership',
)


@tagged('post_install', '-at_install')
class TestScreens(CardCommon):
    """Screens open for those who work with them, and every filter finds something or nothing."""

    def test_each_screen_opens_for_the_cashier_and_the_manager(self):
        for user in (self.cashier, self.manager):
            for name in MODELS:
                with self.subTest(user=user.login, model=name):
                    model = self.env[name].with_user(user)
                    views = model.get_views([(False, 'list'), (False, 'form'), (False, 'search')])
                    self.assertTrue(views['views']['list']['arch'])

    def test_each_filter_can_be_used(self):
        for name in MODELS:
            model = self.env[name].with_user(self.cashier)
            arch = etree.fromstring(model.get_views([(False, 'search')])['views']['search']['arch'])
            for node in arch.iterfind('.//filter[@domain]'):
                with self.subTest(model=name, filter=node.get('name')):
                    self.assertIsNotNone(model.search(literal_eval(node.get('domain')), limit=1))

    def test_a_cashier_registers_a_card_on_the_form(self):
        with Form(self.env['discount.card'].with_user(self.cashier)) as form:
            form.code = '0470000001'
            form.partner_id = self.customer
            form.category_id = self.bronze
        self.assertTrue(form.record.is_primary)

    def test_a_manager_sets_up_a_category_on_the_form(self):
        with Form(self.env['discount.card.category'].with_user(self.manager)) as form:
            form.name = "Student"
            with form.rule_ids.new() as rule:
                rule.kind = 'receipt'
                with rule.bracket_ids.new() as bracket:
                    bracket.amount_from = 100
                    bracket.percent = 5
        self.assertRegex(form.record.rule_summary, r"from .*100\.00.*: 5 %")

    def test_the_customer_is_found_by_the_code_of_a_card(self):
        self._card('0470000001', partner_id=self.customer.id)
        customers = self.env['res.partner'].with_user(self.cashier)
        found = customers.search([('discount_card_ids.code', '=', '0470000001')])
        self.assertEqual(found, self.customer)

    def test_who_is_no_manager_cannot_type_what_only_a_manager_may_give(self):
        card = self._card('0470000001', personal_percent=3, turnover_opening=100)
        card.write({'tier_locked_until': self.today, 'tier_lock_reason': "Owner"})
        for model, record, names in (
            ('discount.card', card, MANAGER_FIELDS[1:]),
            ('res.partner', self.customer, ['personal_discount']),
        ):
            of_cashier = Form(record.with_user(self.cashier))
            of_manager = Form(record.with_user(self.manager))
            for name in names:
                with self.subTest(model=model, name=name):
                    with self.assertRaisesRegex(AssertionError, "readonly"):
                        of_cashier[name] = of_cashier[name]
                    of_manager[name] = of_manager[name]

    def test_a_category_opens_its_customers_without_a_card(self):
        self.env['discount.card.membership'].create({
            'partner_id': self.customer.id,
            'category_id': self.pensioner.id,
        })
        category = self.pensioner.with_user(self.cashier)
        self.assertEqual((category.membership_count, self.bronze.membership_count), (1, 0))
        found = self.env['discount.card.membership'].search(
            category.action_view_memberships()['domain']
        )
        self.assertEqual(found.partner_id, self.customer)
