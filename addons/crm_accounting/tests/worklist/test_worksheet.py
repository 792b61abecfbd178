from odoo.tests import tagged

from .common import WorklistCommon


@tagged('post_install', '-at_install')
class TestWorksheet(WorklistCommon):
    """One customer on one screen."""

    def test_it_says_what_is_owed(self):
        other = self._invoice(50.0, due='2024-06-01')
        self._run()
        self._pay(self.invoice, 30.0)
        sheet = self._sheet()
        self.assertEqual([item['name'] for item in sheet['items']], [other.name, self.invoice.name])
        self.assertEqual([item['amount_residual'] for item in sheet['items']], [50.0, 70.0])
        self.assertEqual([item['amount_opened'] for item in sheet['items']], [50.0, 100.0])
        self.assertEqual((sheet['amount_residual'], sheet['days_overdue']), (120.0, 13))
        self.assertEqual(sheet['suggest']['promise_amount'], 120.0)
        self.assertEqual(
            sheet['suggest']['promise_item_ids'], [item['id'] for item in sheet['items']]
        )
        row = self._worklist()['cases'][0]
        for name in ('amount_residual', 'amount_likely', 'chance', 'days_overdue', 'level'):
            self.assertEqual(sheet[name], row[name], name)

    def test_an_item_is_owed_in_its_own_currency(self):
        currency = self.setup_other_currency('EUR', rates=[('2020-01-01', 0.5)])
        foreign = self._invoice(80.0, due='2024-06-12', currency_id=currency.id)
        self._run()
        sheet = self._sheet()
        item = sheet['items'][-1]
        self.assertEqual((item['amount_residual'], item['currency_id']), (80.0, currency.id))
        self.assertEqual(sheet['amount_residual'], 260.0)
        self.assertEqual(sheet['currency_id'], self.company.currency_id.id)
        self.assertEqual(sheet['suggest']['promise_amount'], 100.0, "one currency at a time")
        self.assertEqual(self._items(foreign).amount_residual, 80.0)

    def test_it_says_what_holds_the_customer(self):
        self._log('promised', promise=self._promise_values(amount=60.0))
        self.case.with_user(self.collector).action_stop_chasing('2024-07-01', "their holiday")
        self.customer.with_company(self.company).credit_hold_by_hand = 'block'
        sheet = self._sheet()
        self.assertEqual(sheet['no_chase'], {'until': '2024-07-01', 'reason': "their holiday"})
        self.assertIn("Block", sheet['credit_hold'])
        [item], [promise] = sheet['items'], sheet['promises']
        self.assertEqual((item['state'], item['hold_reason']), ('held', "Promise to pay"))
        self.assertEqual((promise['amount'], promise['state']), (60.0, 'open'))
        self.assertEqual(sheet['next_step']['date'], '2024-06-20')

    def test_it_lists_plans_disputes_and_numbers(self):
        plan = self.env['payment.plan'].browse(
            self.case.with_user(self.collector).action_open_payment_plan().get('res_id')
        )
        self.customer.phone = '1'
        contacts = [{'name': "Ann", 'phone': '2'}, {'name': "Bob", 'phone': '1'}]
        self.customer.child_ids = [(0, 0, values) for values in contacts]
        self._log('disputes', dispute=self._dispute_values(deadline='2024-06-21'))
        sheet = self._sheet()
        self.assertEqual([phone['number'] for phone in sheet['phones']], ['1', '2'])
        [dispute] = sheet['disputes']
        self.assertEqual(
            (dispute['reason'], dispute['deadline']), ("Price or discount", '2024-06-21')
        )
        self.assertFalse(sheet['plans'] or plan.filtered(lambda known: known.state == 'running'))

    def test_the_last_calls_come_first_and_only_the_last_one_is_undone(self):
        self._log('wrong_number')
        self._log('will_look', note="Ms Smith")
        calls = self._sheet()['calls']
        self.assertEqual([call['result'] for call in calls], ['will_look', 'wrong_number'])
        self.assertEqual([call['can_undo'] for call in calls], [True, False])
        self.assertEqual((calls[0]['note'], calls[0]['next_date']), ("Ms Smith", '2024-06-19'))
        self.assertFalse(self._sheet(self.manager)['calls'][0]['can_undo'])

    def test_words_are_what_people_wrote(self):
        self._log()
        self.case.team_id = self.env['crm.team'].create({
            'name': "Team",
            'is_collection_team': True,
        })
        said = "Called <them>"
        self.case.message_post(body=said, message_type='comment')
        self.case.message_post(
            body="x" * 900,
            message_type='email',
            author_id=self.customer.id,
            subtype_xmlid='mail.mt_comment',
        )
        [mail, comment] = self._sheet()['words']
        self.assertEqual((comment['text'], comment['is_customer']), (said, False))
        self.assertEqual((len(mail['text']), mail['is_customer']), (500, True))

    def test_more_items_take_no_more_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._sheet()
            return self.env.cr.sql_log_count - before

        count()
        with_one = count()
        for number in range(4):
            self._invoice(due=f'2024-06-0{number + 1}')
        self._run()
        self.assertEqual(count(), with_one)
