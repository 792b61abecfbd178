from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .life_common import LifeCommon

QUESTIONS = ('sign', 'terminate', 'renew')


@tagged('post_install', '-at_install')
class TestLifeAccess(LifeCommon):
    """Who may sign, renew and terminate: those who may write the contract, and nobody else."""

    def test_who_may_only_read_decides_nothing(self):
        draft, signed = self._contract(), self._signed()
        for action in ('action_sign', 'action_terminate', 'action_renew'):
            contract = draft if action == 'action_sign' else signed
            with self.assertRaises(AccessError):
                getattr(contract.with_user(self.collector), action)()
        for name in QUESTIONS:
            with self.assertRaises(AccessError):
                self._wizard(name, signed.with_user(self.collector))

    def test_a_salesperson_decides_nothing_about_the_contract_of_another(self):
        other = self._sign(self._contract(user=self.seller))
        with self.assertRaises(AccessError):
            other.with_user(self.salesman).action_terminate()
        with self.assertRaises(AccessError):
            self._wizard('terminate', other.with_user(self.salesman), reason="x").action_terminate()

    def test_a_question_about_the_contract_of_another_tells_nothing(self):
        other = self._sign(self._contract(user=self.seller, amount_limit=900))
        self.env.flush_all()
        self.env.invalidate_all()
        asked = {'contract_id': other.id}
        for model, values in (
            ('customer.contract.renew', asked),
            ('customer.contract.terminate', {**asked, 'reason': "x"}),
            ('customer.terms.offer', asked),
        ):
            with self.subTest(model), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.env[model].with_user(self.salesman).create(values)

    def test_a_line_of_a_renewal_tells_nothing_of_the_contract_of_another(self):
        other = self._sign(self._contract(user=self.seller))
        wizard = self._wizard('renew', self._signed().with_user(self.salesman))
        foreign = {'contract_line_id': other.line_ids.id}
        self.env.flush_all()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.line_ids.create({
                'wizard_id': wizard.id,
                'product_id': self.product_a.id,
                **foreign,
            })
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            wizard.line_ids.write(foreign)

    def test_a_foreigner_decides_nothing(self):
        contract = self._signed()
        foreign_company = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'sales_team.group_sale_manager',
            company_id=foreign_company.id,
            company_ids=[(6, 0, foreign_company.ids)],
        )
        for action in ('action_terminate', 'action_renew', 'action_offer_terms'):
            with self.assertRaises(AccessError):
                getattr(contract.with_user(foreigner), action)()

    def test_no_default_makes_a_contract_that_nobody_has_signed(self):
        contract = self._contract()
        forged = contract.with_context(default_state='running', default_date_signed='2024-01-01')
        values = {'partner_id': self.customer.id, 'subject': "Forged"}
        made = forged.create(values)
        self.assertRecordValues(made, [{'state': 'draft', 'date_signed': False}])

    def test_nobody_writes_what_follows_from_the_life_of_a_contract(self):
        contract = self._contract()
        for name in ('date_end_agreed', 'reminded_for', 'date_terminated', 'date_signed'):
            with self.assertRaises(UserError):
                contract[name] = '2024-06-14'
