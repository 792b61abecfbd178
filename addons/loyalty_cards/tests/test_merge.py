from odoo.tests import new_test_user, tagged

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestMerge(CardCommon):
    """Customers who turn out to be one keep all cards and both histories."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, 'clerk', 'base.group_user,base.group_partner_manager')

    def _merge(self, *sources):
        wizard = self.env['base.partner.merge.automatic.wizard'].with_user(self.clerk).create({})
        partners = self.customer.union(*(sources or [self.other_customer]))
        wizard._merge(partners.ids, self.customer.with_user(self.clerk))

    def _card_of(self, partner, code, **values):
        return self._card(code, partner_id=partner.id, **values)

    def _entry(self, card):
        return self.env['discount.card.entry']._append([
            {
                'kind': 'sale',
                'date': self.today,
                'effective_date': self.today,
                'company_id': self.company.id,
                'currency_id': self.company.currency_id.id,
                'card_id': card.id,
                'root_id': card.id,
                'partner_id': card.partner_id.id,
                'res_model': 'account.move',
                'res_id': card.id,
                'line_res_id': card.id,
                'document_name': "INV/1",
                'posting': 1,
            }
        ])

    def test_cards_and_histories_come_to_the_one_who_stays(self):
        kept = self._card_of(self.customer, '1')
        moved = self._card_of(self.other_customer, '2')
        entries = self._entry(kept) + self._entry(moved)
        self._merge()
        self.assertFalse(self.other_customer.exists())
        self.assertEqual((kept + moved).partner_id, self.customer)
        self.assertEqual(entries.partner_id, self.customer)
        self.assertEqual(entries.card_id, kept + moved)

    def test_one_primary_stays(self):
        kept = self._card_of(self.customer, '1')
        moved = self._card_of(self.other_customer, '2')
        self._merge()
        self.assertEqual((kept + moved).filtered('is_primary'), kept)

    def test_the_only_card_stays_primary(self):
        third = self.env['res.partner'].create({'name': "Clara"})
        self._card_of(self.other_customer, '2')
        self._card_of(third, '3')
        self._merge(self.other_customer, third)
        self.assertEqual(len(self.customer.discount_card_ids), 2)
        self.assertEqual(len(self.customer.discount_card_ids.filtered('is_primary')), 1)

    def test_the_higher_tier_stays_and_the_chatter_says_so(self):
        low = self._card_of(self.customer, '1', category_id=self.bronze.id)
        high = self._card_of(self.other_customer, '2', category_id=self.gold.id)
        self._merge()
        self.assertEqual((low + high).category_id, self.gold)
        line = low.tier_log_ids
        self.assertEqual(
            (line.reason, line.old_category_id, line.new_category_id),
            ('merged', self.bronze, self.gold),
        )
        self.assertFalse(high.tier_log_ids)
        self.assertIn("Card 1: Bronze became Gold", str(self.customer.message_ids.mapped('body')))

    def test_two_ladders_are_not_merged(self):
        other = self.env['discount.card.ladder'].create({'name': "Quarter"})
        tier = self._tier("Quick", 100, 5, ladder_id=other.id)
        self._card_of(self.customer, '1', category_id=self.bronze.id)
        self._card_of(self.other_customer, '2', category_id=tier.id)
        with self.assertRefused("climb different ladders"):
            self._merge()

    def test_of_two_proofs_the_longer_one_stays(self):
        for partner, day in ((self.customer, '2026-05-01'), (self.other_customer, '2027-05-01')):
            self.env['discount.card.membership'].create({
                'partner_id': partner.id,
                'category_id': self.pensioner.id,
                'proof_date_to': day,
            })
        retail = self._category("Retail")
        self.env['discount.card.membership'].create({
            'partner_id': self.other_customer.id,
            'category_id': retail.id,
        })
        self._merge()
        memberships = self.customer.discount_membership_ids
        self.assertEqual(memberships.category_id, self.pensioner + retail)
        self.assertEqual(
            [str(day) for day in memberships.mapped('proof_date_to') if day], ['2027-05-01']
        )

    def test_a_personal_discount_survives_whoever_merges(self):
        self.other_customer.personal_discount = 12
        self._merge()
        self.assertEqual(self.customer.personal_discount, 12)

    def test_a_customer_with_cards_or_history_is_not_deleted(self):
        card = self._card_of(self.customer, '1')
        with self.assertRefused("Archive the customer instead, or merge"):
            self.customer.unlink()
        self._entry(card)
        card.partner_id = False
        with self.assertRefused("discounts in the ledger"):
            self.customer.unlink()
        self.customer.action_archive()
        self.assertFalse(self.customer.active)

    def test_a_customer_without_them_is_deleted(self):
        self.other_customer.unlink()
        self.assertFalse(self.other_customer.exists())
