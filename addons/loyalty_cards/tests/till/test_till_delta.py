from odoo.exceptions import AccessError
from odoo.tests import tagged

from .index_common import IndexCase


@tagged('post_install', '-at_install')
class TestTillDelta(IndexCase):
    """A till hears of everything that changes a discount."""

    def _ask_changes(self, cursor):
        """Return turnovers of cards and discounts of customers that a till hears of, by id."""
        answer = self._ask(cursor)
        self.assertFalse(answer['is_full'])
        turnovers = {row[0]: row[-1] for row in answer['rows']}
        return turnovers, {row[0]: row[1:5] for row in answer['customers']}

    def _give_card(self, code, partner, **values):
        return self.env['discount.card'].create({
            'code': code,
            'company_id': self.company.id,
            'partner_id': partner.id,
            **values,
        })

    def test_nothing_has_changed(self):
        answer = self._ask(self._ask()['cursor'])
        self.assertFalse(answer['is_full'])
        self.assertEqual((answer['rows'], answer['customers'], answer['removed']), ([], [], []))

    def test_card_that_was_issued_and_one_that_was_blocked(self):
        cursor = self._ask()['cursor']
        new = self.env['discount.card'].create({'code': 'NEW', 'company_id': self.company.id})
        self.anonymous.write({'state': 'blocked', 'block_reason': "Found in the street"})
        states = {row[1]: row[2] for row in self._ask(cursor)['rows']}
        self.assertEqual(states, {new.code: 'active', 'ANON': 'blocked'})

    def test_sale_changes_the_turnover_of_the_whole_firm(self):
        second = self.env['discount.card'].create({
            'code': 'SECOND',
            'company_id': self.company.id,
            'partner_id': self
            .env['res.partner']
            .create({
                'name': "Ann's Clerk",
                'parent_id': self.ann.id,
            })
            .id,
        })
        self._grow_old()
        cursor = self._ask()['cursor']
        self._sell(self._claim(self.coffee, 1, 5), discount_card_id=self.card.id)
        answer = self._ask(cursor)
        self.assertEqual(
            {row[0]: row[-1] for row in answer['rows']},
            {self.card.id: ['11.40'], second.id: ['11.40']},
        )

    def test_card_that_was_deleted(self):
        cursor = self._ask()['cursor']
        card_id = self.anonymous.id
        self.anonymous.unlink()
        self.assertEqual(self._ask(cursor)['removed'], [card_id])

    def test_card_that_went_to_another_company(self):
        cursor = self._ask()['cursor']
        other = self.env['res.company'].create({'name': "Tea Shop"})
        self.anonymous.company_id = other
        answer = self._ask(cursor)
        self.assertEqual((answer['rows'], answer['removed']), ([], [self.anonymous.id]))
        self.assertNotIn('ANON', [row[1] for row in self._ask()['rows']])

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

    def test_card_goes_to_another_customer(self):
        """What is left to the first one has another turnover."""
        second = self._give_card('SECOND', self.ann, turnover_opening=5)
        self._grow_old()
        cursor = self._ask()['cursor']
        second.partner_id = self.bob
        turnovers, _customers = self._ask_changes(cursor)
        self.assertEqual(turnovers, {self.card.id: ['0'], second.id: ['5.00']})

    def test_card_is_deleted_and_its_customer_has_another(self):
        second = self._give_card('SECOND', self.ann, turnover_opening=5)
        self._grow_old()
        cursor = self._ask()['cursor']
        second.unlink()
        turnovers, _customers = self._ask_changes(cursor)
        self.assertEqual(turnovers, {self.card.id: ['0']})

    def test_another_card_becomes_the_primary_one(self):
        second = self._give_card('SECOND', self.ann)
        self._grow_old()
        cursor = self._ask()['cursor']
        second.action_make_primary()
        self.assertEqual(
            {row[0]: row[10] for row in self._ask(cursor)['rows']}, {self.card.id: 0, second.id: 2}
        )

    def test_primary_card_of_the_company_goes_before_one_of_all(self):
        """The server elects the same: see `res.partner._get_primary_card`."""
        shared = self._give_card('SHARED', self.ann, company_id=False, is_primary=True)
        ranks = {row[0]: row[10] for row in self._ask()['rows']}
        self.assertEqual((ranks[self.card.id], ranks[shared.id]), (2, 1))
        self.assertEqual(self.ann._get_primary_card(self.company), self.card)
        self.card.state = 'lost'
        self.assertEqual(self.ann._get_primary_card(self.company), shared)

    def test_opening_turnover_of_a_replaced_card(self):
        successor = self.anonymous._replace('NEW')
        self._grow_old()
        cursor = self._ask()['cursor']
        self.anonymous.turnover_opening = 100
        turnovers, _customers = self._ask_changes(cursor)
        self.assertEqual(turnovers[successor.id], ['100.00'])

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

    def test_programme_that_changes_has_another_version(self):
        """Whatever of it: a till that stays open asks for it, and computes the same as before."""
        till = self.till.with_user(self.cashier).with_company(self.company)
        seen = [self._ask()['version']]
        self.assertEqual(till.get_card_programme()['version'], seen[0])
        self.assertEqual(self._ask(self._ask()['cursor'])['version'], seen[0])
        for record, change in (
            (self.rule.bracket_ids[0], {'percent': 6}),
            (self.gold, {'name': "Golden"}),
            (self.pensioner, {'active': False}),
            (self.company, {'card_max_percent': 50}),
            (self.company.partner_id, {'tz': 'Asia/Tokyo'}),
        ):
            with self.subTest(change):
                record.write(change)
                version = self._ask()['version']
                self.assertNotIn(version, seen)
                self.assertEqual(till.get_card_programme()['version'], version)
                seen.append(version)
        self.assertFalse(self._ask(False, self.card.id)['version'])

    def test_programme_is_for_users_of_the_till(self):
        with self.assertRaises(AccessError):
            self.till.with_user(self.seller).get_card_programme()

    def _join(self, partner, category, **values):
        """Let a customer be in a category since yesterday."""
        membership = self.env['discount.card.membership'].create({
            'partner_id': partner.id,
            'category_id': category.id,
            **values,
        })
        self._grow_old()
        return membership
