from odoo.exceptions import AccessError
from odoo.tests import tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestAnonymise(CardCommon):
    """A customer who wants to be forgotten leaves a card with its turnover."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls._card(
            '1', partner_id=cls.customer.id, category_id=cls.silver.id, proof_reference="Passport 1"
        )
        cls.customer.personal_discount = 3
        cls.env['discount.card.membership'].create({
            'partner_id': cls.customer.id,
            'category_id': cls.pensioner.id,
        })
        cls.entries = cls._entry(cls.card) + cls._entry(cls.env['discount.card'])

    @classmethod
    def _entry(cls, card):
        return cls.env['discount.card.entry']._record([
            {
                'kind': 'sale',
                'date': cls.today,
                'effective_date': cls.today,
                'company_id': cls.company.id,
                'currency_id': cls.company.currency_id.id,
                'card_id': card.id or None,
                'partner_id': cls.customer.id,
                'res_model': 'account.move',
                'res_id': cls.customer.id,
                'line_res_id': card.id or 0,
                'document_name': "INV/1",
                'posting': 0,
                'turnover': 100,
                'turnover_company': 100,
            }
        ])

    def test_cards_and_ledger_forget_the_customer_and_keep_the_turnover(self):
        self.customer.with_user(self.manager).action_anonymise_discount_cards()
        self.assertFalse(self.card.partner_id or self.card.proof_reference)
        self.assertFalse(self.card.is_primary or self.entries.partner_id)
        self.assertFalse(self.customer.personal_discount or self.customer.discount_membership_ids)
        self.assertEqual(self.card.category_id, self.silver)
        turnovers = self.card._get_turnovers(['lifetime'], self.today)
        self.assertEqual(turnovers[self.card.id], {'lifetime': 100})

    def test_it_is_noted_on_both_and_the_card_does_not_name_the_customer(self):
        self.card.message_ids.sudo().unlink()
        self.customer.with_user(self.manager).action_anonymise_discount_cards()
        self.env.flush_all()
        self.assertIn("Made anonymous", self.card.message_ids.body)
        self.assertEqual(self.card.message_ids.author_id, self.manager.partner_id)
        self.assertFalse(self.card.message_ids.tracking_value_ids)
        self.assertIn("1 cards and 2 lines", self.customer.message_ids[0].body)

    def test_it_is_a_managers(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.cashier).action_anonymise_discount_cards()
        self.assertEqual(self.card.partner_id, self.customer)
