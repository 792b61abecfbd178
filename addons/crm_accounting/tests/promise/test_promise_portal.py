from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import PromiseCommon


@tagged('post_install', '-at_install')
class TestPromisePortal(PromiseCommon, HttpCase):
    """A customer promises in the portal: of what is owed, soon, and one thing at a time."""

    def setUp(self):
        super().setUp()
        new_test_user(
            self.env,
            'buyer',
            'base.group_portal',
            partner_id=self.customer.id,
            email='buyer@example.com',
        )
        self.authenticate('buyer', 'buyer')

    def _post(self, path, day='2024-06-20', amount='100', **values):
        token = http.Request.csrf_token(self)
        data = {'csrf_token': token, 'date': day, 'amount': amount, **values}
        return self.url_open(f'/my/invoices/{path}', data=data)

    @property
    def _promises(self):
        return self.env['collection.promise'].sudo().search([('partner_id', '=', self.customer.id)])

    def test_a_customer_promises_to_pay_an_invoice_and_the_collector_learns_of_it(self):
        self.task.user_id = self.collector
        self.assertIn("Not today?", self.url_open(f'/my/invoices/{self.invoice.id}').text)
        page = self._post(f'{self.invoice.id}/promise', amount='60')
        self.assertIn("we have noted it", page.text)
        self.assertIn("You promised to pay", page.text)
        promise = self._promises
        self.assertEqual((promise.amount, promise.channel), (60.0, 'portal'))
        self.assertFalse(promise.user_id)
        self.assertHeld(self._items(self.invoice), 'promise')
        # Whom it was not for does not see it.
        Message = self.env['mail.message'].sudo()
        told = Message.search([
            ('model', '=', 'collection.case'),
            ('res_id', '=', self.case.id),
            ('partner_ids', 'in', self.collector.partner_id.ids),
        ])
        self.assertIn("60.00", told[0].body)

    def test_a_customer_promises_what_is_overdue(self):
        self._overdue(50.0)
        self.start_tour('/my/invoices/overdue', 'crm_accounting_portal_promise', login='buyer')
        self.assertEqual((self._promises.amount, len(self._promises.line_ids)), (120.0, 2))

    def test_one_promise_is_open_at_a_time(self):
        self._post(f'{self.invoice.id}/promise')
        self.assertIn("call us", self._post(f'{self.invoice.id}/promise', day='2024-06-21').text)
        self.assertEqual(len(self._promises), 1)

    def test_too_late_too_much_and_nonsense_are_refused(self):
        for day, amount in (
            ('2024-07-15', '100'),
            ('2024-06-13', '100'),
            ('2024-06-20', '100.01'),
            ('2024-06-20', '-1'),
            ('2024-06-20', 'nan'),
            ('2024-06-20', 'inf'),
            ('2024-06-20', ''),
            ('soon', '100'),
            ('', '100'),
        ):
            with self.subTest(day=day, amount=amount):
                page = self._post(f'{self.invoice.id}/promise', day, amount)
                self.assertIn("call us", page.text)
        page = self._post(f'{self.invoice.id}/promise', 'soon', access_token='a\r\nb: c')
        self.assertIn("call us", page.text)
        self.assertFalse(self._promises)

    def test_who_has_broken_two_promises_has_to_call(self):
        for day in ('2024-06-15', '2024-06-17'):
            with self.freeze(day):
                self._promise(day)
        self._run_after('2024-06-20', '2024-06-19')
        with self.freeze('2024-06-20'):
            self.assertNotIn("Not today?", self.url_open(f'/my/invoices/{self.invoice.id}').text)
            self._post(f'{self.invoice.id}/promise', day='2024-06-25')
        self.assertEqual(set(self._promises.mapped('state')), {'broken'})

    def test_a_debt_is_promised_twice_and_not_by_a_cent_for_ever(self):
        for _time in range(3):
            self._post(f'{self.invoice.id}/promise', amount='0.01')
            self._pay(self.invoice, 0.01)
            self.env.invalidate_all()
        self.assertEqual(self._promises.mapped('state'), ['kept', 'kept'])

    def test_the_invoice_of_another_customer_is_not_promised(self):
        theirs = self._invoice(50.0, partner=self.other_customer)
        self._post(f'{theirs.id}/promise', amount='50')
        self._post(f'{theirs.id}/promise', amount='50', access_token='guess')
        self.assertFalse(self.env['collection.promise'].sudo().search([]))

    def test_without_the_csrf_token_nothing_is_noted(self):
        values = {'date': '2024-06-20', 'amount': '100'}
        with mute_logger('odoo.http'):
            answer = self.url_open(f'/my/invoices/{self.invoice.id}/promise', data=values)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._promises)

    def test_who_has_the_link_promises_without_a_login(self):
        self.logout()
        token = self.invoice._portal_ensure_token()
        self.env.flush_all()
        self.authenticate(None, None)
        page = self._post(f'{self.invoice.id}/promise', access_token=token)
        self.assertIn("we have noted it", page.text)
        self.assertEqual(self._promises.amount, 100.0)
