from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import CollectionCommon


@tagged('post_install', '-at_install')
class TestNoChase(CollectionCommon):
    """A customer is not chased until a day, and then chased again by itself."""

    def setUp(self):
        super().setUp()
        self.invoice, self.item = self._overdue()
        self.case = self.item.case_id

    def _stop(self, until='2024-06-20', reason="In hospital"):
        self.case.with_user(self.collector).action_stop_chasing(until, reason)

    def test_it_holds_what_is_owed_and_what_falls_due_and_ends_by_itself(self):
        self._stop()
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'no_chase'))
        self.assertEqual(self.item.activity_id.date_deadline, self._date('2024-06-20'))
        self.assertIn("In hospital", self.case.message_ids[0].body)
        second = self._invoice(50.0, due='2024-06-18')
        with self.freeze('2024-06-20'):
            self._run('2024-06-19')
            new = self._items(second)
            self.assertEqual((new.state, new.hold_reason), ('held', 'no_chase'))
            self.assertEqual(new.activity_id.date_deadline, self._date('2024-06-20'))
        with self.freeze('2024-06-21'):
            self._run('2024-06-20')
            self.assertChased(self.invoice | second)
            self.assertEqual(new.activity_id.date_deadline, self._date('2024-06-21'))

    def test_a_payment_that_bounces_stays_held(self):
        payment = self._pay(self.invoice)
        self._stop()
        payment.action_draft()
        self._commit()
        self.assertEqual((self.item.state, self.item.hold_reason), ('held', 'no_chase'))

    def test_it_can_be_taken_back(self):
        self._stop()
        self.case.with_user(self.collector).action_resume_chasing()
        self.assertChased(self.invoice)
        self.assertFalse(self.case.no_chase_reason)

    def test_a_promise_holds_on(self):
        self.item.with_user(self.collector).action_promise('2024-06-28')
        self._stop()
        self.case.with_user(self.collector).action_resume_chasing()
        self.assertEqual(self.item.hold_reason, 'promise')

    def test_it_needs_a_reason_a_day_and_rights(self):
        for until, reason in (('2024-06-20', " "), ('2024-06-14', "x"), (None, "x"), ('?', "x")):
            with self.subTest(until=until), self.assertRaises(UserError):
                self._stop(until, reason)
        with self.assertRaises(AccessError):
            self.case.with_user(self.manager).no_chase_until = '2024-06-20'
        values = {'company_id': self.company.id, 'company_ids': [Command.set(self.company.ids)]}
        stranger = new_test_user(self.env, 'stranger', 'base.group_user', **values)
        with self.assertRaises(AccessError):
            self.case.with_user(stranger).action_stop_chasing('2024-06-20', "x")
        self.assertChased(self.invoice)

    def test_customers_that_are_merged_are_spared_as_long_as_either_was(self):
        self._stop()
        self._overdue(50.0, partner=self.other_customer)
        both = self.customer | self.other_customer
        self.env['base.partner.merge.automatic.wizard']._merge(both.ids, self.other_customer)
        self.assertEqual(self.item.case_id.no_chase_until, self._date('2024-06-20'))
