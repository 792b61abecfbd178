from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .life_common import LifeCommon


@tagged('post_install', '-at_install')
class TestLifeRenew(LifeCommon):
    """A renewal by agreement: new terms, an addendum, and lines that keep their identity."""

    def test_a_contract_is_renewed_with_what_is_proposed(self):
        contract = self._signed()
        self._wizard('renew', contract).action_renew()
        self.assertRecordValues(
            contract,
            [{'state': 'running', 'date_end': date(2025, 12, 31), 'amount_total': 50.0}],
        )
        self.assertRecordValues(
            contract.version_ids,
            [
                {'number': 0, 'kind': 'contract', 'date_end': date(2024, 12, 31)},
                {'number': 1, 'kind': 'addendum', 'date_end': date(2025, 12, 31)},
            ],
        )

    def test_lines_are_changed_added_and_given_up_but_never_deleted(self):
        contract = self._signed(lines=[(10, 5.0), (1, 7.0)])
        kept, gone = contract.line_ids
        with Form(self._wizard('renew', contract)) as form:
            form.amount_limit = 900
            form.line_ids.remove(1)
            with form.line_ids.edit(0) as line:
                line.price_unit = 6.0
            with form.line_ids.new() as line:
                line.product_id = self.product_b
                line.quantity = 2
                line.price_unit = 20.0
        form.record.action_renew()
        self.assertEqual(contract.amount_limit, 900)
        self.assertEqual(contract.amount_total, 100.0)
        self.assertEqual(contract.line_ids[0], kept)
        self.assertEqual(kept.price_unit, 6.0)
        self.assertTrue(gone.exists())
        self.assertFalse(gone.active)
        self.assertEqual(contract.version_ids[1].amount_total, 100.0)
        self.assertEqual(contract.version_ids[0].amount_total, 57.0)

    def test_a_new_line_has_the_text_and_the_price_of_its_product(self):
        form = Form(self._wizard('renew', self._signed()))
        with form.line_ids.new() as line:
            line.product_id = self.product_b
            self.assertEqual(line.price_unit, 200.0)
            self.assertTrue(line.name)

    def test_an_ended_contract_is_in_force_again(self):
        contract = self._signed(date_start='2023-01-01', date_end='2023-12-31')
        wizard = self._wizard('renew', contract)
        self.assertEqual(
            (wizard.date_start, wizard.date_end), (date(2024, 6, 14), date(2024, 12, 31))
        )
        wizard.action_renew()
        self.assertRecordValues(contract, [{'state': 'running', 'date_start': date(2024, 6, 14)}])
        self.assertEqual(contract.version_ids[0].date_start, date(2023, 1, 1))

    def test_an_ended_contract_may_start_again_later(self):
        contract = self._signed(date_start='2023-01-01', date_end='2023-12-31')
        self._wizard('renew', contract, date_start='2024-07-01').action_renew()
        self.assertEqual(contract.state, 'signed')
        self._night('2024-07-01')
        self.assertEqual(contract.state, 'running')

    def test_an_ended_contract_does_not_start_again_before_its_end(self):
        contract = self._signed(date_start='2023-01-01', date_end='2023-12-31')
        with self.assertRaisesRegex(UserError, "12/31/2023"):
            self._wizard('renew', contract, date_start='2023-12-31').action_renew()

    def test_a_renewal_withdraws_a_termination(self):
        contract = self._signed()
        self._terminate(contract, '2024-08-31')
        self._wizard('renew', contract).action_renew()
        self.assertRecordValues(
            contract,
            [{'state': 'running', 'date_terminated': False, 'termination_reason': False}],
        )

    def test_an_expiring_contract_is_running_after_its_renewal_and_reminds_again(self):
        contract = self._signed()
        self._night('2024-12-15')
        with self.freeze('2024-12-15'):
            self._wizard('renew', contract).action_renew()
        self.assertEqual(contract.state, 'running')
        self._night('2025-12-15')
        self.assertEqual(contract.state, 'expiring')
        self.assertTrue(self._reminders(contract))

    def test_tacit_renewals_count_from_the_end_of_the_addendum(self):
        contract = self._signed()
        self._wizard(
            'renew', contract, date_end='2025-01-30', renewal='tacit', renewal_months=1
        ).action_renew()
        self._night('2025-04-01')
        self.assertEqual(contract.date_end, date(2025, 4, 30))

    def test_what_is_not_agreed_or_over_is_not_renewed(self):
        draft, over = self._contract(), self._signed()
        self._terminate(over, '2024-06-14')
        self._night('2024-06-15')
        for contract, message in ((draft, "sign it"), (over, "Make a new contract")):
            with self.assertRaisesRegex(UserError, message):
                contract.action_renew()
            with self.assertRaisesRegex(UserError, message):
                contract._renew(date(2024, 6, 14), {'date_end': False}, [])

    def test_bad_terms_are_refused_in_words(self):
        contract = self._signed()
        euro = self.env.ref('base.EUR').sudo()
        euro.active = True
        foreign = (
            self
            .env['product.pricelist']
            .sudo()
            .create({
                'name': "Gold",
                'currency_id': euro.id,
            })
        )
        for values, message in (
            ({'date_end': '2024-06-13'}, "not in the past"),
            ({'date_signed': '2024-06-15'}, "today or an earlier day"),
            ({'pricelist_id': foreign.id}, "price list in"),
        ):
            with self.subTest(values=values), self.assertRaisesRegex(UserError, message):
                self._wizard('renew', contract, **values).action_renew()

    def test_no_line_of_another_contract_comes_in_by_a_renewal(self):
        contract, other = self._signed(), self._signed()
        line = Command.create({
            'contract_line_id': other.line_ids.id,
            'product_id': self.product_a.id,
        })
        with self.assertRaisesRegex(UserError, "another contract"):
            self._wizard('renew', contract, line_ids=[line]).action_renew()
