import random
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import YESTERDAY, CollectionCommon

UNDONE = ('draft', 'canceled', 'rejected')


@tagged('post_install', '-at_install')
class TestInvariants(CollectionCommon):
    """Whatever happens to invoices and money, in any order, items and tasks follow the facts.

    The oracle reads the books in plain Python, matching by matching; it shares no code with the
    addon.
    """

    STEPS = 40

    def setUp(self):
        super().setUp()
        self.term = self.env['account.payment.term'].create({
            'name': "Half now, half later",
            'line_ids': [
                Command.create({'value_amount': 50, 'nb_days': 0}),
                Command.create({'value_amount': 50, 'nb_days': 30}),
            ],
        })
        self.invoices = self.env['account.move']
        self.payments = self.env['account.payment']
        self.log = []

    # === ORACLE === #

    def _owed(self, line):
        owed = line.amount_currency
        for partial in line.matched_credit_ids:
            counterpart = partial.credit_move_id.move_id
            undone = counterpart.state != 'posted' or (
                counterpart.origin_payment_id.state in UNDONE
            )
            owed -= 0 if undone else partial.debit_amount_currency
        return round(owed, 2)

    def _debts(self):
        lines = self.invoices.exists().line_ids
        return lines.filtered(
            lambda line: line.account_type == 'asset_receivable' and line.balance > 0
        )

    def _is_owed(self, line):
        return line.parent_state == 'posted' and self._owed(line) > 0

    def assertFollows(self, after_run):
        self._commit()
        self.env.invalidate_all()
        today = fields.Date.today()
        for line in self._debts():
            item = self.env['collection.item'].sudo().search([('move_line_id', '=', line.id)])
            self.assertLessEqual(len(item), 1)
            due_and_owed = self._is_owed(line) and line.date_maturity <= today
            where = f"{line.move_id.name} {line.date_maturity} after {self.log}"
            live = item.state in ('open', 'held')
            written_off = item.close_reason == 'written_off'
            if item:
                self.assertEqual(live, due_and_owed and not written_off, where)
                self.assertEqual(item.activity_id.active, live or self._has_live_twin(item), where)
                self.assertEqual(item.amount_residual, self._owed_or_nothing(line), where)
                self.assertEqual(item.partner_id, line.partner_id.commercial_partner_id, where)
                self.assertEqual(item.case_id.partner_id, item.partner_id, where)
                if live:
                    self.assertEqual(item.date_due, line.date_maturity, where)
                    self.assertIn(
                        (item.activity_id.res_model, item.activity_id.res_id),
                        {('account.move', line.move_id.id), ('collection.case', item.case_id.id)},
                    )
            if after_run and not item:
                yesterday = fields.Date.to_date(YESTERDAY)
                self.assertFalse(due_and_owed and line.date_maturity <= yesterday, where)

    def _owed_or_nothing(self, line):
        return self._owed(line) if line.parent_state == 'posted' else 0.0

    def _has_live_twin(self, item):
        return any(twin.state != 'closed' for twin in item.activity_id.collection_item_ids)

    # === WHAT CAN HAPPEN === #

    def _step(self, dice):
        name = dice.choice([
            'invoice',
            'invoice',
            'pay',
            'pay',
            'pay',
            'undo_payment',
            'undo_payment',
            'post_payment',
            'unreconcile',
            'credit',
            'reset',
            'repost',
            'move_due_date',
            'write_off',
            'run',
            'run',
        ])
        self.log.append(name)
        getattr(self, f'_do_{name}')(dice)
        return name

    def _pick(self, dice, records):
        return records.browse(dice.choice(records.ids)) if records else records

    def _do_invoice(self, dice):
        partner = dice.choice([self.customer, self.other_customer])
        if dice.random() < 0.5:
            due = self._date(YESTERDAY) - timedelta(days=dice.randint(-20, 60))
            self.invoices |= self._invoice(dice.randint(1, 20000) / 100, due=due, partner=partner)
        else:
            self.invoices |= self._invoice(
                dice.randint(2, 20000) / 100,
                partner=partner,
                due=False,
                invoice_payment_term_id=self.term.id,
            )

    def _do_pay(self, dice):
        invoice = self._pick(
            dice,
            self.invoices.filtered(
                lambda move: move.state == 'posted' and move.amount_residual > 0
            ),
        )
        if invoice:
            share = dice.choice([1, 1, dice.random()])
            amount = max(0.01, round(invoice.amount_residual * share, 2))
            self.payments |= self._register_payment(invoice, amount=amount)

    def _do_undo_payment(self, dice):
        payment = self._pick(
            dice, self.payments.filtered(lambda p: p.state in ('in_process', 'paid'))
        )
        if payment:
            getattr(payment, dice.choice(['action_draft', 'action_reject', 'action_cancel']))()

    def _do_post_payment(self, dice):
        payment = self._pick(dice, self.payments.filtered(lambda p: p.state in UNDONE))
        if payment and payment.state != 'draft':
            payment.action_draft()
        payment.action_post()

    def _do_unreconcile(self, dice):
        self._pick(dice, self.invoices).line_ids.remove_move_reconcile()

    def _do_credit(self, dice):
        invoice = self._pick(dice, self.invoices.filtered(lambda move: move.state == 'posted'))
        if not invoice:
            return
        reversal = invoice._reverse_moves([{'invoice_date': fields.Date.today()}])
        reversal.action_post()
        lines = (reversal | invoice).line_ids
        lines.filtered(
            lambda line: line.account_type == 'asset_receivable' and not line.reconciled
        ).reconcile()
        if dice.random() < 0.4:
            reversal.button_draft()

    def _do_reset(self, dice):
        invoice = self._pick(dice, self.invoices.filtered(lambda move: move.state == 'posted'))
        invoice.button_draft()

    def _do_repost(self, dice):
        invoice = self._pick(dice, self.invoices.filtered(lambda move: move.state == 'draft'))
        if invoice and dice.random() < 0.5:
            invoice.invoice_line_ids.price_unit += 1
        if invoice and dice.random() < 0.3:
            invoice.partner_id = dice.choice([self.customer, self.other_customer])
        invoice.action_post()

    def _do_move_due_date(self, dice):
        line = self._pick(dice, self._debts().filtered(lambda aml: aml.parent_state == 'posted'))
        line.date_maturity = self._date(YESTERDAY) + timedelta(days=dice.randint(-30, 30))

    def _do_write_off(self, dice):
        items = self.env['collection.item'].search([('state', '!=', 'closed')])
        if items and dice.random() < 0.3:
            self._pick(dice, items).with_user(self.manager).action_write_off("given up")

    def _do_run(self, dice):
        self._commit()
        self.policy.grouping = dice.choice(['customer', 'invoice'])
        self._run()

    def test_items_and_tasks_follow_the_facts_whatever_happens(self):
        for seed in range(3):
            with self.subTest(seed=seed), self.env.cr.savepoint(flush=False) as savepoint:
                self._play(random.Random(seed))
                savepoint.rollback()
                self.env.invalidate_all()

    def _play(self, dice):
        self.invoices, self.payments, self.log = self.invoices.browse(), self.payments.browse(), []
        for _number in range(self.STEPS):
            name = self._step(dice)
            self.assertFollows(after_run=name == 'run')
