from ast import literal_eval

from lxml import html

from odoo.tests import new_test_user, tagged

from .tiers_common import YESTERDAY, TiersCommon


@tagged('post_install', '-at_install')
class TestReports(TiersCommon):
    """A cashier's and a manager's questions to the ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.env['product.category'].create([{'name': "Coffee"}, {'name': "Tea"}])
        cls.coffee, cls.tea = cls.env['product.product'].create([
            {'name': category.name, 'categ_id': category.id} for category in cls.goods
        ])
        cls.user = new_test_user(
            cls.env,
            'cashier',
            'loyalty_cards.loyalty_cards_group_user',
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def _sell(self, product, gross, discount, *, by_card=0, **values):
        """Write a sale with a discount, a part of it by the card, into the ledger."""
        values = {'percent': discount / gross * 100, 'quantity': 1, **values}
        return self._buy(
            gross - discount,
            product_id=product.id,
            gross=gross,
            discount_amount=discount,
            card_discount_amount=by_card,
            **values,
        )

    def _count(self, groupby, aggregates, domain=()):
        report = self.env['discount.card.report'].with_user(self.user)
        domain = [('company_id', '=', self.company.id), *domain]
        return report._read_group(domain, groupby, aggregates)

    # === ANALYSIS === #

    def test_preferences_are_sums_by_customer_and_product_category(self):
        card, other = self._card(self.customer), self._card()
        self._sell(self.coffee, 100, 10, card=card)
        self._sell(self.coffee, 50, 0, card=card)
        self._sell(self.tea, 20, 0, card=card)
        self._sell(self.tea, 70, 0, card=other)
        self.assertEqual(
            self._count(
                ['partner_id', 'product_category_id'],
                ['turnover:sum', 'quantity:sum'],
                [('partner_id', '!=', False)],
            ),
            [(self.customer, self.goods[0], 140, 2), (self.customer, self.goods[1], 20, 1)],
        )

    def test_contacts_are_counted_as_their_company(self):
        firm = self.env['res.partner'].create({'name': "Bakery", 'is_company': True})
        clerk = self.env['res.partner'].create({'name': "Clerk", 'parent_id': firm.id})
        self._sell(self.coffee, 100, 0, partner=clerk)
        self.assertEqual(self._count(['partner_id'], ['turnover:sum']), [(firm, 100)])

    def test_the_cost_is_weighed_by_the_amounts(self):
        card = self._card(self.customer)
        self._sell(self.coffee, 900, 90, by_card=45, card=card)
        self._sell(self.tea, 100, 50, by_card=50, card=card)
        [(gross, discount, by_card, percent)] = self._count(
            [], ['gross:sum', 'discount:sum', 'card_discount:sum', 'card_cost_percent:avg']
        )
        self.assertEqual((gross, discount, by_card), (1000, 140, 95))
        self.assertAlmostEqual(percent, 9.5)

    def test_amounts_are_in_the_currency_of_the_company(self):
        dollar = self.env.ref('base.USD')
        dollar.active = True
        self.env['res.currency.rate'].create({
            'name': '2026-01-01',
            'rate': 4,
            'currency_id': dollar.id,
            'company_id': self.company.id,
        })
        foreign = {'partner': self.customer, 'currency_id': dollar.id}
        self._sell(self.coffee, 100, 20, turnover_company=40, **foreign)  # at the rate of its day
        self._sell(self.coffee, 100, 100, turnover_company=0, **foreign)  # for nothing
        self.assertEqual(
            self._count([], ['gross:sum', 'discount:sum', 'turnover:sum']), [(75, 35, 40)]
        )

    def test_a_refund_lowers_the_cost_of_its_month(self):
        card = self._card(self.customer)
        self._sell(self.coffee, 100, 10, by_card=10, card=card)
        self._sell(self.coffee, -100, -10, by_card=-10, card=card, percent=10, quantity=-1)
        self.assertEqual(self._count([], ['gross:sum', 'card_discount:sum']), [(0, 0)])

    def _correct(self, card, amount, **values):
        """Correct a turnover, as a manager."""
        question = self.env['discount.card.correction'].with_user(self.manager)
        values = {'card_id': card.id, 'amount': amount, 'reason': "Till was offline", **values}
        question.create(values).action_apply()

    def test_a_correction_is_turnover_and_costs_nothing(self):
        card = self._card(self.customer)
        self._sell(self.coffee, 100, 10, by_card=10, card=card)
        self._correct(card, 50)
        amounts = ['gross:sum', 'discount:sum', 'card_cost_percent:avg', 'turnover:sum']
        self.assertEqual(self._count([], amounts), [(100, 10, 10, 140)])
        [found] = self.env['discount.card.report'].search_read([('kind', '=', 'adjustment')])
        self.assertEqual(found['document_name'], "Till was offline")

    def test_a_correction_is_no_preference(self):
        action = self.env.ref('loyalty_cards.discount_card_report_preference_action')
        card = self._card(self.customer)
        self._sell(self.coffee, 100, 0, card=card)
        self._correct(card, 50)
        counted = self._count([], ['turnover:sum'], literal_eval(action.domain))
        self.assertEqual(counted, [(100,)])

    def test_sales_of_other_companies_are_not_shown(self):
        other = self._found("Other")
        self._sell(self.coffee, 100, 0, partner=self.customer, company=other)
        report = self.env['discount.card.report'].with_user(self.user)
        self.assertFalse(report.search([]))

    # === PRINTING === #

    def _print(self, name, record):
        report = self.env['ir.actions.report'].with_user(self.user)
        content, _kind = report._render_qweb_html(f'loyalty_cards.{name}', record.ids)
        return ' '.join(html.fromstring(content).text_content().split())

    def test_the_history_of_a_customer_has_entries_and_totals(self):
        card = self._card(self.customer)
        self._sell(self.coffee, 100, 10, by_card=10, card=card, date=YESTERDAY)
        self._sell(self.tea, 50, 0, partner=self.customer)
        self._sell(self.coffee, 1000, 0, card=self._card())
        text = self._print('report_discount_history', self.customer)
        self.assertIn("Discount History: Ann", text)
        self.assertRegex(text, "Coffee.*Tea.*Total .*150.00.*10.00.*140.00")
        self.assertNotIn("1,000", text)
        self.assertNotIn("Bought before", text)

    def test_the_history_of_a_customer_has_what_anonymous_cards_brought(self):
        lost = self._card(state='replaced')
        new = self._card(self.customer, root_id=lost.id)
        lost.replaced_by_id = new
        self._sell(self.coffee, 70, 0, card=lost)
        self.assertIn("70.00", self._print('report_discount_history', self.customer))

    def test_the_history_of_a_card_has_those_that_it_replaced(self):
        lost = self._card(self.customer, state='replaced', turnover_opening=250)
        new = self._card(self.customer, root_id=lost.id)
        lost.replaced_by_id = new
        self._sell(self.coffee, 70, 0, card=lost)
        self._sell(self.tea, 30, 0, card=new)
        self._sell(self.tea, 1000, 0, partner=self.customer)
        text = self._print('report_card_history', new)
        self.assertRegex(text, f"card {new.code} Ann.* began: 250.00.*{lost.code}.*Total .*100.00")
        self.assertNotIn("1,000", text)

    def test_the_history_has_corrections_with_their_reason(self):
        card = self._card(self.customer)
        self._sell(self.coffee, 100, 10, card=card)
        self._correct(card, -20)
        self._correct(card, -5, effective_date=YESTERDAY)
        for name, record in (('discount', self.customer), ('card', card)):
            with self.subTest(name=name):
                text = self._print(f'report_{name}_history', record)
                self.assertRegex(
                    text, r"Till was offline \(Correction\) -.?20.00 . .*Total .*65.00"
                )
                self.assertIn("Till was offline (Correction, counts on 03/30/2026)", text)

    def test_a_customer_who_bought_nothing_is_told_so(self):
        self.assertIn("Nothing was bought", self._print('report_discount_history', self.customer))
