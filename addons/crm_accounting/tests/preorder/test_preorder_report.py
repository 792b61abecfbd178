from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import PreorderCommon


@tagged('post_install', '-at_install')
class TestPreorderReport(PreorderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls._new_user('buyer', 'purchase.group_purchase_user')

    def _row(self, user=None):
        self.env.flush_all()
        Report = self.env['preorder.report'].with_user(user or self.salesman)
        return Report.search([('product_id', '=', self.product_a.id)])

    def _buy(self, quantity, confirm=True, **values):
        order = self.env['purchase.order'].create({
            'partner_id': self.other_customer.id,
            'order_line': [
                Command.create({
                    'product_id': self.product_a.id,
                    'product_qty': quantity,
                    'price_unit': 1.0,
                    **values,
                })
            ],
        })
        if confirm:
            order.button_confirm()
        return order

    def _trade(self):
        """A dozen and 20 pre-ordered, 5 of them delivered and 3 here, and so on."""
        dozen = self.env.ref('uom.product_uom_dozen')
        older = self._preorder(20, commitment_date='2024-06-20')
        younger = self._preorder(1, confirm=False)
        younger.order_line.product_uom_id = dozen
        younger.action_confirm()
        self._preorder(50).action_cancel()
        self._preorder(50, confirm=False)
        self._receive(8)
        self._deliver(older, 5)
        self._stock(2)
        self._buy(1, product_uom_id=dozen.id)
        self._buy(7, confirm=False)

    def _sum(self, row, button, name):
        action = getattr(row, button)()
        records = self.env[action['res_model']].with_user(row.env.user).search(action['domain'])
        return round(sum(records.mapped(name)), 2)

    def test_its_numbers_are_what_is_in_orders_stock_and_purchases(self):
        self._trade()
        row = self._row()
        self.assertRecordValues(
            row,
            [
                {
                    'warehouse_id': self.warehouse.id,
                    'company_id': self.company.id,
                    'order_count': 2,
                    'qty_preordered': 27.0,
                    'qty_reserved': 3.0,
                    'qty_free': 2.0,
                    'qty_ordered': 12.0,
                    'qty_rfq': 7.0,
                    'qty_missing': 10.0,
                }
            ],
        )
        self.assertEqual(str(row.date_promised.date()), '2024-06-20')

    def test_each_number_opens_a_list_that_equals_it(self):
        self._preorder(20)
        dozen = self._preorder(1, confirm=False)
        dozen.order_line.product_uom_id = self.env.ref('uom.product_uom_dozen')
        dozen.action_confirm()
        self._receive(8)
        self._stock(2)
        ordinary = self._preorder(1, confirm=False)
        ordinary.is_preorder = False
        ordinary.action_confirm()
        self._buy(12)
        self._buy(7, confirm=False)
        row = self._row()
        buyer = self._row(self.buyer)
        self.assertEqual(
            self._sum(row, 'action_view_preorders', 'preorder_qty_open'), row.qty_preordered
        )
        self.assertEqual((row.qty_preordered, row.qty_reserved, row.qty_free), (32, 8, 1))
        for of in (row, buyer):
            self.assertEqual(
                self._sum(of, 'action_view_reserved', 'quantity_product_uom'), of.qty_reserved
            )
            self.assertEqual(self._sum(of, 'action_view_stock', 'available_quantity'), of.qty_free)
        for name, field in (('ordered', 'preorder_qty_open'), ('rfq', 'product_uom_qty')):
            opened = self._sum(buyer, f'action_view_{name}', field)
            self.assertEqual((opened, bool(opened)), (buyer[f'qty_{name}'], True))

    def test_what_is_received_is_ordered_no_more(self):
        self._preorder(20)
        bought = self._buy(1, product_uom_id=self.env.ref('uom.product_uom_dozen').id)
        picking = bought.picking_ids
        picking.move_ids.write({'quantity': 6, 'picked': True})
        picking._action_done()
        row = self._row(self.buyer)
        self.assertEqual((row.qty_reserved, row.qty_ordered), (6, 6))
        self.assertEqual(
            self._sum(row, 'action_view_ordered', 'preorder_qty_open'), row.qty_ordered
        )

    def test_what_is_delivered_or_served_as_ordinary_leaves_it(self):
        order = self._preorder(4)
        self._receive(4)
        self._deliver(order)
        self.assertFalse(self._row())
        order = self._preorder(4)
        self.assertTrue(self._row())
        order.action_serve_as_ordinary()
        self.assertFalse(self._row())

    def test_who_sells_and_who_buys_read_it_and_no_foreigner(self):
        self._preorder(4)
        for user in (self.salesman, self.seller, self.buyer):
            self.assertEqual(self._row(user).qty_preordered, 4)
        company = self.env['res.company'].sudo().create({'name': "Elsewhere"})
        foreigner = new_test_user(
            self.env,
            'foreigner',
            'sales_team.group_sale_manager,purchase.group_purchase_manager',
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.assertFalse(self._row(foreigner))
        for groups in ('base.group_user', 'base.group_portal'):
            stranger = new_test_user(self.env, f'stranger {groups}', groups)
            with self.assertRaises(AccessError):
                self._row(stranger)
