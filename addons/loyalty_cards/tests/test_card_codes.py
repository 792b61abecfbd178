from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.barcode import get_barcode_check_digit

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestCardCodes(CardCommon):
    """A code finds one card, or says plainly why it does not."""

    def _find(self, code, user=None, company=None):
        cards = self.env['discount.card'].with_user(user or self.cashier)
        return cards._find_by_code(code, company or self.company, self.today)

    # === FINDING === #

    def test_a_card_is_found_with_and_without_blanks(self):
        card = self._card('00 47 11')
        self.assertEqual(card.code, '004711')
        self.assertEqual(self._find(' 0047 11\n'), card)

    def test_zeros_at_the_beginning_belong_to_the_code(self):
        self._card('004711')
        with self.assertRefused("There is no discount card 4711"):
            self._find('4711')

    def test_a_scan_costs_one_query_by_the_index(self):
        card = self._card('004711')
        self._find('004711')  # what is read once and then cached is read now
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(self._find('004711').id, card.id)
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("EXPLAIN SELECT id FROM discount_card WHERE code IN ('004711')")
        plan = "\n".join(line for (line,) in self.env.cr.fetchall())
        self.assertIn('discount_card_code_unique', plan)

    def test_each_state_is_refused_in_its_own_words(self):
        words = {
            'unregistered': "activate it first",
            'blocked': "is blocked",
            'lost': "reported lost",
            'replaced': "was replaced",
            'expired': "has expired",
        }
        for state, expected in words.items():
            with self.subTest(state=state):
                self._card(f'47{state}', state=state, block_reason="Shared")
                with self.assertRefused(expected):
                    self._find(f'47{state}')

    def test_the_last_day_still_counts_and_the_next_does_not(self):
        self._card('1', date_to='2026-03-02')
        self.assertTrue(self._find('1'))
        self._card('2', date_to='2026-03-01')
        with self.assertRefused("has expired"):
            self._find('2')

    def test_a_card_whose_customer_is_archived_says_what_to_do(self):
        self._card('1', partner_id=self.customer.id)
        self.customer.active = False
        with self.assertRefused("The customer of card 1 is archived: sell without the card"):
            self._find('1')
        self.customer.active = True
        self.assertTrue(self._find('1'))

    def test_a_card_that_begins_tomorrow_says_so(self):
        self._card('1', date_from='2026-03-03')
        with self.assertRefused("valid from 2026-03-03"):
            self._find('1')

    def test_a_card_of_another_company_is_refused_without_naming_it(self):
        company = self.env['res.company'].create({'name': "Secret Ltd"})
        self._card('1', company_id=company.id)
        with self.assertRefused("belongs to another company") as refusal:
            self._find('1')
        self.assertNotIn("Secret", str(refusal.exception))

    def test_companies_may_use_the_same_code(self):
        company = self.env['res.company'].create({'name': "Other Ltd"})
        self._card('1', company_id=company.id)
        own = self._card('1', company_id=self.company.id)
        self.assertEqual(self._find('1'), own)

    # === TAKEN CODES === #

    def test_of_two_that_were_created_at_once_the_companys_own_is_found(self):
        own = self._card('1', company_id=self.company.id)
        shared = self._card('2')
        self.env.flush_all()
        self.env.cr.execute("UPDATE discount_card SET code = '1' WHERE id = %s", [shared.id])
        self.env.invalidate_all()
        self.assertEqual(self._find('1'), own.with_user(self.cashier))

    @mute_logger('odoo.sql_db')
    def test_two_cards_with_one_code_are_refused(self):
        self._card('1')
        with self.assertRaises(IntegrityError):
            self._card('1')

    def test_a_client_may_send_a_number(self):
        card = self._card(12345)
        self.assertEqual(card.code, '12345')
        self.assertEqual(card._find_by_code(12345, self.company, self.today), card)

    @mute_logger('odoo.sql_db')
    def test_a_code_that_fits_into_no_index_is_refused(self):
        self.assertEqual(len(self._card('ж' * 256).code), 256)
        with self.assertRaises(IntegrityError):
            self._card('ж' * 257)

    @mute_logger('odoo.sql_db')
    def test_a_code_of_blanks_is_refused(self):
        with self.assertRaises(IntegrityError):
            self._card('  ')

    def test_a_card_of_all_companies_meets_those_of_each(self):
        own = self._card('1', company_id=self.company.id)
        with self.assertRefused("1 is taken by a card"):
            self._card('1')
        own.code = '2'
        self._card('1')
        with self.assertRefused("1 is taken by a card"):
            own.code = '1'

    def test_a_code_that_is_a_barcode_of_a_product_names_the_product(self):
        self.env['product.product'].create({'name': "Espresso", 'barcode': '29001'})
        with self.assertRefused("29001 is taken by product.* Espresso"):
            self._card('29001')

    def test_a_code_that_is_a_barcode_of_an_archived_product_is_refused(self):
        """It would meet the card when somebody restores the product."""
        product = self.env['product.product'].create({'name': "Espresso", 'barcode': '29001'})
        product.active = False
        with self.assertRefused("29001 is taken by archived product.* Espresso"):
            self._card('29001')

    def test_a_product_that_the_user_may_not_see_is_not_named(self):
        company = self.env['res.company'].create({'name': "Secret Ltd"})
        self.env['product.product'].create({
            'name': "Espresso",
            'barcode': '29001',
            'company_id': company.id,
        })
        with self.assertRefused("is taken by product") as refusal:
            self._card('29001', user=self.cashier)
        self.assertNotIn("Espresso", str(refusal.exception))
        self.assertTrue(self._card('29001', company_id=self.company.id))

    def test_a_code_that_is_a_barcode_of_a_packaging_is_refused(self):
        product = self.env['product.product'].create({'name': "Espresso"})
        unit = self.env.ref('uom.product_uom_dozen')
        self.env['product.uom'].create({
            'uom_id': unit.id,
            'product_id': product.id,
            'barcode': '29002',
        })
        with self.assertRefused("Espresso"):
            self._card('29002')

    def test_a_code_that_is_a_barcode_of_a_customer_is_refused(self):
        self.customer.barcode = '0420001'
        with self.assertRefused("Anna"):
            self._card('0420001')

    def test_a_code_that_is_a_badge_is_refused(self):
        if 'hr.employee' not in self.env:
            self.skipTest("no employees are installed")
        self.env['hr.employee'].create({'name': "Vera", 'barcode': '0410001'})
        with self.assertRefused("0410001 is taken by employee"):
            self._card('0410001', user=self.cashier)

    def test_a_product_does_not_get_the_code_of_a_card(self):
        self._card('29001')
        with self.assertRefused("the barcode of Espresso must be another"):
            self.env['product.product'].create({'name': "Espresso", 'barcode': '29001'})

    # === NOMENCLATURE === #

    def _ean(self, digits):
        return f'{digits}{get_barcode_check_digit(digits + "0")}'

    def test_the_nomenclature_knows_cards_and_leaves_others_alone(self):
        nomenclature = self.env.ref('barcodes.default_barcode_nomenclature')
        kinds = {
            '0470000001': 'discount_card',
            self._ean('291234567890'): 'discount_card',
            '0410000001': 'cashier',
            '0420000001': 'client',
            '4006381333931': 'product',
        }
        for barcode, kind in kinds.items():
            with self.subTest(barcode=barcode):
                self.assertEqual(nomenclature.parse_barcode(barcode)['type'], kind)
