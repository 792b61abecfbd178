from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestPlan(PlanCommon):
    def test_a_proposal_is_even_to_the_cent(self):
        plan = self._plan(self._invoice(100.0), agree=False)
        self.assertInstalments(
            plan, [('2024-07-01', 33.34, 0), ('2024-08-01', 33.33, 0), ('2024-09-01', 33.33, 0)]
        )
        self.assertEqual((plan.state, plan.amount_missing), ('draft', 0))

    def test_a_month_ends_where_it_ends(self):
        plan = self._plan(self._invoice(90.0), first='2024-08-31', agree=False)
        dates = plan.line_ids.sorted('date').mapped('date')
        self.assertEqual(list(map(str, dates)), ['2024-08-31', '2024-09-30', '2024-10-31'])

    def test_an_edited_proposal_has_to_be_what_is_owed(self):
        plan = self._plan(self._invoice(100.0), agree=False)
        plan.line_ids[0].amount = 50
        self.assertEqual(plan.amount_missing, -16.66)
        with self.assertRaisesRegex(UserError, "have to be"):
            plan.action_confirm()
        plan.line_ids[1].amount = 16.67
        plan.action_confirm()
        self.assertEqual(plan.state, 'running')
        self.assertRegex(plan.name, r'^PLAN/2024/\d{5}$')

    def test_the_posted_entry_stays_as_it_is(self):
        invoice = self._invoice(100.0)
        before = invoice.line_ids.read(['debit', 'credit', 'date_maturity', 'amount_residual'])
        self._plan(invoice)
        invoice.line_ids.invalidate_recordset()
        self.assertEqual(
            invoice.line_ids.read(['debit', 'credit', 'date_maturity', 'amount_residual']), before
        )

    def test_several_invoices_make_one_plan(self):
        invoices = self._invoice(100.0) | self._invoice(50.0, due='2024-06-01')
        plan = self._plan(invoices, count=2)
        self.assertEqual(plan.amount_total, 150)
        self._pay(invoices[1])
        self.assertInstalments(plan, [('2024-07-01', 75, 50), ('2024-08-01', 75, 0)])

    def test_payments_fill_instalments_oldest_first_and_undoing_them_empties_these(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice, 40.0)
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 10), ('2024-09-01', 30, 0)]
        )
        self.assertEqual((str(plan.date_next), plan.amount_next), ('2024-08-01', 20))
        payment.action_draft()
        self._commit()
        self.assertInstalments(
            plan, [('2024-07-01', 30, 0), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )

    def test_a_plan_is_fulfilled_by_money_and_runs_again_without_it(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice)
        self.assertEqual(plan.state, 'kept')
        payment.action_draft()
        self._commit()
        self.assertEqual(plan.state, 'running')

    def test_a_credit_note_counts_as_paid(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        refund = invoice._reverse_moves([{'invoice_date': invoice.invoice_date}], cancel=False)
        refund.invoice_line_ids.price_unit = 30
        refund.action_post()
        lines = (invoice | refund).line_ids
        lines.filtered(lambda line: line.account_type == 'asset_receivable').reconcile()
        self._commit()
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )

    def test_a_plan_over_an_invoice_with_a_payment_term(self):
        invoice = self._invoice(100.0, due=False, invoice_payment_term_id=self.pay_terms_b.id)
        self.assertEqual(len(self._plan(invoice, agree=False).debt_ids), 2)

    def test_a_debt_is_in_one_running_plan_only(self):
        invoice = self._invoice(100.0)
        first = self._plan(invoice)
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError), self.cr.savepoint():
            self._plan(invoice)
        first.action_cancel()
        self.assertEqual(self._plan(invoice).state, 'running')

    def test_what_was_agreed_is_not_changed(self):
        plan = self._plan(self._invoice(90.0))
        with self.assertRaisesRegex(UserError, "What was agreed is not changed"):
            plan.line_ids[0].amount = 1
        with self.assertRaisesRegex(UserError, "What was agreed is not changed"):
            plan.write({'line_ids': [Command.create({'date': '2025-01-01', 'amount': 1})]})
        with self.assertRaisesRegex(UserError, "What was agreed is not changed"):
            plan.line_ids[0].unlink()
        with self.assertRaises(UserError):
            plan.debt_ids.unlink()
        with self.assertRaises(UserError):
            plan.debt_ids.amount = 1
        with self.assertRaises(UserError):
            plan.write({'state': 'kept'})
        with self.assertRaisesRegex(ValidationError, "cancel it instead"):
            plan.unlink()

    def test_an_invoice_that_a_plan_is_about_is_not_deleted(self):
        invoice = self._invoice(100.0)
        plan = self._plan(invoice)
        invoice.button_draft()
        with self.assertRaisesRegex(UserError, f"in the payment plan {plan.name}"):
            invoice.unlink()
        plan.action_cancel()
        with self.assertRaisesRegex(UserError, f"in the payment plan {plan.name}"):
            invoice.unlink()

    def test_an_invoice_that_is_deleted_leaves_proposals(self):
        invoices = self._invoice(100.0) | self._invoice(50.0)
        plan = self._plan(invoices, agree=False)
        invoices[0].button_draft()
        invoices[0].unlink()
        self.assertEqual((plan.debt_ids.move_id, plan.amount_total), (invoices[1], 50))

    def test_a_debt_that_is_somebody_elses_meanwhile_is_refused(self):
        invoice = self._invoice(100.0)
        plan = self._plan(invoice, agree=False)
        invoice.button_draft()
        invoice.partner_id = self.other_customer
        invoice.action_post()
        with self.assertRaisesRegex(ValidationError, "owed by another customer"):
            plan.action_confirm()

    def test_a_debt_of_somebody_else_is_refused(self):
        invoice = self._invoice(100.0, partner=self.other_customer)
        with self.assertRaisesRegex(ValidationError, "owed by another customer"):
            self._plan(invoice, partner_id=self.customer.id)

    def test_nothing_owed_makes_no_plan(self):
        invoice = self._invoice(100.0)
        plan = self._plan(invoice, agree=False)
        self._pay(invoice)
        with self.assertRaisesRegex(UserError, "Nothing is owed"):
            plan.action_confirm()

    def test_who_sees_own_cases_only_sees_own_plans_only(self):
        salesperson = new_test_user(
            self.env,
            'salesperson',
            'crm_accounting.crm_accounting_group_own',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        plan = self._plan(self._invoice(100.0))
        records = (plan, plan.debt_ids, plan.line_ids)
        for record in records:
            self.assertFalse(record.with_user(salesperson).search([('id', 'in', record.ids)]))
        plan.sudo().user_id = salesperson
        for record in records:
            self.assertEqual(
                record.with_user(salesperson).search([('id', 'in', record.ids)]).ids, record.ids
            )

    def test_a_foreigner_sees_nothing(self):
        plan = self._plan(self._invoice(100.0))
        foreigner = self._new_foreigner()
        for record in (plan, plan.debt_ids, plan.line_ids):
            self.assertFalse(record.with_user(foreigner).search([('id', 'in', record.ids)]))
            with self.assertRaises(AccessError):
                record.with_user(foreigner).read(['id', 'create_date'])
