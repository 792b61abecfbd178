from odoo.tests import tagged

from .tiers_common import TiersCommon


@tagged('post_install', '-at_install')
class TestTierRunCompanies(TiersCommon):
    """A company's ladder counts the company's sales, one for all companies counts all of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls._found("Other", 'USD')
        cls.everywhere = cls._set_up(cls.env['res.company'], [('Any', 100, 0), ('Many', 300, 0)])
        cls.many = cls.everywhere.category_ids.sorted('threshold')[1]

    def test_a_ladder_of_a_company_counts_its_sales_alone(self):
        card = self._card(self.customer)
        self._buy(60, card)
        self._buy(5000, card, company=self.other)
        self._run()
        self.assertFalse(card.category_id)

    def test_a_ladder_for_all_counts_everything_in_its_currency(self):
        self.env['res.currency.rate'].create({
            'name': '2026-01-01',
            'rate': 0.5,
            'currency_id': self.env.ref('base.EUR').id,
            'company_id': self.other.id,
        })
        card = self._card(self.customer, company_id=False)
        self._buy(200, card)
        self._buy(199.98, card, company=self.other)
        logs = self._run(ladder=self.everywhere)
        self.assertEqual(logs.turnover, 299.99)
        self._buy(0.02, card, company=self.other)
        self._run(ladder=self.everywhere)
        self.assertEqual(card.category_id, self.many)

    def test_a_card_goes_to_the_ladder_of_its_company_first(self):
        own, foreign = self._card(), self._card(company_id=self.other.id)
        self._buy(300, own)
        self._buy(300, foreign)
        self._run(ladder=self.everywhere)
        self.assertFalse(own.category_id)
        self.assertEqual(foreign.category_id, self.many)

    def test_cards_of_other_companies_stay(self):
        foreign = self._card(company_id=self.other.id)
        self._buy(5000, foreign)
        self.assertFalse(self._run())

    def test_a_preview_counts_cards_of_other_companies_and_does_not_show_them(self):
        seen, hidden = self._card(company_id=False), self._card(company_id=self.other.id)
        self._buy(300, seen)
        self._buy(300, hidden)
        wizard = self.env['discount.card.tier.run'].with_user(self.manager)
        wizard = wizard.create({'ladder_id': self.everywhere.id})
        wizard.action_preview()
        self.assertEqual((wizard.change_count, wizard.line_ids.card_id), (2, seen))
