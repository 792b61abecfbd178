import random
from datetime import timedelta
from statistics import median

from odoo.tests import tagged

from .common import ForecastCommon


@tagged('post_install', '-at_install')
class TestHabit(ForecastCommon):
    """How late a customer pays is learnt from what was settled before the day that asks."""

    def test_the_median_is_drawn_to_the_companys_as_far_as_there_are_few_debts(self):
        self._settle_many(20, partner=self.customer)
        self._settle_many(0, 0, 4, partner=self.other_customer)
        self._learn()
        self.assertEqual(self._habit(None), (4, 2.0, 2))
        self.assertEqual(self._habit(self.customer), (1, 20.0, 11))
        self.assertEqual(self._habit(self.other_customer), (3, 0.0, 1))  # 0.5 is rounded up

    def test_the_last_ten_debts_count(self):
        self._settle_many(20, 20, 20, first='2024-01-01')  # on 21 to 23 January
        self._settle_many(*[8] * 10)
        self._learn()
        self.assertEqual(self._habit(self.customer), (10, 8.0, 8))

    def test_an_early_customer_is_below_zero(self):
        self._settle_many(-5, -5, -5)
        self._learn()
        self.assertEqual(self._habit(self.customer), (3, -5.0, -5))

    def _new_contact(self):
        values = {'name': "Till", 'parent_id': self.customer.id, 'type': 'other'}
        return self.env['res.partner'].create(values)

    def test_a_contact_pays_for_the_customer(self):
        contact = self._new_contact()
        self._settle_many(6, partner=contact)
        self._learn()
        self.assertEqual(self._habit(self.customer), (1, 6.0, 6))

    def test_the_last_of_several_payments_settles(self):
        invoice = self._invoice(100.0, due='2024-03-01')
        self._pay_on(invoice, '2024-03-05', amount=60.0)
        self._learn()
        self.assertIsNone(self._habit(self.customer))
        self._pay_on(invoice, '2024-03-11')
        self._learn()
        self.assertEqual(self._habit(self.customer), (1, 10.0, 10))

    def test_a_credit_note_is_no_payment(self):
        self._refund(self._invoice(100.0, due='2024-03-01'))
        self._learn()
        self.assertIsNone(self._habit(self.customer))

    def test_what_a_credit_note_leaves_is_settled_by_its_payment(self):
        invoice = self._invoice(100.0, due='2024-03-01')
        self._pay_on(invoice, '2024-03-05', amount=60.0)
        refund = self._refund(invoice, amount=40.0)
        refund.action_post()
        self._learn('2024-06-15')
        self.assertEqual(invoice.amount_residual, 0.0)
        self.assertEqual(self._habit(self.customer), (1, 4.0, 4))

    def test_a_payment_that_is_undone_is_forgotten(self):
        self._settle('2024-03-01', 10)
        self._learn()
        payment = self.env['account.payment'].search([('partner_id', '=', self.customer.id)])
        payment.action_draft()
        self._learn()
        self.assertIsNone(self._habit(self.customer))
        self.assertEqual(self._habit(None), (0, 0.0, 0))
        payment.action_post()  # its matching has stayed
        self._learn()
        self.assertEqual(self._habit(self.customer), (1, 10.0, 10))

    def test_a_rejected_payment_does_not_count(self):
        invoice = self._invoice(100.0, due='2024-03-01')
        payment = self._pay_on(invoice, '2024-03-05')
        payment.action_reject()
        self._learn()
        self.assertIsNone(self._habit(self.customer))

    def test_what_is_settled_on_the_day_or_later_waits_for_its_day(self):
        self._settle('2024-03-01', 10)  # on 11 March
        self._learn('2024-03-11')
        self.assertIsNone(self._habit(self.customer))
        self._learn('2024-03-12')
        self.assertEqual(self._habit(self.customer), (1, 10.0, 10))

    def test_an_old_run_that_is_repeated_forgets_nothing(self):
        self._settle('2024-03-01', 10)
        self._learn('2024-03-12')
        self._settle('2024-03-02', 4)
        self._learn('2024-03-05')
        self.assertEqual(self._habit(self.customer), (2, 7.0, 7))

    def test_merged_customers_have_one_history(self):
        self._settle_many(4, partner=self.customer)
        self._settle_many(8, 8, partner=self.other_customer)
        self._learn()
        self.env['base.partner.merge.automatic.wizard']._merge(
            [self.customer.id, self.other_customer.id], self.customer
        )
        self._learn()
        self.assertEqual(self._habit(self.customer), (3, 8.0, 8))

    def test_a_contact_takes_its_history_to_another_customer(self):
        contact = self._new_contact()
        self._settle_many(6, partner=contact)
        self._settle_many(12, 12, partner=self.other_customer)
        self._learn()
        contact.parent_id = self.other_customer
        self._learn()
        self.assertIsNone(self._habit(self.customer))
        self.assertEqual(self._habit(self.other_customer), (3, 12.0, 12))

    def test_what_is_paid_anew_on_a_later_day_is_not_known_before(self):
        invoice = self._settle('2024-03-01', 10)
        self._learn()
        self._receivable(invoice).remove_move_reconcile()
        self._pay_on(invoice, '2024-06-20')
        self._learn()
        self.assertIsNone(self._habit(self.customer))
        self._learn('2024-06-21')
        self.assertEqual(self._habit(self.customer), (1, 111.0, 111))

    def test_a_policy_that_waits_for_the_bank_forgets_what_has_not_arrived(self):
        self._settle('2024-03-01', 10)
        self._settle_many(4)  # on the bank's own journal
        self._learn()
        self.assertEqual(self._habit(self.customer), (2, 7.0, 7))
        self.policy.proof = 'bank'
        self._learn()
        self.assertEqual(self._habit(self.customer), (1, 4.0, 4))
        self.policy.proof = 'registered'
        self._learn()
        self.assertEqual(self._habit(self.customer), (2, 7.0, 7))

    def test_learnt_bit_by_bit_is_what_is_learnt_at_once(self):
        dice = random.Random(11)
        people = [self.customer, self.other_customer]
        due = self._date('2024-05-01')
        self._settle_entries([
            (dice.choice(people), due, due + timedelta(days=dice.randrange(-20, 80)))
            for _number in range(12)
        ])
        matchings = self.env['account.partial.reconcile'].search([
            ('company_id', '=', self.company.id)
        ])
        pairs = [(matching.debit_move_id, matching.credit_move_id) for matching in matchings]
        for day in ('2024-05-20', '2024-06-01', '2024-06-14', '2024-07-10'):
            self._shuffle(dice, dice.sample(pairs, 6))
            self._learn(day)
            bit_by_bit = [self._habit(person) for person in (None, *people)]
            self.env['collection.habit'].sudo().search([]).unlink()
            self._learn(day)
            self.assertEqual([self._habit(person) for person in (None, *people)], bit_by_bit, day)

    def _shuffle(self, dice, pairs):
        """Undo, match again, or move to another day, what settles some debts."""
        for debt, credit in pairs:
            if debt.reconciled:
                debt.remove_move_reconcile()
            if dice.random() < 0.4:
                debt.date_maturity += timedelta(days=dice.randrange(-5, 5))
            if dice.random() < 0.7:
                (debt | credit).reconcile()
            self._commit()

    def test_every_run_learns(self):
        self._settle_many(4)
        self._run()
        self.assertEqual(self._habit(self.customer), (1, 4.0, 4))

    def test_to_learn_costs_the_same_however_many_have_paid(self):
        self._settle_many(3)
        self._learn()
        for number in (2, 12):
            people = [self.customer.copy() for _time in range(number)]
            self._settle_entries([
                (customer, self._date('2024-03-01'), self._date('2024-03-05'))
                for customer in people
            ])
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(12):
                self._learn()

    def test_any_history_is_learnt_as_plain_arithmetic_has_it_and_nothing_of_later_days(self):
        dice = random.Random(7)
        people = [self.customer, self.other_customer]
        rows = []
        for _number in range(40):
            due = self._date('2024-02-01') + timedelta(days=dice.randrange(60))
            rows.append((dice.choice(people), due, due + timedelta(days=dice.randrange(-10, 30))))
        self._settle_entries(rows)
        known = [(partner, paid, (paid - due).days) for partner, due, paid in rows]
        for day in ('2024-02-10', '2024-03-05', '2024-03-31', '2024-06-14'):
            self._learn(day)
            for partner in people:
                self.assertEqual(
                    self._habit(partner), self._expect(known, partner, self._date(day)), day
                )

    @staticmethod
    def _expect(known, partner, day):
        """Return the row by plain arithmetic; debts of one day are in the order of their making."""
        before = sorted((row for row in known if row[1] < day), key=lambda row: row[1])
        own = [days for customer, _closed, days in before if customer == partner][-10:]
        if not own:
            return None
        shrunk = len(own) * median(own) + median(days for *_, days in before)
        half_up = int(abs(shrunk) / (len(own) + 1) + 0.5)
        return len(own), median(own), half_up if shrunk >= 0 else -half_up
