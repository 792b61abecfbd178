import random
from datetime import timedelta

from .common import DunningCommon

CUSTOMERS = 6
# What a customer or somebody in the office does, and how often, out of ten.
DEEDS = ('buy', 'buy', 'buy', 'pay', 'pay', 'pay_a_part', 'hold', 'dispute', 'credit', 'move')


class MonthsCase(DunningCommon):
    """Seeded days of a company that writes letters, and a judge who reads only Odoo's books.

    Things happen in the evening, before the run, and in the morning, between the run and the
    sending. Of each letter that has gone out the judge asks core's residuals and states.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy.level_ids.write({'is_invoice_attached': False, 'is_letter_printed': False})
        cls.customers = cls.env['res.partner'].create([
            {'name': f"Customer {n}", 'email': f'customer{n}@example.com'} for n in range(CUSTOMERS)
        ])
        cls.told = {}

    def live(self, days, seed):
        """Live these days, and return how many letters have gone out and were not needed."""
        self.random = random.Random(seed)
        self.invoices = self.env['account.move']
        start = self._date('2024-06-14')
        for number in range(days):
            with self.freeze(start + timedelta(days=number)), self.subTest(day=number, seed=seed):
                self._live_a_day(start + timedelta(days=number))
        letters = self.env['collection.letter'].sudo().search([])
        return len(letters.filtered('sent_on')), len(
            letters.filtered(lambda x: x.state == 'dropped')
        )

    def _live_a_day(self, today):
        self.today = today
        for _deed in range(3):
            self._do_something()
        self._run(today - timedelta(days=1))
        for _deed in range(2):
            self._do_something()
        self._work()
        sent = self.env['collection.letter'].sudo().search([('state', '=', 'sent')])
        for letter in sent.filtered(lambda letter: letter.id not in self.told):
            self._judge(letter)

    # === WHAT HAPPENS === #

    def _do_something(self):
        deed = self.random.choice(DEEDS)
        owed = self.invoices.filtered(lambda move: move.amount_residual and move.state == 'posted')
        if deed == 'buy' or not owed:
            self._buy()
        else:
            getattr(self, f'_{deed}')(self.random.choice(owed))
        self.env.cr.flush()

    def _buy(self):
        due = self.today + timedelta(days=self.random.randrange(-20, 10))
        amount = self.random.randrange(1000, 90000) / 100
        self.invoices |= self._invoice(amount, due=due, partner=self.random.choice(self.customers))

    def _pay_them(self, invoice, **values):
        self._register_payment(invoice, payment_date=self.today, **values)

    def _pay(self, invoice):
        self._pay_them(invoice)

    def _pay_a_part(self, invoice):
        self._pay_them(invoice, amount=invoice.currency_id.round(invoice.amount_residual / 3))

    def _hold(self, invoice):
        live = self._items(invoice).filtered(lambda item: item.state == 'open')
        until = self.today + timedelta(days=self.random.randrange(1, 9))
        live.with_user(self.collector).action_hold('promise', until) if live else self._buy()

    def _dispute(self, invoice):
        if invoice.is_collection_disputed:
            invoice.action_collection_settle_dispute()
        else:
            invoice.action_collection_dispute()

    def _credit(self, invoice):
        self._invoice(50.0, move_type='out_refund', partner=invoice.partner_id)

    def _move(self, invoice):
        """The customer has no address for a while."""
        partner = invoice.partner_id
        partner.email = False if partner.email else f'back{partner.id}@example.com'

    # === THE JUDGE === #

    def _judge(self, letter):
        """Ask the books whether a letter that has just gone out was right."""
        lines = letter._get_told_lines()
        self.told[letter.id] = [self._judge_line(line) for line in lines]
        self.assertTrue(any(lines.mapped('is_new')))
        self.assertEqual(lines.move_id.partner_id, letter.partner_id)
        self.assertEqual(letter.message_id.notified_partner_ids, letter.partner_id)
        for line in lines:
            self.assertIn(line.move_id.name, letter.message_id.body)

    def _judge_line(self, line):
        debt = line.move_line_id
        self.assertEqual(line.amount, debt.amount_residual_currency)
        self.assertGreater(line.amount, 0)
        self.assertFalse(debt.move_id.is_collection_disputed)
        self.assertEqual(debt.move_id.payment_state in ('not_paid', 'partial'), True)
        item = debt.collection_item_ids
        self.assertNotEqual(item.state, 'held')
        self.assertIn(line.level_id, self._get_levels(debt))
        key = (debt, line.level_id, line.reopen_count)
        if line.is_new:
            self.assertNotIn(key, self.told, "told before")
            self.told[key] = line
        return key

    def _get_levels(self, debt):
        """Return the levels that a debt has reached by its age, and one for each broken promise."""
        levels = self.policy.level_ids.sorted('days')
        age = (self.today - debt.date_maturity).days
        reached = len(levels.filtered(lambda level: level.days <= age))
        broken = self.env['collection.promise.line'].search_count([
            ('move_line_id', '=', debt.id),
            ('promise_id.state', '=', 'broken'),
        ])
        return levels[: reached + broken]
