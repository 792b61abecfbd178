from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .border_common import BorderCommon
from .test_access import MODELS

COMPANY_PATHS = {
    'collection.level': 'policy_id.company_id',
    'collection.run.line': 'run_id.company_id',
}


@tagged('post_install', '-at_install')
class TestCompanyBorders(BorderCommon):
    """Head, branches and a company apart: who sees, runs and changes what."""

    def _seen(self, user, model, companies=None):
        """Return the companies of all records of a model that the user finds."""
        records = self._as(user, model, companies).search([]).sudo()
        return records.mapped(COMPANY_PATHS.get(model, 'company_id'))

    # === WHO SEES WHAT === #

    def test_a_collector_sees_nothing_of_another_company(self):
        for company in self.companies:
            self._owe(company)
        for company, _policy in self.runs:
            self._run_of(company)
        for model in MODELS:
            self.assertEqual(self._seen(self.other_people[0], model), self.other, model)
        for model in ('collection.case', 'collection.item', 'collection.run'):
            self.assertEqual(self._seen(self.loner_people[0], model), self.loner, model)
        tasks = self.env['collection.item'].sudo().search([]).activity_id
        for user in (self.loner_people[0], self.other_people[0]):
            found = self._as(user, 'mail.activity').search([('id', 'in', tasks.ids)])
            self.assertEqual(found.sudo().collection_item_ids.company_id, user.company_ids)

    def test_the_lists_follow_the_selected_companies(self):
        for company in self.companies:
            self._owe(company)
        for company, _policy in self.runs:
            self._run_of(company)
        user = self.head_people[0]
        tree = self.company | self.follower | self.loner
        for selected in (tree, self.company, self.loner, self.company | self.follower):
            for model in ('collection.case', 'collection.item'):
                self.assertEqual(self._seen(user, model, selected), selected, model)
        partner = self.shared.with_user(user)
        for company in tree:
            self.assertEqual(partner.with_context(
                allowed_company_ids=company.ids).collection_amount, 500.0)  # fmt: skip

    def test_nobody_runs_for_a_company_that_is_not_selected(self):
        runs = self._as(self.head_people[1], 'collection.run', self.company)
        for company in (self.loner, self.follower, self.other):
            with self.assertRaises(AccessError):
                runs.create({'company_id': company.id, 'date': '2023-09-14'})
        with self.assertRaises(AccessError):
            self._as(self.head_people[1], 'collection.run', self.other).create({})

    def test_a_message_about_new_debts_names_the_currency_of_the_company(self):
        invoice = self._owe(self.other, '50', 'KWD')
        invoice.invoice_user_id = self.other_people[0]
        run = self._run_of(self.other)
        notice = (
            self
            .env['mail.message']
            .sudo()
            .search([
                ('model', '=', run._name),
                ('res_id', '=', run.id),
                ('partner_ids', 'in', self.other_people[0].partner_id.ids),
            ])
        )
        self.assertIn("149.65&nbsp;€", notice.body)

    # === WHOSE RUN, WHOSE POLICY === #

    def test_a_branch_with_its_own_policy_leaves_the_others_alone(self):
        self._owe(self.loner)
        items = self._items(self._owe(self.company) | self._owe(self.follower))
        self._run_of(self.company)
        items = self.env['collection.item'].sudo().search([])
        self.assertEqual(items.company_id, self.company | self.follower)
        before = items.read()
        run = self._run_of(self.loner)
        self.assertEqual((run.checked_count, run.open_count), (1, 1))
        self.env.invalidate_all()
        self.assertEqual(items.read(), before)

    def test_a_draft_run_moved_to_another_company_follows_its_policy(self):
        self._owe(self.loner, '130')
        run = self._as(self.head_people[1], 'collection.run').create({'date': '2023-09-14'})
        run.company_id = self.loner
        self.assertEqual(run.policy_id, self.loner_policy.with_env(run.env))
        run.action_run()
        self.assertEqual(run.item_ids.company_id, self.loner.with_env(run.env))
        with self.assertRaises(UserError):
            run.company_id = self.company

    def test_a_branch_created_later_is_covered(self):
        self._owe(self.follower)
        self.assertEqual(self._run_of(self.company).opened_count, 1)
        late = self._create_branch("Late")
        late_policy = self.env['collection.policy']._get_for_company(late)
        self.assertEqual(late_policy, self.policy.sudo())
        self.env.user.company_ids |= late
        self.env = self.env(context={'allowed_company_ids': (self.companies | late).ids})
        self.firms[late] = self.firms[self.company]
        self._owe(late, kind='plain')
        run = self._run_of(self.company)
        self.assertEqual((run.opened_count, run.item_ids.company_id), (1, late))

    def test_a_branch_whose_policy_is_removed_follows_the_head(self):
        self._owe(self.loner)
        self.assertEqual(self._run_of(self.company).checked_count, 0)
        self._as(self.loner_people[1], 'collection.policy').browse(self.loner_policy.id).unlink()
        run = self._run_of(self.company)
        self.assertEqual((run.checked_count, run.item_ids.company_id), (1, self.loner))

    def test_no_manager_gives_a_policy_to_a_foreign_company(self):
        """The follower has no policy of its own: another one would take it over."""
        manager = self.other_people[1]
        policy = self._as(manager, 'collection.policy').search([])
        with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
            policy.company_id = self.follower.id

    def test_no_manager_puts_a_level_into_a_foreign_policy(self):
        manager = self.other_people[1]
        level = self._as(manager, 'collection.level').search([], limit=1)
        with self.assertRaises(AccessError), mute_logger('odoo.addons.base.models.ir_rule'):
            level.write({'policy_id': self.policy.id, 'days': 77})

    def test_a_manager_moves_a_policy_between_own_companies(self):
        manager = self.head_people[1]
        policy = self._as(manager, 'collection.policy').browse(self.loner_policy.id)
        policy.company_id = self.follower.id
        self.assertEqual(
            self.env['collection.policy']._get_for_company(self.loner), self.policy.sudo()
        )

    # === MONEY ACROSS BORDERS === #

    def test_the_head_pays_the_invoice_of_a_branch(self):
        invoice = self._owe(self.loner, '250', 'EUR')
        self._run_of(self.loner)
        payment = self._pay_from(self.company, invoice, '250', 'EUR')
        self.assertEqual(payment.company_id, self.company)
        self.assertSettled(invoice, 'paid')
        payment.action_reject()
        self._commit()
        self.assertChased(invoice)
        item = self._items(invoice)
        self.assertEqual((item.amount_residual, item.amount_residual_company), (250.0, 272.54))

    def test_one_payment_for_two_branches_closes_both(self):
        invoices = self._owe(self.loner, '200') | self._owe(self.follower, '150')
        self._run_of(self.loner)
        self._run_of(self.company)
        self._register_payment(invoices, payment_date='2023-09-15')
        self._commit()
        self.assertSettled(invoices, 'paid')

    def test_a_rest_in_company_currency_alone_is_not_chased(self):
        invoice = self._owe(self.company, '100', 'EUR')
        self._run_of(self.company)
        payment, _credit = self._receive(self.company, self.shared, 'EUR', Decimal(100))
        lines = self._receivable(invoice) | self._receivable(payment.move_id)
        lines.with_context(no_exchange_difference=True).reconcile()
        self._commit()
        line = self._receivable(invoice)
        self.assertEqual((line.amount_residual, line.amount_residual_currency), (2.08, 0.0))
        self.assertSettled(invoice, 'paid')
        self.assertEqual(self._run_of(self.company).checked_count, 0)

    def test_the_minimum_is_compared_with_all_currencies_together(self):
        invoices = self._owe(self.loner, '50', 'EUR') | self._owe(self.loner, '9000', 'JPY')
        run = self._run_of(self.loner)  # 54.51 and 61.10: below 120
        self.assertEqual(run.line_ids.mapped('outcome'), ['below_minimum'])
        self.assertEqual((run.line_ids.count, run.line_ids.amount), (2, 115.61))
        invoices |= self._owe(self.loner, '4.40')
        self.assertEqual(self._run_of(self.loner).opened_count, 3)
        self.assertChased(invoices)

    def test_a_credit_in_another_currency_covers_a_debt(self):
        self._receive(self.company, self.shared, 'EUR', Decimal(100))  # 106.94 at today's rate
        covered = self._owe(self.company, '15700', 'JPY', due='2023-08-01')  # 106.58
        self._owe(self.company, '0.37')
        self._run_of(self.company)
        steps = self.env['collection.item'].sudo().search([]).mapped('next_step')
        self.assertEqual(self._items(covered).next_step, 'allocate')
        self.assertEqual(steps, ['allocate', 'collect'])
