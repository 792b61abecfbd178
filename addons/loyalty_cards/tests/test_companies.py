from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCompanies(CardCommon):
    """Who works for another company sees nothing of this one, over any model."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env['res.company'].create({'name': "Other Ltd"})
        cls.stranger = new_test_user(
            cls.env,
            'stranger',
            'loyalty_cards.loyalty_cards_group_manager',
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )

    def _create_own(self):
        """Return a record of each model that belongs to the company."""
        own = {'company_id': self.company.id}
        product_category = self.env['product.category'].create({'name': "Books"})
        ladder = self.env['discount.card.ladder'].create({'name': "Own", **own})
        category = self._category("Own", **own)
        rule = self.env['discount.card.rule'].create({
            'category_id': category.id,
            'kind': 'receipt',
            'bracket_ids': [Command.create({'amount_from': 1, 'percent': 1})],
            'override_ids': [Command.create({'product_category_id': product_category.id})],
        })
        card = self._card('1', category_id=category.id, user=self.manager, **own)
        card.category_id = False
        batch = self.env['discount.card.batch'].create({'name': "Own", **own})
        membership = self.env['discount.card.membership'].create({
            'partner_id': self.customer.id,
            'category_id': category.id,
        })
        entry = self.env['discount.card.entry']._append([
            {
                'kind': 'sale',
                'date': self.today,
                'effective_date': self.today,
                'currency_id': self.company.currency_id.id,
                'res_model': 'account.move',
                'res_id': 1,
                'line_res_id': 1,
                'document_name': "INV/1",
                'posting': 1,
                **own,
            }
        ])
        return (
            ladder,
            category,
            rule,
            rule.bracket_ids,
            rule.override_ids,
            card.sudo(),
            card.sudo().tier_log_ids,
            batch,
            membership,
            entry,
        )

    def test_a_stranger_sees_nothing(self):
        for record in self._create_own():
            with self.subTest(model=record._name):
                self.assertTrue(record)
                seen = record.with_user(self.stranger)
                self.assertFalse(seen.search([('id', 'in', record.ids)]))
                with self.assertRaises(AccessError):
                    seen.check_access('read')
                if seen.browse().has_access('write'):
                    with self.assertRaises(AccessError):
                        seen.check_access('write')

    def test_every_model_was_looked_at(self):
        """Whoever adds a model adds it above, or says here why it needs no rule."""
        looked_at = {record._name for record in self._create_own()}
        kept = {
            name
            for name, model in self.env.registry.items()
            if name.startswith('discount.card') and not (model._abstract or model._transient)
            if model._auto
        }
        unread = {'discount.card.tombstone'}  # ids of what is gone; nobody has any right to it
        self.assertEqual(kept - looked_at, unread)

    def test_what_belongs_to_nobody_is_seen_by_all(self):
        for record in (self.ladder, self.pensioner, self.pensioner.rule_ids, self._card('2')):
            with self.subTest(model=record._name):
                self.assertTrue(record.with_user(self.stranger).has_access('read'))

    def test_category_of_a_company_asks_for_the_company_of_the_card(self):
        category = self._category("Own", company_id=self.company.id)
        with self.assertRaisesRegex(ValidationError, "enter .* as the company of card 9"):
            self._card('9', category_id=category.id)
        self.assertTrue(self._card('8', category_id=category.id, company_id=self.company.id))
