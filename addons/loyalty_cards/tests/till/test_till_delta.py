from odoo.exceptions import AccessError
from odoo.tests import tagged

from .index_common import IndexCase


@tagged('post_install', '-at_install')
class TestTillDelta(IndexCase):
    """A till hears of everything that changes a discount."""

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

    def test_card_of_an_archived_customer(self):
        """It is refused at the till; what the till had sold before brings no archived customer."""
        cursor = self._ask()['cursor']
        self.ann.active = False
        self.assertEqual(self._find_row(self._ask(cursor), self.card)[2], 'archived')
        self.assertFalse(self.ann._get_primary_card(self.company))
        sale = self._claim(self.coffee, 1, 5)
        order = self._sell(sale, discount_card_id=self.card.id)
        self.assertEqual((order.discount_card_id, order.card_has_mismatch), (self.card, False))
        self.assertFalse(order.partner_id)

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
