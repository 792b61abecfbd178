from odoo.tests import tagged

from .index_common import IndexCase


@tagged('post_install', '-at_install')
class TestTillDeltaCustomers(IndexCase):
    """A till hears of customers and firms whose discounts or turnovers change."""

    def test_customer_who_has_lost_the_discount(self):
        membership = self.env['discount.card.membership'].create({
            'partner_id': self.bob.id,
            'category_id': self.pensioner.id,
        })
        self._grow_old()
        cursor = self._ask()['cursor']
        membership.unlink()
        self.assertEqual(
            self._ask(cursor)['customers'], [[self.bob.id, self.bob.id, [], {}, 0.0, ['0']]]
        )

    def test_customer_who_has_got_a_personal_discount(self):
        cursor = self._ask()['cursor']
        self.bob.personal_discount = 4
        self.assertEqual(
            self._ask(cursor)['customers'], [[self.bob.id, self.bob.id, [], {}, 4.0, ['0']]]
        )

    def test_merged_customers_change_their_cards(self):
        cursor = self._ask()['cursor']
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((self.ann | self.bob).ids, self.bob)
        [row] = self._ask(cursor)['rows']
        self.assertEqual(row[:4], [self.card.id, self.card.code, 'active', self.bob.id])

    def test_contact_goes_to_another_firm(self):
        """Purchases go along: both firms have another turnover."""
        clerk = self.env['res.partner'].create({'name': "Clerk", 'parent_id': self.ann.id})
        clerks, bobs = self._give_card('CLERK', clerk), self._give_card('BOB', self.bob)
        self._sell(self._claim(self.coffee, 1), discount_card_id=clerks.id)
        self._grow_old()
        cursor = self._ask()['cursor']
        clerk.parent_id = self.bob
        turnovers, customers = self._ask_changes(cursor)
        self.assertEqual(turnovers, {self.card.id: ['0'], clerks.id: ['12.00'], bobs.id: ['12.00']})
        self.assertEqual(customers[clerk.id][0], self.bob.id)

    def test_contact_of_a_contact_goes_along(self):
        boss = self.env['res.partner'].create({'name': "Boss", 'parent_id': self.ann.id})
        clerk = self.env['res.partner'].create({'name': "Clerk", 'parent_id': boss.id})
        self._grow_old()
        cursor = self._ask()['cursor']
        boss.parent_id = self.bob
        _turnovers, customers = self._ask_changes(cursor)
        self.assertEqual({customers[partner.id][0] for partner in boss | clerk}, {self.bob.id})

    def test_customer_changes_the_category(self):
        membership = self._join(self.bob, self.pensioner)
        cursor = self._ask()['cursor']
        membership.category_id = self.gold
        self.assertEqual(
            self._ask_changes(cursor)[1], {self.bob.id: [self.bob.id, [self.gold.id], {}, 0.0]}
        )

    def test_proof_is_renewed(self):
        """That it runs out is nothing new: its day is in the row."""
        membership = self._join(self.bob, self.pensioner, proof_date_to='2026-01-31')
        cursor = self._ask()['cursor']
        self.assertEqual(self._ask_changes(cursor), ({}, {}))
        membership.proof_date_to = '2027-01-31'
        self.card.proof_date_to = '2027-12-31'
        answer = self._ask(cursor)
        [customer] = answer['customers']
        self.assertEqual(customer[3], {str(self.pensioner.id): '2027-01-31'})
        self.assertEqual(self._find_row(answer, self.card)[8:10], ['2027-12-31', True])

    def test_category_goes_to_another_company(self):
        neighbours = self.env['discount.card.category'].create({
            'name': "Neighbours",
            'company_id': self.company.id,
        })
        self._join(self.bob, neighbours)
        cursor = self._ask()['cursor']
        neighbours.company_id = self.env['res.company'].create({'name': "Tea Shop"})
        self.assertEqual(self._ask_changes(cursor)[1], {self.bob.id: [self.bob.id, [], {}, 0.0]})

    def test_customer_is_archived_or_goes_to_another_company(self):
        self.bob.personal_discount = 4
        company = self.env['res.company'].create({'name': "Tea Shop"})
        for change in ({'active': False}, {'active': True, 'company_id': company.id}):
            with self.subTest(change):
                self._grow_old()
                cursor = self._ask()['cursor']
                self.bob.write(change)
                self.assertEqual(
                    self._ask_changes(cursor)[1], {self.bob.id: [self.bob.id, [], {}, 0.0]}
                )

    def test_customer_is_deleted(self):
        self._join(self.bob, self.pensioner)
        cursor = self._ask()['cursor']
        bob_id = self.bob.id
        self.bob.unlink()
        self.assertEqual(self._ask_changes(cursor)[1], {bob_id: [bob_id, [], {}, 0.0]})

    def test_customer_is_made_anonymous(self):
        """What the firm has bought becomes less; the discounts without a card go."""
        clerk = self.env['res.partner'].create({
            'name': "Clerk",
            'parent_id': self.ann.id,
            'personal_discount': 4,
        })
        clerks = self._give_card('CLERK', clerk)
        self._sell(self._claim(self.coffee, 1), discount_card_id=clerks.id)
        self._grow_old()
        cursor = self._ask()['cursor']
        clerk.action_anonymise_discount_cards()
        turnovers, customers = self._ask_changes(cursor)
        self.assertEqual(turnovers, {self.card.id: ['0'], clerks.id: ['12.00']})
        self.assertEqual(customers[clerk.id], [self.ann.id, [], {}, 0.0])
        self.assertFalse(self._find_row(self._ask(cursor), clerks)[3])

    def test_merged_customers_and_the_firm_of_one(self):
        """Core lets the one that stays inherit the firm of the other."""
        clerk = self.env['res.partner'].create({
            'name': "Clerk",
            'parent_id': self.ann.id,
            'personal_discount': 4,
        })
        bobs = self._give_card('BOB', self.bob)
        self._sell(self._claim(self.coffee, 1, 4), partner_id=clerk.id)
        self._grow_old()
        cursor = self._ask()['cursor']
        clerk_id = clerk.id
        wizard = self.env['base.partner.merge.automatic.wizard'].create({})
        wizard._merge((clerk | self.bob).ids, self.bob)
        turnovers, customers = self._ask_changes(cursor)
        self.assertEqual(turnovers, {self.card.id: ['11.52'], bobs.id: ['11.52']})
        self.assertEqual(customers[clerk_id], [clerk_id, [], {}, 0.0])
        self.assertEqual(customers[self.bob.id], [self.ann.id, [], {}, 4.0])
