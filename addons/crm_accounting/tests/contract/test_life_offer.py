from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .life_common import LifeCommon


@tagged('post_install', '-at_install')
class TestLifeOffer(LifeCommon):
    """New terms that are to be offered to a customer in some months."""

    def _offer(self, user=None, **values):
        return self.env['customer.terms.offer'].with_user(user or self.salesman).create(values)

    def test_the_offer_is_proposed_for_the_time_before_notice(self):
        contract = self._signed()  # notice by the 1st of December: five whole months from now
        form = Form(self._offer(contract_id=contract.id))
        self.assertEqual((form.months, str(form.date)), (5, '2024-11-14'))
        form.months = 2
        self.assertEqual(str(form.date), '2024-08-14')

    def test_the_plan_makes_an_activity_with_the_terms(self):
        contract = self._signed()
        offer = self._offer(contract_id=contract.id, months=3, terms="<p>3 % less</p>")
        offer.user_id = self.seller
        offer.action_plan()
        activity = self._reminders(contract)
        self.assertRecordValues(
            activity, [{'user_id': self.seller.id, 'date_deadline': date(2024, 9, 14)}]
        )
        self.assertEqual(str(activity.note), "<p>3 % less</p>")
        self.assertIn("Offer new terms", contract.message_ids[0].body)

    def test_the_terms_of_the_plan_are_proposed(self):
        plan = self.env.ref('crm_accounting.mail_activity_plan_contract_offer').sudo()
        plan.template_ids.note = "<p>The usual</p>"
        offer = self._offer(contract_id=self._signed().id)
        self.assertEqual(str(offer.terms), "<p>The usual</p>")

    def test_new_terms_are_offered_to_customers_too(self):
        self._offer(partner_id=self.customer.id, months=1).action_plan()
        activity = self.customer.sudo().activity_ids
        self.assertEqual(activity.date_deadline, date(2024, 7, 14))

    def test_when_it_is_done_the_renewal_opens(self):
        contract = self._signed()
        self._offer(contract_id=contract.id).action_plan()
        self._offer(partner_id=self.customer.id).action_plan()
        for document in (contract, self.customer.with_user(self.salesman)):
            activity = document.activity_ids.with_user(self.salesman)
            action = activity.action_feedback_schedule_next()
            self.assertEqual(action['res_model'], 'customer.contract.renew')
            self.assertEqual(action['context']['default_contract_id'], contract.id)
            self.assertFalse(activity.active)

    def test_an_offer_is_for_a_day_to_come_and_its_plan_for_the_document(self):
        contract = self._signed()
        with self.assertRaisesRegex(UserError, "still to come"):
            self._offer(contract_id=contract.id, date='2024-06-13').action_plan()
        plan = self.env.ref('crm_accounting.mail_activity_plan_partner_offer')
        with self.assertRaisesRegex(UserError, "this kind of document"):
            self._offer(contract_id=contract.id, plan_id=plan.id).action_plan()

    def test_nobody_plans_an_offer_on_the_contract_of_another(self):
        contract = self._sign(self._contract(user=self.seller))
        with self.assertRaises(AccessError):
            self._offer(contract_id=contract.id).action_plan()
