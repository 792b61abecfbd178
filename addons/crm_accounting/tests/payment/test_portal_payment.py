from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from odoo.addons.account_payment.tests.common import AccountPaymentCommon
from odoo.addons.payment.tests.http_common import PaymentHttpCommon

from .common import PlanCommon


@tagged('post_install', '-at_install')
class TestPortalPayment(PlanCommon, AccountPaymentCommon, PaymentHttpCommon):
    """In the portal a customer is asked for what is owed, and no transaction takes more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data['company']
        cls.customer = cls.portal_partner

    def setUp(self):
        super().setUp()
        self.authenticate(self.portal_user.login, self.portal_user.login)

    # === STEPS === #

    def _open(self, url):
        """Return the payment form of a page, and the page."""
        response = self.url_open(url)
        self.assertEqual(response.status_code, 200)
        return self._get_payment_context(response), response.text

    def _open_invoice(self, invoice):
        return self._open(f'/my/invoices/{invoice.id}')

    def _start(self, context, **values):
        """Start the transaction that the page asks for, or another one, and return it."""
        route = {
            'provider_id': self.provider.id,
            'payment_method_id': self.payment_method_id,
            'token_id': None,
            'amount': context['amount'],
            'flow': 'direct',
            'tokenization_requested': False,
            'landing_route': context['landing_route'],
        }
        # As the page does: an attribute that is not there is not sent.
        if 'access_token' in context:
            route['access_token'] = context['access_token']
        if context['transaction_route'].endswith('/overdue'):
            route['payment_reference'] = context['payment_reference']
        with mute_logger('odoo.addons.payment.models.payment_transaction'):
            answer = self.make_jsonrpc_request(
                self._build_url(context['transaction_route']), {**route, **values}
            )
        return self._get_tx(answer['reference'])

    def _confirm(self, transaction):
        """Let the provider confirm the transaction."""
        transaction._set_done()
        transaction._post_process()
        self._commit()

    # === ALL THAT IS OVERDUE === #

    def test_what_is_left_of_overdue_invoices_is_asked_and_settled(self):
        invoice, _item = self._overdue(100.0)
        other = self._invoice(50.0)
        self._pay(invoice, 70)
        context, page = self._open('/my/invoices/overdue')
        self.assertEqual(context['amount'], 80)
        self.assertIn("80.00", page)
        self.assertNotIn("150.00", page)
        self._confirm(self._start(context))
        self.assertEqual((invoice.amount_residual, other.amount_residual), (0, 0))
        self.assertSettled(invoice, 'paid')

    @mute_logger('odoo.http')
    def test_no_more_than_is_left_is_taken_for_overdue_invoices(self):
        invoice = self._invoice(100.0)
        self._pay(invoice, 70)
        context, _page = self._open('/my/invoices/overdue')
        for amount in (30.01, 100, 0, -5, 'inf', 'nan'):
            with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
                self._start(context, amount=amount)
        self.assertFalse(invoice.transaction_ids)
        self.assertEqual(self._start(context, amount=30).amount, 30)

    @mute_logger('odoo.http')
    def test_what_was_paid_after_the_page_was_opened_is_not_taken_again(self):
        invoice = self._invoice(100.0)
        context, _page = self._open('/my/invoices/overdue')
        self._pay(invoice, 70)
        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._start(context)

    def test_of_an_overdue_invoice_with_a_plan_the_next_instalment_is_asked(self):
        planned = self._invoice(90.0, due='2024-02-01')
        plan = self._plan(planned)
        other = self._invoice(50.0)
        context, _page = self._open('/my/invoices/overdue')
        self.assertEqual(context['amount'], 80)
        self._confirm(self._start(context))
        # Although the planned invoice is older, what was asked for the other one went there.
        self.assertEqual((planned.amount_residual, other.amount_residual), (60, 0))
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )
        self.assertEqual(planned.transaction_ids, other.transaction_ids)

    def test_a_plan_over_two_invoices_is_asked_for_once(self):
        both = self._invoice(60.0) | self._invoice(60.0)
        self._plan(both, count=3)
        self.assertEqual(both._get_amount_due_now(), 40)
        self.assertEqual(both[0]._get_amount_due_now(), 40)
        self._pay(both[0], 40)
        self.assertEqual(both._get_amount_due_now(), 40)
        self.assertEqual(both[0]._get_amount_due_now(), 20)

    def test_of_a_broken_plan_everything_is_asked(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice, first='2024-06-20')
        with self.freeze('2024-06-30'):
            self._run('2024-06-29')
        self.assertEqual(plan.state, 'broken')
        self.assertEqual(invoice._get_amount_due_now(), 90)

    def test_an_invoice_whose_first_term_is_overdue_is_asked_for_that_term(self):
        terms = self.env['account.payment.term'].create({
            'name': "Half now, half later",
            'line_ids': [
                Command.create({'value': 'percent', 'value_amount': 50, 'nb_days': days})
                for days in (10, 300)
            ],
        })
        invoice = self._invoice(100.0, due=False, invoice_payment_term_id=terms.id)
        other = self._invoice(30.0)
        home = self.make_jsonrpc_request('/my/counters', {'counters': ['overdue_invoice_count']})
        self.assertEqual(home['overdue_invoice_count'], 2)
        context, page = self._open('/my/invoices/overdue')
        self.assertEqual(context['amount'], 80)
        self.assertIn("80.00", page)
        self._confirm(self._start(context))
        self.assertEqual((invoice.amount_residual, other.amount_residual), (50, 0))
        self.assertEqual(
            invoice.line_ids.filtered('date_maturity').sorted('date_maturity').mapped('reconciled'),
            [True, False],
        )

    # === ONE INVOICE === #

    def test_the_next_instalment_of_a_running_plan_is_proposed(self):
        invoice, _item = self._overdue(90.0)
        plan = self._plan(invoice)
        context, page = self._open_invoice(invoice)
        self.assertEqual(float(context['invoice_next_amount_to_pay']), 30)
        self.assertEqual(float(context['invoice_amount_due']), 90)
        self.assertIn(f'{invoice.name}-1', page)
        self._confirm(self._start(context, amount=30))
        self.assertEqual(invoice.amount_residual, 60)
        self.assertInstalments(
            plan, [('2024-07-01', 30, 30), ('2024-08-01', 30, 0), ('2024-09-01', 30, 0)]
        )
        self.assertIn(
            f'{plan.name}: 1', [row['instalments'] for row in invoice._get_payment_rows()]
        )
        invoice.invalidate_recordset()
        context, page = self._open_invoice(invoice)
        self.assertEqual(float(context['invoice_next_amount_to_pay']), 30)
        self.assertIn(f'{invoice.name}-2', page)

    def test_the_last_instalment_settles_everything(self):
        invoice, _item = self._overdue(90.0)
        plan = self._plan(invoice)
        self._pay(invoice, 60)
        context, _page = self._open_invoice(invoice)
        self.assertEqual(context['amount'], 30)
        self._confirm(self._start(context))
        self.assertSettled(invoice, 'paid')
        self.assertEqual(plan.state, 'kept')

    @mute_logger('odoo.http')
    def test_no_more_than_is_left_is_taken_for_an_invoice(self):
        invoice = self._invoice(90.0)
        self._plan(invoice)
        self._pay(invoice, 50)
        context, _page = self._open_invoice(invoice)
        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._start(context, amount=40.01)
        self.assertFalse(invoice.transaction_ids)
        self.assertEqual(self._start(context, amount=40).amount, 40)

    def test_who_is_logged_in_pays_without_a_token(self):
        invoice = self._invoice(90.0)
        context, _page = self._open_invoice(invoice)
        self.assertNotIn('access_token', context)
        self._confirm(self._start(context))
        self.assertEqual(invoice.amount_residual, 0)

    @mute_logger('odoo.http')
    def test_a_visitor_without_a_token_pays_nothing(self):
        context, _page = self._open_invoice(self._invoice(90.0))
        self.authenticate(None, None)
        with self.assertRaisesRegex(JsonRpcException, 'ValidationError'):
            self._start(context)

    def test_without_a_plan_everything_is_asked_as_before(self):
        invoice = self._invoice(90.0)
        values = invoice._get_invoice_next_payment_values()
        self.assertEqual((values['installment_state'], values['next_amount_to_pay']), (None, 90))

    def test_an_amount_that_a_link_asks_for_is_kept(self):
        invoice = self._invoice(90.0)
        self._plan(invoice)
        values = invoice._get_invoice_next_payment_values(custom_amount=45)
        self.assertEqual(values['next_amount_to_pay'], 45)
        self.assertEqual(invoice._get_default_payment_link_values()['amount'], 30)

    # === WHAT IS SHOWN === #

    def test_the_page_shows_one_row_per_payment(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice, 40)
        html = self.url_open(f'/my/invoices/{invoice.id}?report_type=html').text
        self.assertEqual(html.count(payment.name), 1)
        self.assertIn(f'{plan.name}: 1, 2', html)
        self.assertNotIn('/odoo/account.payment', html)

    def test_a_visitor_with_the_link_sees_the_rows_and_pays_the_instalment(self):
        invoice = self._invoice(90.0)
        plan = self._plan(invoice)
        payment = self._pay(invoice, 30)
        self.authenticate(None, None)
        html = self.url_open(invoice.get_portal_url(report_type='html')).text
        self.assertIn(payment.name, html)
        context, _page = self._open(invoice.get_portal_url())
        self.assertEqual(float(context['invoice_next_amount_to_pay']), 30)
        self._confirm(self._start(context, amount=30))
        self.assertEqual(plan.amount_residual, 30)
