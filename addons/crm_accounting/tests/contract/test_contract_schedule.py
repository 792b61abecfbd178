from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .trade_common import TradeCommon

RUN = 'odoo.addons.crm_accounting.models.contract.customer_contract_schedule_run'


@tagged('post_install', '-at_install')
class TestContractSchedule(TradeCommon):
    """Today is the 14th of June."""

    def _scheduled(self, document='order', date='2024-06-14', each=2.0, unit='month', **values):
        contract = self._live(schedule_document=False, schedule_unit=unit, **values)
        contract.schedule_line_ids.schedule_quantity = each
        contract.write({'schedule_document': document, 'schedule_date': date})
        return contract

    def _make(self):
        """Run the scheduled action, which otherwise commits after each contract."""
        Cron = self.env.registry['ir.cron']
        with (
            patch.object(Cron, '_commit_progress', return_value=1.0),
            patch(f'{RUN}.retrying', lambda step, env: step()),
        ):
            self.env['customer.contract'].sudo()._cron_make_documents()

    def test_an_order_is_made_and_confirmed_on_its_date(self):
        contract = self._scheduled()
        self._make()
        order = contract.sale_order_ids
        self.assertEqual(order.state, 'sale')
        self.assertEqual(order.order_line.product_uom_qty, 2.0)
        self.assertEqual(order.order_line.price_unit, 5.0)
        self.assertEqual(order.user_id, self.salesman)
        self.assertEqual(contract.schedule_date, self._date('2024-07-14'))
        self.assertIn(order.name, contract.message_ids[0].body)

    def test_a_customer_on_credit_hold_gets_the_order_when_the_hold_ends(self):
        contract = self._scheduled()
        contract.sudo().partner_id.credit_hold_by_hand = 'block'
        self._make()
        self._make()
        self.assertFalse(contract.sale_order_ids)
        self.assertEqual(contract.schedule_date, self._date('2024-06-14'))
        [task] = contract.activity_ids
        self.assertIn("credit hold", task.note)
        contract.sudo().partner_id.credit_hold_by_hand = False
        self._make()
        self.assertEqual(contract.sale_order_ids.state, 'sale')

    def test_nothing_is_made_before_its_date_and_nothing_twice(self):
        contract = self._scheduled(date='2024-06-15')
        self._make()
        self.assertFalse(contract.sale_order_ids)
        with self.freeze('2024-06-15'):
            self._make()
            self._make()
        self.assertEqual(len(contract.sale_order_ids), 1)

    def test_invoices_are_drafts_or_posted(self):
        for document in ('draft', 'posted'):
            with self.subTest(document):
                contract = self._scheduled(document)
                self._make()
                invoice = contract.sudo().invoice_ids
                self.assertEqual(invoice.state, document)
                self.assertEqual(invoice.invoice_date, self._date('2024-06-14'))
                self.assertEqual(invoice.invoice_line_ids.quantity, 2.0)

    def test_missed_periods_are_made_up_for_one_by_one_with_their_dates(self):
        contract = self._scheduled('posted', date='2024-01-31')
        self._make()
        dates = sorted(contract.sudo().invoice_ids.mapped('invoice_date'))
        expected = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31']
        self.assertEqual(dates, [self._date(text) for text in expected])

    def test_orders_that_were_missed_have_their_dates(self):
        contract = self._scheduled(date='2024-06-07', unit='week')
        self._make()
        dates = {order.date_order.date() for order in contract.sale_order_ids}
        self.assertEqual(dates, {self._date('2024-06-07'), self._date('2024-06-14')})

    def test_it_stops_when_nothing_is_left(self):
        contract = self._scheduled(date='2024-04-14', each=7.0)
        self._make()
        quantities = contract.sale_order_ids.order_line.mapped('product_uom_qty')
        self.assertEqual(sorted(quantities), [3.0, 7.0])
        self.assertFalse(contract.schedule_document)
        self.assertIn("nothing is left", contract.sudo().activity_ids.note)

    def test_who_has_left_gets_no_task(self):
        contract = self._scheduled(date='2024-04-14', each=7.0)
        self.salesman.sudo().action_archive()
        self._make()
        self.assertFalse(contract.schedule_document)
        task = contract.sudo().activity_ids
        self.assertEqual(task.user_id, contract.sudo()._find_reminder_user())
        self.assertNotEqual(task.user_id, self.salesman)

    def test_it_stops_at_the_end_of_the_contract(self):
        contract = self._scheduled(date='2024-04-14', date_end='2024-05-31')
        self._make()
        self.assertEqual(len(contract.sale_order_ids), 2)
        self.assertFalse(contract.schedule_document)

    def test_what_was_missed_before_the_end_is_made_after_it(self):
        for document in ('order', 'posted'):
            with self.subTest(document):
                contract = self._scheduled(
                    document,
                    date='2024-04-14',
                    each=1.0,
                    date_end='2024-05-31',
                    breach_policy='block',
                )
                contract.sudo().state = 'ended'
                self._make()
                made = contract.sudo()['sale_order_ids' if document == 'order' else 'invoice_ids']
                self.assertEqual(len(made), 2)
                self.assertFalse(contract.schedule_document)
                self.assertFalse(contract.sudo().activity_ids, "it ended when it should")

    def test_a_draft_of_the_last_period_is_posted_after_the_end(self):
        contract = self._scheduled('draft', breach_policy='block', date_end='2024-06-30')
        self._make()
        invoice = contract.sudo().invoice_ids.with_user(self.invoicer)
        with self.freeze('2024-07-03'):
            contract.sudo().state = 'ended'
            self.assertNotIn('crm_accounting_contract', invoice.alerts or {})
            invoice.action_post()
        self.assertEqual(invoice.state, 'posted')

    def test_nobody_says_that_a_document_is_of_a_schedule(self):
        contract = self._live()
        order = self._order(contract, 1, confirm=False)
        with self.assertRefused("Only a schedule"):
            order.contract_schedule_date = '2024-06-14'
        invoice = self._direct_invoice(contract, post=False, contract_schedule_date='2024-06-14')
        self.assertFalse(invoice.contract_schedule_date)

    def test_it_stops_at_the_limit_also_where_people_are_only_warned(self):
        contract = self._scheduled(date='2024-04-14', amount_limit=25.0, breach_policy='warn')
        self._make()
        self.assertEqual(contract.amount_used, 20.0)
        self.assertFalse(contract.schedule_document)
        self.assertIn("limit", contract.sudo().activity_ids.note)

    @mute_logger(RUN)
    def test_one_that_fails_is_noted_and_does_not_stop_the_others(self):
        broken, sound = self._scheduled(), self._scheduled()
        original = type(broken)._make_document

        def fail(contract, date):
            document = original(contract, date)
            if contract == broken:
                raise ValueError("The journal is missing.")
            return document

        with patch.object(type(broken), '_make_document', fail):
            self._make()
            self._make()
        self.assertFalse(broken.sale_order_ids)
        self.assertEqual(broken.schedule_date, self._date('2024-06-14'))
        self.assertIn("The journal is missing.", broken.sudo().activity_ids.note)
        self.assertEqual(len(broken.sudo().activity_ids), 1)
        self.assertEqual(len(sound.sale_order_ids), 1)
        self._make()
        self.assertEqual(len(broken.sale_order_ids), 1, "made up for")

    def test_what_is_sold_each_time_changes_while_the_contract_runs_and_nothing_else(self):
        contract = self._live()
        contract.schedule_line_ids.schedule_quantity = 3
        self.assertEqual(contract.line_ids.schedule_quantity, 3)
        with self.assertRaises(UserError):
            contract.schedule_line_ids.write({'schedule_quantity': 3, 'price_unit': 1})

    def test_a_schedule_without_quantities_is_refused(self):
        contract = self._live()
        with self.assertRaises(ValidationError):
            contract.write({'schedule_document': 'order', 'schedule_date': '2024-06-14'})
