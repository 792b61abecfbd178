from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import TillCase


@tagged('post_install', '-at_install')
class TestTillIndex(TillCase):
    """A till knows all cards by rows, and hears what has changed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['discount.card.rule'].create({
            'category_id': cls.pensioner.id,
            'kind': 'turnover',
            'period_type': 'lifetime',
            'bracket_ids': [Command.create({'amount_from': 1, 'percent': 1})],
        })
        cls.anonymous = cls.env['discount.card'].create({
            'code': 'ANON',
            'company_id': cls.company.id,
            'turnover_opening': 77.5,
        })
        cls._grow_old()

    @classmethod
    def _grow_old(cls):
        """Let all that is there have been written yesterday."""
        cls.env.flush_all()
        for table in ('discount_card', 'discount_card_entry', 'discount_card_membership'):
            cls.env.cr.execute(
                SQL(
                    "UPDATE %s SET write_date = write_date - interval '1 day'",
                    SQL.identifier(table),
                )
            )
        cls.env.cr.execute(
            "UPDATE discount_card_tombstone SET create_date = create_date - interval '1 day'"
        )
        cls.env.invalidate_all()

    def _ask(self, *args, **kwargs):
        till = self.till.with_user(self.cashier).with_company(self.company)
        return till.get_card_index(*args, **kwargs)

    def _find_row(self, answer, card):
        [row] = [row for row in answer['rows'] if row[0] == card.id]
        return row

    def test_whole_index_has_every_card(self):
        answer = self._ask()
        self.assertTrue(answer['is_full'])
        self.assertFalse(answer['next_after_id'])
        self.assertEqual(answer['periods'], self.till._prepare_card_programme()['periods'])
        self.assertEqual(answer['total'], len(answer['rows']) + len(answer['customers']))
        self.assertEqual(
            self._find_row(answer, self.card),
            [
                *(self.card.id, '2900000000018', 'active', self.ann.id, self.gold.id, 0.0),
                *(False, False, False, False, 1, ['0']),
            ],
        )
        self.assertEqual(self._find_row(answer, self.anonymous)[-1], ['77.50'])

    def test_chunks_make_the_whole(self):
        self.env['discount.card.membership'].create([
            {'partner_id': partner.id, 'category_id': self.pensioner.id}
            for partner in self.ann | self.bob
        ])
        whole, parts, after_id = self._ask(), [], 0
        while after_id is not False:
            parts.append(self._ask(False, after_id, 1))
            after_id = parts[-1]['next_after_id']
        for name in ('rows', 'customers'):
            self.assertEqual([row for part in parts for row in part[name]], whole[name])
        self.assertTrue(all(len(part['rows'] + part['customers']) <= 2 for part in parts))
        self.assertEqual([part['total'] for part in parts if part['total']], [whole['total']])

    def test_customer_with_discounts_without_a_card(self):
        self.env['discount.card.membership'].create({
            'partner_id': self.bob.id,
            'category_id': self.pensioner.id,
            'proof_date_to': '2030-01-01',
        })
        self.assertIn(
            [
                *(self.bob.id, self.bob.id, [self.pensioner.id]),
                *({str(self.pensioner.id): '2030-01-01'}, 0.0, ['0']),
            ],
            self._ask()['customers'],
        )

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

    def test_old_or_strange_cursor_gives_the_whole(self):
        cursor = self._ask()['cursor']
        written, day, periods = cursor.split('|')
        old = (self.env.cr.now() - timedelta(days=31)).isoformat()
        for strange in (
            *(None, '', 'x', '||', 5, [], 'a|b|c', f'{written}|2020-01-01|{periods}'),
            *(
                f'{old}|{day}|{periods}',
                f'{written}|{day}|rolling_1',
                f'{written}Z|{day}|{periods}',
            ),
        ):
            with self.subTest(strange):
                self.assertTrue(self._ask(strange)['is_full'])

    def test_only_users_of_this_till_may_ask(self):
        stranger = new_test_user(
            self.env, 'till.stranger', 'loyalty_cards.loyalty_cards_group_user'
        )
        other = self.env['res.company'].create({'name': "Tea Shop"})
        foreigner = new_test_user(
            self.env,
            'till.foreigner',
            'point_of_sale.group_pos_manager',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        for user in (stranger, foreigner):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.till.with_user(user).with_company(user.company_id).get_card_index()
