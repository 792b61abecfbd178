from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import YESTERDAY, CollectionCommon

MODELS = (
    'collection.policy',
    'collection.level',
    'collection.case',
    'collection.item',
    'collection.run',
    'collection.run.line',
)


@tagged('post_install', '-at_install')
class TestAccess(CollectionCommon):
    """Collectors work, managers run; who is in another company, or in no group, sees nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company_b = cls.setup_other_company(name="Second Ltd")['company']
        in_b = {'company_id': cls.company_b.id, 'company_ids': [Command.set(cls.company_b.ids)]}
        cls.foreigner = new_test_user(
            cls.env, 'foreigner', 'crm_accounting.crm_accounting_group_manager', **in_b
        )
        cls.bystander = new_test_user(
            cls.env,
            'bystander',
            'base.group_user',
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.invoice = cls._invoice()
        cls.finished_run = cls._run()
        cls.item = cls._items(cls.invoice)

    def test_a_collector_sees_everything_of_the_company(self):
        for name in MODELS:
            records = self.env[name].with_user(self.collector).search([])
            self.assertTrue(records, name)
            records.read()

    def test_a_foreigner_sees_nothing_of_the_company(self):
        for name in MODELS:
            model = self.env[name].with_user(self.foreigner)
            seen = model.search([])
            companies = seen.sudo().mapped(
                {
                    'collection.level': 'policy_id.company_id',
                    'collection.run.line': 'run_id.company_id',
                }.get(name, 'company_id')
            )
            self.assertNotIn(self.company, companies, name)
        with self.assertRaises(AccessError):
            self.item.with_user(self.foreigner).action_hold('promise', '2024-07-01')
        with self.assertRaises(AccessError):
            self.item.with_user(self.foreigner).action_write_off("theirs")
        with self.assertRaises(AccessError):
            self.finished_run.with_user(self.foreigner).action_preview()
        with self.assertRaises(AccessError):
            self.env['collection.run'].with_user(self.foreigner).create({
                'date': YESTERDAY,
                'company_id': self.company.id,
            })

    def test_an_employee_without_a_group_sees_nothing(self):
        for name in MODELS:
            with self.assertRaises(AccessError):
                self.env[name].with_user(self.bystander).search([])
        tasks = (
            self
            .env['mail.activity']
            .with_user(self.bystander)
            .search([('id', '=', self.item.activity_id.id)])
        )
        self.assertFalse(tasks)

    def test_a_collector_cannot_run_nor_change_policies(self):
        with self.assertRaises(AccessError):
            self.env['collection.run'].with_user(self.collector).create({'date': YESTERDAY})
        with self.assertRaises(AccessError):
            self.finished_run.with_user(self.collector).action_run()
        with self.assertRaises(AccessError):
            self.policy.with_user(self.collector).grouping = 'invoice'
        with self.assertRaises(AccessError):
            self.policy.with_user(self.collector).action_start()

    def test_a_manager_changes_policies_and_levels(self):
        policy = self.policy.with_user(self.manager)
        policy.grouping = 'invoice'
        policy.level_ids[0].days = 2
        policy.action_stop()
        self.assertFalse(policy.is_started)

    def test_nobody_writes_what_a_run_finds_out(self):
        model = self.env['collection.run'].with_user(self.manager)
        run = model.create({'date': YESTERDAY})
        foreign = (
            self.env['collection.policy'].sudo().search([('company_id', '=', self.company_b.id)])
        )
        for values in ({'state': 'done'}, {'opened_count': 7}, {'policy_id': foreign.id}):
            with self.assertRaises(AccessError):
                run.write(values)
            with self.assertRaises(AccessError):
                model.create({'date': YESTERDAY, **values})
        defaults = {'default_state': 'done', 'default_opened_count': 55}
        sneaked = model.with_context(**defaults).create({'date': YESTERDAY})
        self.assertEqual((sneaked.state, sneaked.opened_count), ('draft', 0))
        with self.assertRaises(UserError):
            self.finished_run.with_user(self.manager).date = '2024-01-01'
        with self.assertRaises(AccessError):
            self.policy.with_user(self.manager).last_scheduled_date = '2099-01-01'

    def test_a_day_that_is_none_is_refused_with_a_sentence(self):
        model = self.env['collection.run'].with_user(self.manager)
        for date in ('yesterday', 5, '0001-01-01'):
            with self.assertRaisesRegex(ValidationError, "YYYY-MM-DD"):
                model.create({'date': date})

    def test_a_policy_with_runs_stays(self):
        with mute_logger('odoo.sql_db'), self.assertRaises(IntegrityError):
            self.policy.with_user(self.manager).unlink()

    def test_the_group_takes_nothing_away_from_anybody(self):
        """A group rule on a model without any restricts all who are in the group."""
        self.env['account.payment'].create({
            'payment_type': 'outbound',
            'partner_type': 'supplier',
            'partner_id': self.partner_b.id,
            'amount': 5.0,
        })
        names = ('account.payment', 'account.move', 'account.move.line', 'sale.order')
        for group in ('account.group_account_invoice', 'sales_team.group_sale_salesman_all_leads'):
            user = self._create_colleague(group)
            models = [self.env[name].with_user(user) for name in names]
            before = {model: model.search([]) for model in models if model.has_access('read')}
            self.assertTrue(any(before.values()))
            user.sudo().group_ids |= self.env.ref('crm_accounting.crm_accounting_group_user')
            for model, records in before.items():
                self.assertLessEqual(records, model.search([]), (group, model._name))

    def _create_colleague(self, group):
        return new_test_user(
            self.env,
            f'colleague_{group}',
            group,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )

    def test_a_collector_opens_the_whole_form_of_the_invoice(self):
        self._read_whole_form(self.invoice.with_user(self.collector))

    def test_a_user_with_own_cases_opens_the_invoices_of_own_cases(self):
        user = self._create_colleague('crm_accounting.crm_accounting_group_own')
        with self.assertRaises(AccessError):
            self.invoice.with_user(user).read(['name'])
        self.item.case_id.user_id = user
        self._read_whole_form(self.invoice.with_user(user))
        self.invoice.with_user(user).action_collection_dispute()

    def test_a_salesperson_opens_the_invoice_of_an_own_task(self):
        user = self._create_colleague('sales_team.group_sale_salesman')
        invoice = self._invoice(partner=self.other_customer)
        invoice.invoice_user_id = user
        self._run()
        self.assertEqual(self._items(invoice).activity_id.user_id, user)
        self._read_whole_form(invoice.with_user(user))

    def _read_whole_form(self, invoice):
        fields_of = invoice.get_views([(False, 'form')])['models']['account.move']['fields']
        self.assertIn('payment_count', fields_of)
        invoice.web_read({name: {} for name in fields_of})

    def test_a_collector_marks_an_invoice_as_disputed(self):
        self.invoice.with_user(self.collector).action_collection_dispute()
        self.assertTrue(self.invoice.is_collection_disputed)
        with self.assertRaises(AccessError):
            self.invoice.with_user(self.bystander).action_collection_dispute()

    def test_a_collector_takes_a_task_of_the_queue_on_an_invoice(self):
        self.policy.grouping = 'invoice'
        invoice = self._invoice(partner=self.other_customer)
        invoice.invoice_user_id = False
        self._run()
        task = self._items(invoice).activity_id
        self.assertEqual((task.res_model, task.user_id.id), ('account.move', False))
        task.with_user(self.collector).write({
            'user_id': self.collector.id,
            'date_deadline': '2024-06-20',
        })
        self.assertEqual(task.user_id, self.collector)
        task.with_user(self.collector).user_id = self.manager
        self.assertEqual(task.user_id, self.manager, "given away, not only taken")
        with self.assertRaises(AccessError):
            task.with_user(self.foreigner).date_deadline = '2024-06-21'
        with self.assertRaises(AccessError):
            task.with_user(self.bystander).date_deadline = '2024-06-21'

    def test_a_salesperson_sees_own_cases_only(self):
        salesperson = new_test_user(
            self.env,
            'salesperson',
            'sales_team.group_sale_salesman',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        invoice = self._invoice(partner=self.other_customer)
        invoice.invoice_user_id = salesperson
        self._run()
        case = self._items(invoice).case_id
        self.assertEqual(
            self.env['collection.case'].with_user(salesperson).search([]).ids, case.ids
        )
        items = self.env['collection.item'].with_user(salesperson).search([])
        self.assertEqual(items.ids, self._items(invoice).ids)
        self.assertEqual(case.with_user(salesperson).amount_residual, 100.0)
        items.action_hold('promise', '2024-06-20')
        with self.assertRaises(AccessError):
            self.item.with_user(salesperson).action_hold('promise', '2024-06-20')

    def test_a_branch_manager_runs_the_branch_alone_and_leaves_the_parents_policy(self):
        branch = (
            self
            .env['res.company']
            .sudo()
            .create({
                'name': "Branch",
                'parent_id': self.company.id,
            })
        )
        branch_manager = new_test_user(
            self.env,
            'branch_manager',
            'crm_accounting.crm_accounting_group_manager',
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        self._invoice(partner=self.other_customer)
        run = (
            self
            .env['collection.run']
            .with_user(branch_manager)
            .create({
                'date': YESTERDAY,
                'company_id': branch.id,
            })
        )
        run.action_run()
        self.assertEqual((run.checked_count, run.open_count, run.line_ids.ids), (0, 0, []))
        policy = self.policy.with_user(branch_manager)
        self.assertTrue(policy.name, "it may be read")
        for change in (policy.action_stop, policy.level_ids.unlink, policy.unlink):
            with self.assertRaises(AccessError):
                change()

    def test_a_foreign_manager_puts_nothing_into_the_company(self):
        branch = (
            self
            .env['res.company']
            .sudo()
            .create({
                'name': "Branch",
                'parent_id': self.company.id,
            })
        )
        foreign = self.env['collection.policy'].with_user(self.foreigner).search([])
        with self.assertRaises(AccessError):
            foreign.company_id = branch
        with self.assertRaises(AccessError):
            foreign.level_ids[0].write({'policy_id': self.policy.id, 'days': 3})

    def test_a_mail_makes_no_policy_and_no_case(self):
        """Core makes the records of a mail as superuser, whoever hands the mail over."""
        mail = "From: a@example.com\nTo: b@example.com\nMessage-Id: <1@example.com>\n\nHello"
        for name in ('collection.policy', 'collection.case'):
            with self.assertRaises(AccessError):
                self.env['mail.thread'].with_user(self.bystander).message_process(name, mail)

    def test_a_payment_by_somebody_without_collection_rights_closes(self):
        cashier = new_test_user(
            self.env,
            'cashier',
            'account.group_account_invoice',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        self.env['account.payment.register'].with_user(cashier).with_context(
            active_model='account.move', active_ids=self.invoice.ids
        ).create({})._create_payments()
        self._commit()
        self.assertSettled(self.invoice, 'paid')

    def test_a_collector_reads_the_invoice_but_not_the_books(self):
        invoice = self.invoice.with_user(self.collector)
        invoice.read(['name', 'amount_residual', 'payment_state'])
        bill = self._create_invoice(move_type='in_invoice', partner_id=self.partner_a, post=False)
        with self.assertRaises(AccessError):
            bill.with_user(self.collector).read(['name'])
        with self.assertRaises(AccessError):
            invoice.write({'ref': "changed"})

    def test_a_shared_customer_never_shows_one_companys_debt_to_another(self):
        self.assertFalse(self.customer.company_id)
        partner = self.customer.with_user(self.foreigner)
        self.assertFalse(partner.collection_case_id)
        self.assertEqual(partner.collection_amount, 0.0)
        self.assertFalse(partner.activity_ids)
        own = self.customer.with_user(self.collector)
        self.assertEqual(own.collection_amount, 100.0)

    def _sell_in(self, company):
        """Return a posted invoice of another company over 7.00, overdue."""
        invoices = self.env['account.move'].with_company(company)
        invoice = invoices.create({
            'move_type': 'out_invoice',
            'partner_id': self.customer.id,
            'invoice_date': '2024-01-01',
            'invoice_date_due': '2024-02-01',
            'invoice_line_ids': [Command.create({'name': "B", 'price_unit': 7.0, 'tax_ids': []})],
        })
        invoice.action_post()
        return invoice

    def test_each_company_has_a_case_of_its_own_for_a_shared_customer(self):
        self.env.user.company_ids |= self.company_b
        self._sell_in(self.company_b)
        run = self.env['collection.run'].with_user(self.foreigner).create({'date': YESTERDAY})
        run.action_run()
        self.assertEqual(run.opened_count, 1)
        self.assertEqual(
            self.customer.collection_case_ids.company_id, self.company | self.company_b
        )
        self.assertEqual(self.customer.with_user(self.foreigner).collection_amount, 7.0)

    def test_a_branch_follows_its_parents_policy_and_keeps_its_own_cases(self):
        branch = self.env['res.company'].create({'name': "Branch", 'parent_id': self.company.id})
        self.cr.precommit.run()  # loads the chart of accounts of the branch
        self.env.user.company_ids |= branch
        self.manager.company_ids |= branch
        at_branch = new_test_user(
            self.env,
            'at_branch',
            'crm_accounting.crm_accounting_group_user',
            company_id=branch.id,
            company_ids=[Command.set(branch.ids)],
        )
        invoice = self._sell_in(branch)
        self._run()
        self.assertChased(invoice)
        item = self._items(invoice)
        self.assertEqual(item.case_id.company_id, branch)
        seen = self.env['collection.item'].with_user(at_branch).search([])
        self.assertEqual(seen, item.with_user(at_branch))
        self.assertTrue(self.env['collection.policy'].with_user(at_branch).search([]))
