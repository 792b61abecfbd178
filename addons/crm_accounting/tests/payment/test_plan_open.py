from lxml.etree import fromstring

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools.safe_eval import safe_eval

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestPlanOpen(PlanCommon):
    """A plan is two clicks away from an invoice or a case, and reaches the customer on paper."""

    def _new_from(self, action):
        """Save the form that an action opens, as the collector."""
        model = self.env[action['res_model']].with_user(self.collector)
        return Form(model.with_context(**action['context'])).save()

    def test_an_invoice_opens_a_proposal_that_can_be_agreed_at_once(self):
        invoice = self._invoice(100.0)
        plan = self._new_from(invoice.with_user(self.collector).action_open_payment_plan())
        self.assertEqual(plan.debt_ids.move_id, invoice)
        self.assertInstalments(
            plan, [('2024-07-14', 33.34, 0), ('2024-08-14', 33.33, 0), ('2024-09-14', 33.33, 0)]
        )
        plan.action_confirm()
        again = invoice.with_user(self.collector).action_open_payment_plan()
        self.assertEqual(again['res_id'], plan.id)

    def test_what_only_a_rejected_payment_has_settled_can_be_split(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 70).action_reject()
        other = self._invoice(50.0)
        self._pay(other).action_reject()
        for move, owed in ((invoice, 100), (other, 50)):
            plan = self._new_from(move.with_user(self.collector).action_open_payment_plan())
            self.assertEqual((plan.debt_ids.move_id, plan.amount_total), (move, owed))
            plan.action_confirm()
            self.assertEqual((plan.state, plan.amount_residual), ('running', owed))

    def test_the_button_is_there_for_what_only_a_rejected_payment_has_settled(self):
        invoice = self._invoice(100.0)
        arch = invoice.with_user(self.collector).get_view(view_type='form')['arch']
        button = fromstring(arch).find(".//button[@name='action_open_payment_plan']")
        facts = {'state': 'posted', 'move_type': 'out_invoice'}
        for state, has_undone, is_hidden in (
            ('not_paid', False, False),
            ('paid', False, True),
            ('paid', True, False),
        ):
            facts |= {'payment_state': state, 'has_undone_payment': has_undone}
            self.assertEqual(bool(safe_eval(button.get('invisible'), facts)), is_hidden, facts)

    def test_debts_that_can_be_saved_are_offered_and_no_others(self):
        euro = self.setup_other_currency('EUR')
        subsidiary, branch = self.env['res.partner'].create([
            {'name': name, 'is_company': is_company, 'parent_id': self.customer.id}
            for name, is_company in (("Subsidiary Ltd", True), ("Counter", False))
        ])
        ours = self._invoice(10.0) | self._invoice(20.0, partner=branch)
        bounced, paid = self._invoice(30.0), self._invoice(40.0)
        self._pay(bounced).action_reject()
        self._pay(paid)
        self._invoice(50.0, partner=subsidiary)
        self._invoice(60.0, currency_id=euro.id)
        self._plan(self._invoice(70.0))
        plan = (
            self
            .env['payment.plan']
            .with_user(self.collector)
            .new({
                'partner_id': branch.id,
                'company_id': self.company.id,
                'currency_id': self.company.currency_id.id,
            })
        )
        offered = plan.owed_line_ids._origin
        self.assertEqual(offered.move_id, ours | bounced)
        self.assertTrue(self._plan(ours | bounced))
        foreigner = self._foreigner()
        self.assertFalse(plan.with_user(foreigner).owed_line_ids)

    def _foreigner(self):
        other = self.env['res.company'].create({'name': "Second Ltd"})
        return new_test_user(
            self.env,
            'foreigner',
            'crm_accounting.crm_accounting_group_user',
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )

    def test_an_invoice_tells_the_plan_to_who_may_see_it(self):
        invoice = self._invoice(100.0)
        own = new_test_user(
            self.env,
            'own',
            'account.group_account_readonly,crm_accounting.crm_accounting_group_own',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        plan = self._plan(invoice)
        self.assertEqual(invoice.with_user(self.collector).payment_plan_ids, plan)
        self.assertFalse(invoice.with_user(own).payment_plan_ids)
        plan.action_cancel()
        self.assertFalse(invoice.with_user(self.collector).payment_plan_ids)

    def test_a_draft_is_called_so(self):
        plan = self._plan(self._invoice(100.0), agree=False)
        self.assertEqual(plan.display_name, "Draft Payment Plan")
        plan.action_confirm()
        self.assertEqual(plan.display_name, plan.name)

    def test_a_case_opens_a_proposal_for_all_it_is_about(self):
        invoices = self._invoice(100.0) | self._invoice(50.0)
        self._run()
        case = self._items(invoices).case_id
        plan = self._new_from(case.with_user(self.collector).action_open_payment_plan())
        self.assertEqual((plan.debt_ids.move_id, plan.amount_total), (invoices, 150))

    def test_a_paid_invoice_has_nothing_to_be_split(self):
        invoice = self._invoice(100.0)
        self._pay(invoice)
        with self.assertRaisesRegex(UserError, "Nothing is owed here"):
            invoice.action_open_payment_plan()

    def test_debts_of_another_currency_wait_for_a_plan_of_their_own(self):
        euro = self.setup_other_currency('EUR')
        invoices = self._invoice(100.0) | self._invoice(50.0, currency_id=euro.id)
        self._run()
        case = self._items(invoices).case_id
        plan = self._new_from(case.with_user(self.collector).action_open_payment_plan())
        self.assertEqual(plan.debt_ids.move_id.currency_id, plan.currency_id)
        self.assertEqual(len(plan.debt_ids), 1)

    def test_the_agreement_tells_debts_instalments_and_terms(self):
        plan = self._plan(self._invoice(90.0), note="By bank transfer only.")
        report = self.env['ir.actions.report'].with_user(self.collector)
        html, _type = report._render_qweb_html('crm_accounting.report_payment_plan', plan.ids)
        text = html.decode()
        for words in (plan.name, plan.debt_ids.move_id.name, "By bank transfer only.", "30.00"):
            self.assertIn(words, text)
        self.assertEqual(text.count("30.00"), 3)

    def test_the_agreement_goes_to_the_customer_by_mail(self):
        self.customer.email = 'bakery@example.com'
        plan = self._plan(self._invoice(90.0))
        action = plan.action_send()
        composer = (
            self
            .env['mail.compose.message']
            .with_user(self.collector)
            .with_context(**action['context'])
            .create({'partner_ids': [Command.set(self.customer.ids)]})
        )
        self.assertIn(plan.name, composer.subject)
        self.assertIn("in\n        3 instalments", composer.body.replace("&nbsp;", " "))
