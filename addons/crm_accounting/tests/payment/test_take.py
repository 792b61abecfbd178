import xmlrpc.client

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestTake(PlanCommon):
    """Taking a payment: proposed, allocated oldest first or as ticked, the rest a credit."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.clerk = new_test_user(cls.env, 'clerk', 'account.group_account_invoice', **company)
        cls.journal = cls.company_data['default_journal_bank']

    def _form(self, record=None, **values):
        """Return the open form, as the clerk sees it."""
        record = (record or self.customer).with_user(self.clerk)
        action = record.action_take_payment()
        form = Form(
            self.env['account.payment.take'].with_user(self.clerk).with_context(**action['context'])
        )
        form.journal_id = self.journal
        for name, value in values.items():
            setattr(form, name, value)
        return form

    def _take(self, record=None, **values):
        """Take a payment and return it."""
        payment = self._form(record, **values).save()._take()
        self._commit()
        return payment.sudo()

    def test_all_overdue_is_proposed_for_a_customer(self):
        self._invoice(100.0)
        self._invoice(40.0, due='2024-12-31')
        form = self._form()
        self.assertEqual(form.amount, 100)
        form.proposal = 'all'
        self.assertEqual(form.amount, 140)
        form.proposal = 'next'
        self.assertEqual(form.amount, 100)

    def test_the_next_instalment_of_a_plan_is_proposed(self):
        self._plan(self._invoice(90.0))
        self.assertEqual(self._form(proposal='next').amount, 30)

    def test_one_payment_pays_many_invoices_oldest_first(self):
        young = self._invoice(50.0, due='2024-06-01')
        old = self._invoice(100.0, due='2024-02-01')
        payment = self._take(proposal='other', amount=120)
        self.assertEqual((old.amount_residual, young.amount_residual), (0, 30))
        self.assertEqual(payment.partner_id, self.customer)

    def test_ticked_debts_are_paid_and_no_others(self):
        old = self._invoice(100.0, due='2024-02-01')
        young = self._invoice(50.0, due='2024-06-01')
        payment = self._take(young, proposal='other', amount=70)
        self.assertEqual((old.amount_residual, young.amount_residual), (100, 0))
        self.assertEqual(payment._get_taken_values()['credit'], 20)

    def test_the_rest_is_a_credit_that_is_offered_the_next_time(self):
        self._invoice(100.0)
        form = self._form(proposal='other', amount=130)
        self.assertEqual(form.amount_rest, 30)
        form.save()._take()
        invoice = self._invoice(50.0)
        form = self._form()
        self.assertEqual((form.amount_credit, form.amount), (30, 50))
        form.use_credit = True
        self.assertEqual(form.amount, 20)
        form.save()._take()
        self.assertEqual(invoice.amount_residual, 0)

    def test_the_task_closes_with_the_payment(self):
        invoice, _item = self._overdue(100.0)
        self._take(proposal='all')
        self.assertSettled(invoice, 'paid')

    def test_a_debt_in_another_currency_is_paid_at_the_rate_of_the_day(self):
        euro = self.setup_other_currency('EUR', rates=[('2024-01-01', 2.0)])
        invoice = self._invoice(100.0, currency_id=euro.id)
        form = self._form(proposal='all')
        self.assertEqual(form.amount, 50)
        form.save()._take()
        self.assertEqual(invoice.amount_residual, 0)

    def test_nothing_is_taken_without_an_amount(self):
        self._invoice(100.0)
        with self.assertRaisesRegex(UserError, "Enter the amount"):
            self._take(proposal='other', amount=0)

    def test_a_collector_without_accounting_rights_takes_no_money(self):
        self._invoice(100.0)
        with self.assertRaises(AccessError):
            Form(
                self
                .env['account.payment.take']
                .with_user(self.collector)
                .with_context(default_partner_id=self.customer.id)
            )

    def test_the_receipt_tells_what_was_paid_and_what_is_still_owed(self):
        old = self._invoice(100.0, due='2024-02-01')
        self._invoice(50.0, due='2024-06-01')
        payment = self._take(proposal='other', amount=120)
        values = payment._get_taken_values()
        rows = [(row['document'], row['amount'], row['left']) for row in values['rows']]
        self.assertEqual(rows[0], (old.name, 100, 0))
        self.assertEqual(rows[1][1:], (20, 30))
        self.assertEqual([amount for _currency, amount in values['owed']], [30])
        report = self.env['ir.actions.report'].with_user(self.clerk)
        html, _type = report._render_qweb_html('crm_accounting.report_payment_taken', payment.ids)
        self.assertIn("Still owed in all", html.decode())

    def test_the_button_answers_what_xml_rpc_can_read(self):
        self._invoice(100.0)
        action = self._form(proposal='all').save().action_take()
        del action['context']  # the client's own
        self.assertTrue(xmlrpc.client.dumps((action,)))

    def test_who_comes_second_is_told_that_the_debt_is_paid(self):
        invoice = self._invoice(100.0)
        first, second = (self._form(proposal='all').save() for _clerk in range(2))
        first._take()
        with self.assertRaisesRegex(UserError, f"owed on {invoice.name} has changed meanwhile"):
            second._take()
        self.assertEqual(first.payment_id.search_count([('partner_id', '=', self.customer.id)]), 1)

    def test_a_part_that_still_fits_is_taken(self):
        invoice = self._invoice(100.0)
        first, second = (self._form(proposal='other', amount=40.0).save() for _clerk in range(2))
        first._take()
        second._take()
        self.assertEqual(invoice.amount_residual, 20)

    def test_a_credit_that_somebody_else_has_used_is_not_used_again(self):
        self._take(proposal='other', amount=30)
        invoices = self._invoice(100.0, due='2024-02-01') | self._invoice(50.0)
        first, second = (
            self._form(proposal='other', amount=1, use_credit=True).save() for _clerk in range(2)
        )
        first._take()
        with self.assertRaisesRegex(UserError, "has changed meanwhile"):
            second._take()
        self.assertEqual(invoices.mapped('amount_residual'), [69, 50])

    def test_asked_again_the_same_receipt_is_printed_and_nothing_is_taken(self):
        invoice = self._invoice(100.0)
        take = self._form(proposal='other', amount=40.0).save()
        self.assertEqual(take.action_take(), take.action_take())
        self.assertEqual(invoice.amount_residual, 60)

    def test_a_payment_that_bounced_is_no_credit(self):
        self._take(proposal='other', amount=25).action_reject()
        self._invoice(100.0)
        self.assertEqual(self._form().amount_credit, 0)

    def test_what_a_rejected_payment_seems_to_have_paid_is_offered_and_taken(self):
        invoice = self._invoice(100.0)
        bounced = self._pay(invoice, 70)
        bounced.action_reject()
        self.assertTrue(invoice.has_undone_payment)
        form = self._form(invoice)
        self.assertEqual(form.amount, 100)
        with form.line_ids.edit(0) as line:
            self.assertEqual(line.undone, f"{bounced.name} (Rejected)")
        form.save()._take()
        self.assertEqual((invoice.amount_residual, invoice.payment_state), (0, 'paid'))
        self.assertFalse(invoice.has_undone_payment)
        self.assertEqual(self._form().amount_credit, 0)

    def test_a_rejected_payment_that_is_not_reached_stays_as_it_is(self):
        old = self._invoice(100.0, due='2024-02-01')
        young = self._invoice(50.0)
        self._pay(young).action_reject()
        self._take(proposal='other', amount=100)
        self.assertEqual((old.amount_residual, young.has_undone_payment), (0, True))

    def test_the_receipt_counts_no_rejected_payment(self):
        bounced = self._invoice(100.0)
        self._pay(bounced).action_reject()
        payment = self._take(self._invoice(50.0))
        owed = payment._get_taken_values()['owed']
        self.assertEqual([amount for _currency, amount in owed], [100])

    def test_of_a_running_plan_only_what_is_overdue_is_proposed(self):
        planned = self._invoice(90.0, due='2024-02-01')
        plan = self._plan(planned, first='2024-06-13', grace_days=5)
        other = self._invoice(50.0)
        self.assertEqual(plan.state, 'running')
        form = self._form()
        self.assertEqual(form.amount, 80)
        form.save()._take()
        self.assertEqual((planned.amount_residual, other.amount_residual), (60, 0))

    def test_of_a_broken_plan_all_that_is_overdue_is_proposed_or_its_next_instalment(self):
        invoice = self._invoice(90.0, due='2024-02-01')
        self._plan(invoice, first='2024-06-01')
        form = self._form()
        self.assertEqual(form.amount, 90)
        form.proposal = 'next'
        self.assertEqual(form.amount, 30)

    def test_the_next_instalment_goes_to_the_debts_of_the_plan(self):
        planned, other = self._invoice(90.0), self._invoice(50.0, due='2024-02-01')
        self._plan(planned)
        form = self._form(proposal='next')
        self.assertEqual(form.amount, 30)
        form.save()._take()
        self.assertEqual((planned.amount_residual, other.amount_residual), (60, 50))

    def test_of_a_plan_no_more_is_proposed_than_the_ticked_debt(self):
        both = self._invoice(10.0) | self._invoice(80.0)
        self._plan(both)
        self.assertEqual(self._form(both[0], proposal='next').amount, 10)

    def test_a_subsidiary_pays_for_itself(self):
        subsidiary, branch = self.env['res.partner'].create([
            {'name': name, 'is_company': is_company, 'parent_id': self.customer.id}
            for name, is_company in (("Subsidiary Ltd", True), ("Counter", False))
        ])
        invoices = self._invoice(70.0, partner=subsidiary) | self._invoice(20.0, partner=branch)
        form = self._form(proposal='all')
        self.assertEqual(form.amount, 20)
        form.save()._take()
        self.assertEqual(invoices.mapped('amount_residual'), [70, 0])

    def test_debts_in_two_accounts_are_not_taken_at_once(self):
        first = self._invoice(50.0)
        account = self.customer.property_account_receivable_id.copy()
        self.customer.property_account_receivable_id = account
        second = self._invoice(60.0)
        with self.assertRaisesRegex(UserError, "several accounts"):
            self._take(proposal='all')
        self._take(second)
        self.assertEqual((first.amount_residual, second.amount_residual), (50, 0))

    def test_a_credit_in_another_account_is_not_offered(self):
        self._take(proposal='other', amount=30)
        account = self.customer.property_account_receivable_id.copy()
        self.customer.property_account_receivable_id = account
        invoice = self._invoice(60.0)
        form = self._form(proposal='all')
        self.assertEqual((form.amount_credit, form.amount), (0, 60))
        take = form.save()
        take.use_credit = True
        self.assertEqual(take.amount, 60)
        take._take()
        self.assertEqual(invoice.amount_residual, 0)

    def test_the_credit_that_is_offered_is_that_of_the_ticked_debt(self):
        account = self.customer.property_account_receivable_id
        self.customer.property_account_receivable_id = other_account = account.copy()
        self._take(proposal='other', amount=20)
        young = self._invoice(60.0)
        self.customer.property_account_receivable_id = account
        old = self._invoice(50.0, due='2024-02-01')
        self.assertEqual((young.line_ids.account_id & other_account), other_account)
        self.assertEqual(self._form(old).amount_credit, 0)
        form = self._form(young, use_credit=True)
        self.assertEqual((form.amount_credit, form.amount), (20, 40))
        form.save()._take()
        self.assertEqual((old.amount_residual, young.amount_residual), (50, 0))

    def test_a_foreigner_learns_nothing_by_asking_for_our_company(self):
        self._invoice(100.0)
        other = self.setup_other_company(name="Second Ltd")['company']
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'account.group_account_invoice',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        Take = self.env['account.payment.take'].with_user(foreigner)
        values = {'partner_id': self.customer.id, 'company_id': self.company.id}
        self.assertFalse(Take.new(values).line_ids)
        with self.assertRaises(AccessError):
            Take.create({**values, 'proposal': 'other', 'amount': 1})._take()

    def test_a_payment_without_a_debt_stays_a_credit(self):
        payment = self._take(proposal='other', amount=25)
        self.assertEqual(payment._get_taken_values()['credit'], 25)
