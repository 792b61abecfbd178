from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.translate import code_translations

from .common import ReplenishmentCommon

TYPE = 'crm_accounting.mail_activity_type_find_vendor'


@tagged('post_install', '-at_install')
class TestReplenishStuck(ReplenishmentCommon):
    """What cannot be ordered is a task of the buyer, until it can."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.replenish_user_id = cls.buyer
        cls.orphan = cls._product("Orphan", vendors=[])

    def _tasks(self, product=None):
        return (product or self.orphan).product_tmpl_id.activity_search([TYPE])

    def _run_next_day(self):
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=1, seconds=5)):
            self.env['sale.replenishment']._retry_stuck()

    def _add_vendor(self, product=None):
        product = product or self.orphan
        product.seller_ids = [(0, 0, {'partner_id': self.vendor.id})]
        self.env['sale.replenishment']._retry_stuck()

    def test_the_task_is_not_made_again_as_long_as_it_is_open(self):
        self._take(4, self.orphan)
        self._run_job()
        task = self._tasks()
        self._run_next_day()
        self._take(1, self.orphan)
        self._run_job()
        self.assertEqual(self._tasks(), task)

    def test_a_task_that_was_ended_without_a_vendor_comes_back(self):
        self._take(4, self.orphan)
        self._run_job()
        self._tasks().with_user(self.buyer).action_feedback()
        self.env['sale.replenishment']._retry_stuck()
        self.assertFalse(self._tasks())
        self._run_next_day()
        self.assertEqual(self._tasks().user_id, self.buyer)

    def test_without_anybody_to_ask_the_task_is_there_for_whoever_looks(self):
        self.company.replenish_user_id = False
        self.orphan.responsible_id = False
        self._take(4, self.orphan)
        self._run_job()
        self.assertEqual(len(self._tasks()), 1)
        self.assertFalse(self._tasks().user_id)

    def test_the_task_ends_when_what_was_taken_came_back(self):
        order = self._take(4, self.orphan)
        self._run_job()
        self._take_back(order.picking_ids, 4)
        self._run_job()
        self.assertFalse(self._tasks())
        self.assertEqual(self._rows(order.picking_ids[0]).state, 'covered')

    def test_what_came_back_is_on_no_older_order(self):
        order = self._take(4)
        self._run_job()
        vendor = self.product.seller_ids
        vendor.date_end = '2020-01-01'
        second = self._take(3)
        self._run_job()
        self.assertEqual(self._rows(second).state, 'stuck')
        self._take_back(order.picking_ids, 3)
        self._run_job()
        self.assertEqual(self._rows(second).state, 'covered')
        self.assertFalse(self._rows(second).purchase_line_id)

    def test_the_task_says_why_in_the_language_of_the_buyer(self):
        self.env['res.lang']._activate_lang('fr_FR')
        self.buyer.lang = 'fr_FR'
        self.product.seller_ids.date_end = '2020-01-01'
        self._take(4)
        self._translate({"It has no vendor.": "Il n'a pas de fournisseur."})
        self._take(4, self.orphan)
        self._run_job()
        self.assertIn("pas de fournisseur", self._tasks().note)
        self.assertIn("look at their dates and companies", self._tasks(self.product).note)

    def _translate(self, terms):
        known = code_translations.get_python_translations('crm_accounting', 'fr_FR')
        self.patch(
            code_translations,
            'python_translations',
            {
                **code_translations.python_translations,
                ('crm_accounting', 'fr_FR'): {**known, **terms},
            },
        )

    def test_each_buyer_has_a_task_that_ends_for_them(self):
        other = self.env['res.company'].create({'name': "Other shop"})
        self.env.user.company_ids |= other
        warehouse = self.env['stock.warehouse'].search([('company_id', '=', other.id)])
        other.replenish_category_ids = self.category
        self._take(4, self.orphan)
        self._run_job()
        stuck = self.env['sale.replenishment'].create({
            'warehouse_id': warehouse.id,
            'product_id': self.orphan.id,
            'taken_qty': 3,
        })
        other.replenish_user_id = self.env.ref('base.user_admin')
        stuck._order_open()
        stuck._update_tasks()
        self.assertEqual(self._tasks().user_id, self.buyer | other.replenish_user_id)
        self.orphan.seller_ids = [
            (0, 0, {'partner_id': self.vendor.id, 'company_id': self.company.id})
        ]
        self.env['sale.replenishment']._retry_stuck()
        self.assertOrdered(4, self.orphan)
        self.assertEqual(self._tasks().user_id, other.replenish_user_id)

    def test_a_new_buyer_takes_the_task_over(self):
        self._take(4, self.orphan)
        self._run_job()
        self.company.replenish_user_id = self.env.ref('base.user_admin')
        self._run_next_day()
        self.assertEqual(self._tasks().user_id, self.company.replenish_user_id)

    def test_what_is_no_more_replenished_is_not_waited_for(self):
        order = self._take(4, self.orphan)
        self._take_back(order.picking_ids, 1)
        self._run_job()
        self.company.replenish_category_ids = False
        self._run_next_day()
        self.assertFalse(self._tasks())
        self.assertEqual(set(self._rows(order).mapped('state')), {'left'})
        self.company.replenish_category_ids = self.category
        self._add_vendor()
        self._take(2, self.orphan)
        self._run_job()
        self.assertOrdered(2, self.orphan)

    def test_where_no_order_line_was_made_nothing_else_was_either(self):
        depot = self.env['stock.warehouse'].create({'name': "Depot", 'code': "DEP"})
        self.warehouse.buy_to_resupply = False
        self.warehouse.resupply_wh_ids = depot
        depot.buy_to_resupply = False
        self._take(4)
        before = self.env['stock.move'].search_count([('product_id', '=', self.product.id)])
        self._run_job()
        self._run_next_day()
        after = self.env['stock.move'].search_count([('product_id', '=', self.product.id)])
        self.assertEqual(before, after)

    def test_a_failure_of_one_product_is_a_task_and_the_others_are_ordered(self):
        products = [self._product(f"Product {n}") for n in range(5)]
        for product in products:
            self._take(4, product)
        broken = products[3]
        prepare = type(self.env['purchase.order.line'])._prepare_purchase_order_line

        def fail(lines, product, *args):
            if product == broken:
                raise ZeroDivisionError
            return prepare(lines, product, *args)

        self.patch(type(self.env['purchase.order.line']), '_prepare_purchase_order_line', fail)
        with mute_logger(
            'odoo.addons.crm_accounting.models.replenishment.sale_replenishment_procure'
        ):
            self._run_job()
        self.assertOrdered(0, broken)
        self.assertIn("administrator", self._tasks(broken).note)
        for product in products[:3] + products[4:]:
            self.assertOrdered(4, product)

    def test_many_stuck_products_take_few_queries(self):
        orphans = [self._product(f"Orphan {n}", vendors=[]) for n in range(12)]
        for orphan in orphans[:2]:
            self._take(1, orphan)
        few = self._count_queries(self._run_job)
        for orphan in orphans[2:]:
            self._take(1, orphan)
        many = self._count_queries(self._run_job)
        self.assertLess(many - few, 40)
        again = self._count_queries(self._run_next_day)
        self.assertLess(again, 40)

    def _count_queries(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        action()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start
