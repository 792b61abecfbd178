import random
from datetime import timedelta

from odoo.tests import tagged

from .common import PromiseCommon

STORIES, STEPS = 3, 14


@tagged('post_install', '-at_install')
class TestPromiseRandom(PromiseCommon):
    """Whatever happens in which order: the books say of each promise what it has become."""

    def setUp(self):
        super().setUp()
        self.second, other = self._overdue(60.0)
        self.items = self.item | other

    def test_states_and_holds_are_those_of_the_books_after_any_sequence(self):
        for seed in range(STORIES):
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._tell(random.Random(seed))
                savepoint.rollback()
                self.env.invalidate_all()

    def _tell(self, dice):
        self.day, self.made, self.payments = self._date('2024-06-14'), {}, []
        steps = (self._say, self._say, self._receive, self._bounce, self._wait)
        steps += (self._take_back, self._dispute, self._settle)
        for _step in range(STEPS):
            with self.freeze(str(self.day)):
                dice.choice(steps)(dice)
                self._commit()
                self.env.invalidate_all()
            with self.freeze(str(self.day)):
                self._check()

    # === WHAT HAPPENS === #

    def _say(self, dice):
        live = self.items.filtered(lambda item: item.state != 'closed')
        if not live:
            return
        items = live if dice.random() < 0.5 else dice.choice(live)
        until = self.day + timedelta(days=dice.randrange(6))
        amount = round(dice.uniform(0.3, 1) * sum(items.mapped('amount_residual')), 2)
        owed = {item.move_line_id.id: item.amount_residual for item in items}
        for told in self.made.values():
            if owed.keys() & told['owed'].keys() and self._judge(told) == 'open':
                told['is_withdrawn'] = True
        promise = self._promise(str(until), amount, items)
        self.made[promise] = {'owed': owed, 'until': until, 'amount': amount}

    def _receive(self, dice):
        invoice = dice.choice((self.invoice, self.second))
        if invoice.amount_residual:
            amount = max(round(dice.choice((0.2, 0.5, 1)) * invoice.amount_residual, 2), 0.01)
            payment = self._register_payment(invoice, payment_date=self.day, amount=amount)
            line = self._receivable(invoice).id
            self.payments.append({'record': payment, 'line': line, 'day': self.day, 'paid': amount})

    def _bounce(self, dice):
        if self.payments:
            self.payments.pop(dice.randrange(len(self.payments)))['record'].action_draft()

    def _wait(self, dice):
        self.day += timedelta(days=dice.randrange(1, 4))
        with self.freeze(str(self.day)):
            self._run(str(self.day - timedelta(days=1)))

    def _take_back(self, dice):
        waiting = [p for p in self.made if p.state == 'open']
        if waiting:
            promise = dice.choice(waiting)
            promise.with_user(self.collector).action_withdraw()
            self.made[promise]['is_withdrawn'] = self._judge(self.made[promise]) == 'open'

    def _dispute(self, dice):
        dice.choice((self.invoice, self.second)).action_collection_dispute()

    def _settle(self, dice):
        disputes = (self.invoice | self.second).collection_dispute_ids
        waiting = disputes.filtered(lambda dispute: dispute.state == 'open')
        settle = dice.choice(('action_settle_for_us', 'action_withdraw'))
        getattr(waiting[:1].with_user(self.collector), settle)()

    # === WHAT MUST BE TRUE === #

    def _paid(self, line, until=None):
        counted = (p for p in self.payments if p['line'] == line)
        return sum(p['paid'] for p in counted if not until or p['day'] <= until)

    def _judge(self, told):
        """Say from the list of payments what a promise is now."""
        if told.get('is_withdrawn'):
            return 'withdrawn'
        totals = {self._receivable(self.invoice).id: 100.0, self._receivable(self.second).id: 60.0}
        paid = sum(
            owed - (totals[line] - self._paid(line, told['until']))
            for line, owed in told['owed'].items()
        )
        if round(max(paid, 0.0), 2) >= told['amount']:
            return 'kept'
        return 'open' if told['until'] >= self.day else 'broken'

    def _check(self):
        waiting = set()
        for promise, told in self.made.items():
            if self._judge(told) == 'open' and promise.state == 'withdrawn':
                told['is_withdrawn'] = self._was_followed_by_another(promise)
            self.assertEqual(promise.state, self._judge(told), told)
            waiting |= set(told['owed']) if promise.state == 'open' else set()
        for item in self.items:
            if item.state != 'closed':
                reason = 'disputed' if item.move_id in self._find_disputed() else False
                reason = 'promise' if item.move_line_id.id in waiting else reason
                self.assertEqual(item.hold_reason, reason)
                self.assertEqual(item.state, 'held' if reason else 'open')
                self.assertTrue(item.activity_id.active)
            self.assertEqual(item.state == 'closed', not item.amount_residual)

    def _find_disputed(self):
        disputes = self.env['collection.dispute'].search([('state', '=', 'open')])
        return disputes.move_id

    def _was_followed_by_another(self, promise):
        """A kept promise that bounces gives way to the one that was made after it."""
        lines = promise.line_ids.move_line_id
        return any(
            later.id > promise.id and later.state == 'open' and later.line_ids.move_line_id & lines
            for later in self.made
        )
