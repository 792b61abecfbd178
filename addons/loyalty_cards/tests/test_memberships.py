from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .card_common import CardCommon


@tagged('post_install', '-at_install')
class TestMemberships(CardCommon):
    """A customer belongs to a category without a card, with a proof that runs out."""

    def _member(self, user=None, **values):
        memberships = self.env['discount.card.membership'].with_user(user or self.cashier)
        return memberships.create({
            'partner_id': self.customer.id,
            'category_id': self.pensioner.id,
            **values,
        })

    def test_a_form_proposes_until_when_a_proof_is_valid(self):
        customer = self.customer.with_user(self.manager)
        with Form(customer) as form, form.discount_membership_ids.new() as membership:
            membership.category_id = self.pensioner
            membership.proof_reference = "Certificate 12"
        self.assertEqual(
            customer.discount_membership_ids.proof_date_to, fields.Date.to_date('2027-03-02')
        )

    def test_a_proof_without_months_is_shown_once(self):
        self.pensioner.proof_months = 0
        with Form(self.env['discount.card'].with_user(self.cashier)) as form:
            form.code = '1'
            form.category_id = self.pensioner
        self.assertFalse(form.record.proof_date_to)

    def test_a_card_gets_the_same_proposal(self):
        with Form(self.env['discount.card'].with_user(self.cashier)) as form:
            form.code = '1'
            form.category_id = self.pensioner
        self.assertEqual(form.record.proof_date_to, fields.Date.to_date('2027-03-02'))

    def test_overdue_proofs_are_found(self):
        others = self.env['res.partner'].create([{'name': str(number)} for number in range(3)])
        never = self._member()
        ended = self._member(partner_id=others[0].id, proof_date_to='2026-03-01')
        valid = self._member(partner_id=others[1].id, proof_date_to='2026-03-02')
        endless = self._member(partner_id=others[2].id, proof_reference="Certificate 12")
        retail = self._member(category_id=self._category("Retail").id)
        mine = [('partner_id', 'in', (self.customer + others).ids)]
        memberships = self.env['discount.card.membership']
        found = memberships.search([*mine, ('is_proof_overdue', '=', True)])
        self.assertEqual(found, never + ended)
        self.assertFalse((valid + endless + retail).filtered('is_proof_overdue'))
        rest = memberships.search([*mine, ('is_proof_overdue', '=', False)])
        self.assertEqual(set(rest), set(valid + endless + retail))

    @mute_logger('odoo.sql_db')
    def test_a_customer_is_in_a_category_once(self):
        self._member()
        with self.assertRaises(IntegrityError):
            self._member()

    def test_a_tier_without_a_card_is_a_managers_to_give(self):
        with self.assertRefused("may give the tier Gold"):
            self._member(category_id=self.gold.id)
        membership = self._member(category_id=self.bronze.id)
        with self.assertRaises(AccessError):
            membership.category_id = self.gold
        membership.with_user(self.manager).category_id = self.gold
        self.assertEqual(membership.category_id, self.gold)
