from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .index_common import IndexCase


@tagged('post_install', '-at_install')
class TestTillIndex(IndexCase):
    """A till knows all cards by rows."""

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
                *(False, False, False, False, 2, ['0']),
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

    def test_the_next_day_brings_the_whole_also_where_no_purchases_are_summed_up(self):
        """What a transaction of an hour wrote is older than any cursor of that hour."""
        self.env['discount.card.rule'].search([('kind', '=', 'turnover')]).active = False
        self.assertEqual(self._ask()['periods'], [])
        written, day, _periods = self._ask()['cursor'].split('|')
        self.assertFalse(self._ask(f'{written}|{day}|')['is_full'])
        self.assertTrue(self._ask(f'{written}|2020-01-01|')['is_full'])

    def test_card_that_is_asked_for_comes_with_the_periods_of_its_turnovers(self):
        till = self.till.with_user(self.cashier).with_company(self.company)
        found = till.find_card('ANON')
        given = till.issue_card({'uuid': 'first', 'code': 'NEW', 'partner_id': self.bob.id})
        self.assertEqual(found['rows'][0][-1], ['77.50'])
        self.assertEqual(found['periods'], self._ask()['periods'])
        self.assertEqual(given['periods'], self._ask()['periods'])

    def test_what_is_no_whole_number_is_refused_in_words(self):
        for values in (
            *({'after_id': strange} for strange in ('x', None, [], 1.5)),
            *({'limit': strange} for strange in ('x', None, {}, float('inf'))),
        ):
            with self.subTest(values), self.assertRaises(UserError):
                self._ask(**values)

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
