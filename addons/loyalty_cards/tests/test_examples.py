from odoo.exceptions import AccessError
from odoo.tests import tagged

from .card_common import CardCommon

EXAMPLES = ('has_tiers', 'has_receipt', 'has_pensioner', 'has_mother', 'has_retail')


@tagged('post_install', '-at_install')
class TestExamples(CardCommon):
    """A shop starts from what it ticks, and from nothing else."""

    def _start(self, *ticked, user=None, **values):
        question = self.env['discount.card.example'].with_user(user or self.manager)
        ticks = {name: name in ticked for name in EXAMPLES}
        before = self.env['discount.card.category'].search([])
        question.create({**ticks, **values}).action_apply()
        return self.env['discount.card.category'].search([]) - before

    def test_each_example_works_alone(self):
        for name in EXAMPLES:
            with self.subTest(name=name):
                categories = self._start(name)
                self.assertTrue(categories.rule_ids)
                self.assertTrue(self._card(name, self.cashier, category_id=categories[0].id))

    def test_of_several_companies_they_are_for_ones_own(self):
        self.env['res.company'].create({'name': "Other Ltd"})
        categories = self._start(*EXAMPLES)
        self.assertEqual(categories.company_id, self.company)
        self.assertEqual(categories.ladder_id.company_id, self.company)

    def test_tiers_come_with_their_ladder(self):
        tiers = self._start('has_tiers').sorted('threshold')
        self.assertEqual(tiers.mapped('name'), ["Bronze", "Silver", "Gold"])
        self.assertEqual(tiers.rule_ids.mapped('percent'), [3, 5, 10])
        self.assertEqual(tiers.ladder_id._get_period(), 'rolling_12')

    def test_a_pensioner_gets_it_on_weekday_mornings_with_a_proof(self):
        pensioner = self._start('has_pensioner')
        self.assertEqual(pensioner._get_weekdays(), [0, 1, 2, 3, 4])
        self.assertEqual((pensioner.hour_from, pensioner.hour_to), (8, 12))
        self.assertTrue(pensioner.requires_proof)

    def test_nothing_ticked_is_nothing_created(self):
        with self.assertRefused("Tick at least one"):
            self._start()

    def test_installing_has_created_nothing(self):
        xmlids = self.env['ir.model.data'].search([
            ('module', '=', 'loyalty_cards'),
            ('model', 'in', ('discount.card.category', 'discount.card.ladder')),
        ])
        self.assertFalse(xmlids)

    def test_a_user_does_not_start(self):
        with self.assertRaises(AccessError):
            self._start('has_retail', user=self.cashier)
