from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import ReplenishmentCommon


@tagged('post_install', '-at_install')
class TestOverviewRights(ReplenishmentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sale = cls._take(4)
        cls.other = cls._take(3)
        cls.other.sudo().user_id = cls.buyer
        cls.env.flush_all()
        cls.Report = cls.env['sale.replenishment.report']

    def _user(self, groups, company=None):
        company = company or self.company
        return new_test_user(
            self.env,
            f'overview {groups}',
            groups,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _seen(self, user):
        return self.Report.with_user(user).search([]).sale_id

    def test_a_buyer_sees_all_sales_of_the_company(self):
        self.assertEqual(self._seen(self.buyer), self.sale | self.other)

    def test_a_salesperson_sees_the_own_sales_and_those_of_nobody(self):
        self.assertEqual(self._seen(self.seller), self.sale)
        self.other.sudo().user_id = False
        self.env.flush_all()
        self.assertEqual(self._seen(self.seller), self.sale | self.other)

    def test_who_sees_all_sales_sees_all_of_this(self):
        leader = self._user('sales_team.group_sale_salesman_all_leads')
        self.assertEqual(self._seen(leader), self.sale | self.other)

    def test_another_company_sees_nothing(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        for groups in ('purchase.group_purchase_manager', 'sales_team.group_sale_manager'):
            stranger = self._user(groups, elsewhere)
            Report = self.Report.with_user(stranger).with_context(allowed_company_ids=elsewhere.ids)
            self.assertFalse(Report.search([]))

    def test_others_may_not_look(self):
        for groups in ('base.group_user', 'stock.group_stock_user', 'base.group_portal'):
            user = self._user(groups)
            with self.assertRaises(AccessError):
                self._seen(user)
        worker = self.sale.picking_ids.with_user(self.worker)
        self.assertEqual(worker.replenishment_count, 0)

    def test_nobody_writes_the_overview(self):
        row = self.Report.search([], limit=1)
        manager = self._user('purchase.group_purchase_manager,sales_team.group_sale_manager')
        for user in (self.buyer, self.seller, manager):
            for operation in ('create', 'write', 'unlink'):
                self.assertFalse(row.with_user(user).has_access(operation))

    def test_a_salesperson_reads_what_was_ordered_but_not_the_order(self):
        self._run_job()
        self.env.flush_all()
        order = self._lines().order_id
        row = self.Report.with_user(self.seller).search([('sale_id', '=', self.sale.id)])
        [values] = row.web_read({
            'state': {},
            'quantity': {},
            'purchase_name': {},
            'supplier_id': {'fields': {'display_name': {}}},
        })
        self.assertEqual(
            (values['state'], values['quantity'], values['purchase_name']), ('rfq', 4, order.name)
        )
        self.assertEqual(values['supplier_id']['display_name'], "Vendor")
        for field in ('purchase_id', 'purchase_line_id'):
            with self.assertRaises(AccessError):
                row.read([field])
        self.assertEqual(row.action_open()['res_model'], 'stock.picking')
        with self.assertRaises(AccessError):
            order.with_user(self.seller).read(['amount_total'])

    def test_the_button_of_a_sale_counts_what_the_salesperson_sees(self):
        self.assertEqual(self.sale.with_user(self.seller).replenishment_count, 1)
        action = self.sale.with_user(self.seller).action_view_replenishment()
        self.assertEqual(
            self.Report.with_user(self.seller).search(action['domain']).sale_id, self.sale
        )

    def test_a_worker_without_the_overview_can_open_a_sale(self):
        self.assertEqual(self.sale.with_user(self.worker).replenishment_count, 0)
