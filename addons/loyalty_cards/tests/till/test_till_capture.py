from uuid import uuid4

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TillCase


@tagged('post_install', '-at_install')
@freeze_time('2026-03-02 10:00:00')
class TestTillCapture(TillCase):
    """A cashier gives a card to a customer, whom the shop may not know yet."""

    def _issue(self, code, **values):
        till = self.till.with_user(self.cashier).with_company(self.company)
        return till.issue_card({'uuid': str(uuid4()), 'code': code, **values})

    def _find(self, code):
        return self.till.with_user(self.cashier).with_company(self.company).find_card(code)

    def _get_card(self, code):
        return self.env['discount.card'].search([('code', '=', code)])

    def test_new_card_for_a_new_customer(self):
        answer = self._issue(
            ' 2900 001',
            name="Eve",
            phone="+359 2 123",
            birthdate='1990-05-06',
            category_id=self.gold.id,
        )
        card = self._get_card('2900001')
        self.assertRecordValues(
            card,
            [{'state': 'active', 'company_id': self.company.id, 'category_id': self.gold.id}],
        )
        self.assertTrue(card.is_primary)
        self.assertEqual(str(card.date_issued), '2026-03-02')
        eve = card.partner_id
        self.assertEqual(
            (eve.name, eve.phone, str(eve.birthdate)), ("Eve", "+359 2 123", '1990-05-06')
        )
        self.assertEqual(answer['partner_id'], eve.id)
        self.assertEqual(answer['rows'][0][:4], [card.id, '2900001', 'active', eve.id])

    def test_pre_printed_card_for_a_known_customer(self):
        card = self.env['discount.card'].create({
            'code': 'PRINTED',
            'state': 'unregistered',
            'company_id': self.company.id,
            'category_id': self.gold.id,
        })
        self._issue('PRINTED', partner_id=self.bob.id)
        self.assertRecordValues(
            card, [{'state': 'active', 'partner_id': self.bob.id, 'category_id': self.gold.id}]
        )

    def test_sent_twice_is_one_card_and_one_customer(self):
        uuid = str(uuid4())
        first = self._issue('TWICE', uuid=uuid, name="Eve")
        self.assertEqual(self._issue('TWICE', uuid=uuid, name="Eve"), first)
        self.assertEqual(len(self._get_card('TWICE')), 1)
        self.assertEqual(self.env['res.partner'].search_count([('name', '=', "Eve")]), 1)

    def test_taken_codes_are_refused_and_no_customer_is_left(self):
        self.coffee.barcode = '5901234123457'
        for code in (self.card.code, self.coffee.barcode):
            with self.subTest(code), self.assertRaises(UserError), self.env.cr.savepoint():
                self._issue(code, name="Eve")
        self.assertFalse(self.env['res.partner'].search([('name', '=', "Eve")]))

    def test_bad_input_is_refused_in_words(self):
        for values in (
            {},
            {'name': '\x00'},
            {'name': 5},
            {'partner_id': 999_999_999},
            {'partner_id': 'x'},
            {'name': "Eve", 'birthdate': '2990-01-01'},
            {'name': "Eve", 'birthdate': 'yesterday'},
            {'name': "Eve", 'category_id': 2**40},
            {'name': "Eve", 'code': ''},
            {'name': "Eve", 'uuid': False},
        ):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                self._issue(**{'code': 'NEW', **values})

    def test_what_is_no_values_is_refused_in_words(self):
        till = self.till.with_user(self.cashier).with_company(self.company)
        for values in (None, 5, 'x', [], ['uuid']):
            with self.subTest(values), self.assertRaises(UserError):
                till.issue_card(values)

    def test_cashier_gives_no_tier_that_is_earned(self):
        ladder = self.env['discount.card.ladder'].create({'name': "Ladder"})
        _low, high = self.env['discount.card.category'].create([
            {'name': f"T{n}", 'kind': 'tier', 'ladder_id': ladder.id, 'threshold': n * 100}
            for n in range(2)
        ])
        with self.assertRaises(AccessError):
            self._issue('TIER', name="Eve", category_id=high.id)

    def test_code_that_the_index_does_not_have(self):
        found = self._find(self.card.code)
        self.assertEqual((found['message'], found['rows'][0][0]), (False, self.card.id))
        self.card.write({'state': 'blocked', 'block_reason': "Stolen"})
        found = self._find(self.card.code)
        self.assertEqual(found['rows'][0][2], 'blocked')
        self.assertIn("blocked", found['message'])
        for code in ('UNKNOWN', '', '\x00', '\ud800', None, 5, [], 'x' * 5000):
            with self.subTest(code):
                found = self._find(code)
                self.assertEqual(found['rows'], [])
                self.assertTrue(found['message'])

    def test_forgotten_customer_has_no_birthday(self):
        self.ann.birthdate = '1990-05-06'
        self.ann.action_anonymise_discount_cards()
        self.assertFalse(self.ann.birthdate)
