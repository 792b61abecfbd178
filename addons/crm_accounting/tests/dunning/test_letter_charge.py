from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SOON, DunningCommon


@tagged('post_install', '-at_install')
class TestLetterCharge(DunningCommon):
    """Fees and interest: literals, worked out by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.level_ids.is_invoice_attached = False
        cls.fee, cls.interest = cls.env['product.product'].create([
            {'name': "Reminder fee", 'type': 'service', 'taxes_id': False},
            {'name': "Interest on arrears", 'type': 'service', 'taxes_id': False},
        ])
        cls.policy.interest_rate = 9.0
        cls.levels[3].fee_amount = 15.0

    @classmethod
    def _post_charges(cls):
        cls.policy.write({
            'charge_mode': 'invoiced',
            'fee_product_id': cls.fee.id,
            'interest_product_id': cls.interest.id,
        })

    def _charges(self):
        self.env.cr.flush()
        return self.env['account.move'].search([('is_collection_charge', '=', True)])

    # === SHOWN === #

    def test_fee_and_interest_are_shown_and_nothing_is_posted(self):
        letter = self._prepare(1000.0)[1]  # due on 10 May, 35 days ago
        mail = self._work()
        self.assertEqual((letter.amount_fee, letter.amount_interest), (15.0, 8.63))
        self.assertIn('8.63', mail.body_html)
        self.assertIn('15.00', mail.body_html)
        self.assertFalse(self._charges())

    def test_interest_is_rounded_debt_by_debt(self):
        self._invoice(100.0)  # 0.8630...
        self._invoice(200.0, due='2024-05-31')  # 14 days: 0.6904...
        self._run()
        self._work()
        letter = self._letters()
        self.assertEqual(letter.line_ids.mapped('amount_interest'), [0.86, 0.69])
        self.assertEqual(letter.amount_interest, 1.55)

    def test_interest_is_on_what_is_left(self):
        invoice, letter = self._prepare(1000.0)
        self._pay(invoice, 400.0)
        self._work()
        self.assertEqual(letter.amount_interest, 5.18)

    def test_interest_on_foreign_money_is_in_the_companys_currency(self):
        rate = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        letter = self._prepare(1000.0, currency_id=rate.id)[1]
        self._work()
        self.assertEqual(letter.amount_interest, 4.32)

    def test_before_the_due_date_nothing_is_charged(self):
        self.levels[0].fee_amount = 5.0
        letter = self._prepare(due=SOON)[1]
        self._work()
        self.assertEqual((letter.amount_fee, letter.amount_interest), (0.0, 0.0))

    def test_a_customer_may_be_spared(self):
        self._post_charges()
        letter = self._prepare()[1]
        letter.case_id.with_user(self.collector).is_charge_waived = True
        self._work()
        self.assertEqual(letter.state, 'sent')
        self.assertEqual((letter.amount_fee, letter.amount_interest), (0.0, 0.0))
        self.assertFalse(self._charges())

    # === POSTED === #

    def test_posted_once_with_the_letter_that_is_sent(self):
        self._post_charges()
        letter = self._prepare(1000.0)[1]
        mail = self._work()
        charge = self._charges()
        self.assertEqual(charge, letter.charge_move_id)
        self.assertEqual((charge.state, charge.amount_total), ('posted', 23.63))
        self.assertEqual(charge.invoice_line_ids.product_id, self.fee | self.interest)
        self.assertIn(charge.name, mail.body_html)
        self._work()
        self.assertEqual(self._charges(), charge)

    def test_interest_is_charged_from_where_it_was_charged_before(self):
        self._post_charges()
        self._prepare(1000.0, due='2024-05-30')  # 15 days: 3.70
        self._work()
        with self.freeze('2024-06-30'):
            self._run('2024-06-29')
            self._work()  # 16 days more: 3.95
        letters = self._letters()
        self.assertEqual(letters.sorted('date').mapped('amount_interest'), [3.70, 3.95])

    def test_a_charge_bears_nothing_itself(self):
        self._post_charges()
        invoice = self._prepare(1000.0)[0]
        self._work()
        self._pay(invoice)
        self._charges().button_draft()
        self._charges().invoice_date_due = '2024-06-15'
        self._charges().action_post()
        with self.freeze('2024-07-20'):
            self._run('2024-07-19')
            self._work()
        letter = self._letters().sorted('date')[-1]
        self.assertEqual(letter.line_ids.move_id, self._charges())
        self.assertEqual((letter.amount_fee, letter.amount_interest), (0.0, 0.0))

    def test_a_charge_bears_interest_if_so_set(self):
        self.policy.is_charge_on_charges = True
        self._invoice(1000.0).is_collection_charge = True
        self._run()
        self._work()
        self.assertEqual(self._letters().amount_interest, 8.63)

    def test_a_letter_that_reaches_nobody_charges_nothing(self):
        self._post_charges()
        self.customer.write({'email': False, 'phone': False})
        self.levels[3].is_letter_printed = False
        letter = self._prepare()[1]
        self._work()
        self.assertEqual(letter.state, 'failed')
        self.assertFalse(self._charges())

    @mute_logger('odoo.sql_db')
    def test_posting_wants_products(self):
        with self.assertRaises(IntegrityError):
            self.policy.charge_mode = 'invoiced'
            self.env.flush_all()
