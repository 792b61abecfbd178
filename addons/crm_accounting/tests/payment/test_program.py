from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestProgram(PlanCommon):
    """What other programs use by XML-RPC, with the names that are kept."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env, 'clerk', 'account.group_account_invoice', company_id=cls.company.id
        )
        cls.journal = cls.company_data['default_journal_bank']

    def _agree(self, invoices, *lines):
        Plan = self.env['payment.plan'].with_user(self.collector)
        plan = Plan.create({
            'partner_id': invoices.partner_id.id,
            'move_ids': [(6, 0, invoices.ids)],
            'line_ids': [(0, 0, {'date': day, 'amount': amount}) for day, amount in lines],
        })
        plan.action_confirm()
        return plan

    def _collect(self, invoices, amount, **values):
        payments = invoices.with_user(self.clerk).action_collect_payment({
            'amount': amount,
            'date': '2024-06-14',
            'journal_id': self.journal.id,
            'memo': "By a program",
            **values,
        })
        self._commit()
        return self.env['account.payment'].browse(payments)

    def _lines(self, plan):
        plan.invalidate_recordset()
        plan.line_ids.invalidate_recordset()
        names = ['amount', 'amount_paid', 'amount_residual', 'state']
        return [tuple(row[name] for name in names) for row in plan.line_ids.read(names)]

    def test_a_plan_is_made_agreed_paid_and_kept(self):
        invoices = self._invoice(60.0) | self._invoice(40.0)
        plan = self._agree(invoices, ('2024-07-01', 30), ('2024-08-01', 70))
        self.assertEqual((plan.state, plan.move_ids), ('running', invoices))
        self._collect(invoices, 50)
        self.assertEqual(self._lines(plan), [(30, 30, 0, 'paid'), (70, 20, 50, 'part')])
        self._collect(invoices, 50)
        self.assertEqual((plan.state, plan.amount_residual), ('kept', 0))

    def test_a_plan_takes_currency_and_company_of_its_invoices(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        invoice = self._invoice(60.0, currency_id=euro.id)
        plan = self._agree(invoice, ('2024-07-01', 60))
        self.assertEqual((plan.currency_id, plan.company_id), (euro, self.company))
        payment = self._collect(invoice, 25)
        self.assertEqual((payment.currency_id, payment.amount), (euro, 25))
        self.assertEqual(self._lines(plan), [(60, 25, 35, 'part')])

    def test_instalments_that_are_not_what_is_owed_are_refused(self):
        with self.assertRaisesRegex(UserError, "have to be"):
            self._agree(self._invoice(60.0), ('2024-07-01', 59.99))

    def test_invoices_of_somebody_else_are_refused(self):
        invoices = self._invoice(60.0) | self._invoice(40.0, partner=self.other_customer)
        with self.assertRaisesRegex(ValidationError, "owed by another customer"):
            self.env['payment.plan'].create({
                'partner_id': self.customer.id,
                'move_ids': [(6, 0, invoices.ids)],
            })

    def test_invoices_of_a_plan_are_chosen_anew_while_it_is_a_draft(self):
        first, second = self._invoice(60.0), self._invoice(40.0)
        plan = self._plan(first, agree=False)
        plan.move_ids = second
        self.assertEqual((plan.debt_ids.move_id, plan.amount_total), (second, 40))
        plan.action_propose()
        plan.action_confirm()
        with self.assertRaisesRegex(UserError, "What was agreed is not changed"):
            plan.move_ids = first

    def test_a_payment_pays_these_invoices_oldest_first_and_no_others(self):
        older = self._invoice(10.0, due='2024-01-15')
        young, old = self._invoice(50.0, due='2024-06-01'), self._invoice(100.0, due='2024-02-01')
        payment = self._collect(young | old, 120)
        self.assertEqual((older | old | young).mapped('amount_residual'), [10, 0, 30])
        self.assertEqual((payment.memo, payment.journal_id), ("By a program", self.journal))

    def test_what_is_left_over_is_a_credit(self):
        invoice, other = self._invoice(100.0), self._invoice(40.0)
        self.assertEqual(self._collect(invoice, 130)._get_taken_values()['credit'], 30)
        self.assertEqual(self._collect(invoice, 5)._get_taken_values()['credit'], 5)
        self.assertEqual(other.amount_residual, 40)

    def test_what_makes_no_payment_is_refused(self):
        invoice = self._invoice(100.0)
        others = self._invoice(100.0, partner=self.other_customer)
        draft = self._invoice(100.0, post=False)
        for moves, values in (
            (invoice, {'amount': 0}),
            (invoice, {'amount': -5}),
            (invoice, {'amount': 5, 'partner_id': self.other_customer.id}),
            (invoice | others, {'amount': 5}),
            (draft, {'amount': 5}),
            (invoice.browse(), {'amount': 5}),
        ):
            with self.subTest(values), self.assertRaises(UserError):
                moves.with_user(self.clerk).action_collect_payment(values)
        self.assertEqual(invoice.amount_residual, 100)

    def test_who_takes_no_payments_takes_none_by_program(self):
        invoice = self._invoice(100.0)
        with self.assertRaises(AccessError):
            invoice.with_user(self.collector).action_collect_payment({'amount': 5})
