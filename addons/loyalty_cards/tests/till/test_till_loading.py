import json

from odoo.fields import Command
from odoo.tests import tagged

from .common import TillCase


@tagged('post_install', '-at_install')
class TestTillLoading(TillCase):
    """What a till loads with its session, as a cashier who is nothing else."""

    def _load(self, *models):
        session = self.session.with_user(self.cashier).with_company(self.company)
        return session.load_data(list(models))

    def _load_programme(self):
        return self._load('pos.config')['pos.config'][0]['_card_programme']

    def test_programme_has_all_categories_and_rules_of_the_company(self):
        self.env['discount.card.category'].create({
            'name': "Of Another Shop",
            'company_id': self.env['res.company'].create({'name': "Tea Shop"}).id,
        })
        programme = self._load_programme()
        self.assertEqual(
            {category['id'] for category in programme['categories']},
            set(self._find_categories().ids),
        )
        self.assertEqual(programme['category_names'][str(self.gold.id)], "Gold")
        [rule] = [rule for rule in programme['rules'] if rule['id'] == self.rule.id]
        self.assertEqual(rule['brackets'][1], {'amount_from': 1200, 'percent': 10})
        self.assertEqual(programme['rule_names'][str(self.rule.id)], "Gold")

    def test_contact_brings_its_company_and_variant_its_own_tags(self):
        tag = self.env['product.tag'].create({'name': "Fair"})
        self.coffee.write({'additional_product_tag_ids': tag.ids, 'available_in_pos': True})
        self.bob.parent_id = self.ann
        data = self._load(
            'pos.config', 'pos.order', 'res.partner', 'product.template', 'product.product'
        )
        partner = self._find(data['res.partner'], self.bob)
        self.assertEqual(partner['commercial_partner_id'], self.bob.commercial_partner_id.id)
        coffee = self._find(data['product.product'], self.coffee)
        self.assertEqual(coffee['additional_product_tag_ids'], tag.ids)

    def _find(self, read_records, record):
        return next(values for values in read_records if values['id'] == record.id)

    def _find_categories(self):
        categories = self.env['discount.card.category']
        return categories.search([('company_id', 'in', [self.company.id, False])])

    def test_programme_says_what_is_the_same_of_every_sale(self):
        self.assertEqual(
            self._load_programme()['document'],
            {
                'company_id': self.company.id,
                'till_id': self.till.id,
                'company_currency_rounding': 0.01,
                'shown_tax_mode': 'included',
                'tz': 'Europe/Sofia',
            },
        )

    def test_programme_is_in_the_currency_of_the_company(self):
        euro = self.env.ref('base.EUR')
        euro.active = True
        self.env['res.currency.rate'].create({
            'currency_id': euro.id,
            'company_id': self.company.id,
            'rate': 0.5,
            'name': '2020-01-01',
        })
        ladder = self.env['discount.card.ladder'].create({
            'name': "Ladder",
            'currency_id': euro.id,
            'period_type': 'rolling',
            'period_months': 6,
        })
        tier = self.env['discount.card.category'].create({
            'name': "Silver",
            'kind': 'tier',
            'ladder_id': ladder.id,
            'threshold': 100,
            'rule_ids': [
                Command.create({
                    'kind': 'receipt',
                    'bracket_ids': [Command.create({'amount_from': 10, 'percent': 1})],
                })
            ],
        })
        programme = self._load_programme()
        self.assertIn(
            {
                'id': tier.id,
                'ladder_id': ladder.id,
                'name': "Silver",
                'threshold': 200,
                'period': 'rolling_6',
            },
            programme['tiers'],
        )
        self.assertIn('rolling_6', programme['periods'])
        [rule] = [rule for rule in programme['rules'] if rule['category_id'] == tier.id]
        self.assertEqual(rule['brackets'], [{'amount_from': 20, 'percent': 1}])

    def test_products_tell_their_limits(self):
        self.coffee.write({'available_in_pos': True, 'card_max_percent': 7})
        [coffee] = [
            product
            for product in self._load(
                'pos.config', 'pos.order', 'pos.order.line', 'product.template'
            )['product.template']
            if product['id'] == self.coffee.product_tmpl_id.id
        ]
        self.assertEqual((coffee['is_card_discounted'], coffee['card_max_percent']), (True, 7))

    def test_cards_are_loaded_with_open_orders_only(self):
        models = ('pos.config', 'pos.order', 'discount.card')
        self.assertEqual(self._load(*models)['discount.card'], [])
        sale = self._prepare_sale(self._claim(self.coffee), discount_card_id=self.card.id)
        self._sync({**sale, 'state': 'draft', 'payment_ids': []})
        self.env['discount.card'].create({'code': 'OTHER', 'company_id': self.company.id})
        [card] = self._load(*models)['discount.card']
        self.assertEqual((card['id'], card['code']), (self.card.id, self.card.code))

    def test_customers_are_loaded_as_before(self):
        loaded = self._load('pos.config', 'pos.order', 'res.partner')
        self.assertIn(self.cashier.partner_id.id, [each['id'] for each in loaded['res.partner']])

    def test_all_models_load_and_the_cards_among_them_weigh_little(self):
        """Five hundred cards load none; the programme takes half a kilobyte for a rule."""
        self.env['discount.card'].create([{'code': f'MANY{n}'} for n in range(500)])
        loaded = self._load()
        self.assertTrue(loaded['res.partner'])
        self.assertEqual(loaded['discount.card'], [])
        programme = loaded['pos.config'][0]['_card_programme']
        size = len(json.dumps(programme)) - len(json.dumps(programme['categories']))
        self.assertLess(size, 1000 + 600 * len(programme['rules']))

    def test_till_reloads_what_it_has_changed(self):
        params = self.session.with_user(self.cashier).load_data_params()
        for name in ('discount_card_id', 'card_code', 'card_entry_mode', 'card_has_mismatch'):
            relations = params['pos.order']['relations']
            self.assertIn(name, relations)
        self.assertIn('card_expected', params['pos.order.line']['relations'])
        self.assertEqual(
            self.session.with_user(self.cashier).filter_local_data({
                'discount.card': [self.card.id, 999_999]
            }),
            {'discount.card': [999_999]},
        )
