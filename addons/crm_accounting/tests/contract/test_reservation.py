from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .trade_common import TradeCommon


@tagged('post_install', '-at_install')
class TestReservation(TradeCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        cls.product_a.is_storable = True

    def _stock(self, quantity, lot=None):
        self.env['stock.quant'].sudo()._update_available_quantity(
            self.product_a, self.warehouse.lot_stock_id, quantity, lot_id=lot
        )

    def _reserved(self, in_stock=20.0, **values):
        """Return a contract for ten pieces that has reserved what there is."""
        self._stock(in_stock)
        contract = self._live(**values)
        contract.action_reserve()
        return contract

    def _free(self):
        self.product_a.invalidate_recordset()
        return self.product_a.with_company(self.company).free_qty

    def _delivered(self, order):
        return sum(order.sudo().order_line.move_ids.mapped('quantity'))

    def assertReserved(self, contract, quantity):
        contract.line_ids.invalidate_recordset()
        self.assertEqual(contract.line_ids.qty_reserved, quantity)

    def test_what_is_left_is_held_by_somebody_without_rights_on_stock(self):
        self.assertFalse(self.salesman.has_group('stock.group_stock_user'))
        contract = self._reserved()
        self.assertReserved(contract, 10)
        self.assertEqual(self._free(), 10)
        self.assertTrue(contract.has_reservation)

    def test_other_orders_do_not_get_it(self):
        self._reserved(in_stock=12)
        other = self._order(self._live(), 8)
        self.assertEqual(self._delivered(other), 2)

    def test_an_order_of_the_contract_gets_it(self):
        contract = self._reserved(in_stock=10)
        order = self._order(contract, 4)
        self.assertEqual(self._delivered(order), 4)
        self.assertReserved(contract, 6)
        order.order_line.product_uom_qty = 7
        self.assertEqual(self._delivered(order), 7)
        self.assertReserved(contract, 3)
        self._order(contract, 3)
        self.assertReserved(contract, 0)
        self.assertFalse(contract.has_reservation)

    def test_of_what_was_not_all_in_stock_the_order_gets_first(self):
        contract = self._reserved(in_stock=6)
        self.assertReserved(contract, 6)
        order = self._order(contract, 5)
        self.assertEqual(self._delivered(order), 5)
        self.assertReserved(contract, 1)

    def test_the_order_gets_it_where_deliveries_are_assigned_by_hand(self):
        self.warehouse.out_type_id.reservation_method = 'manual'
        contract = self._reserved(in_stock=10)
        self.assertEqual(self._delivered(self._order(contract, 4)), 4)
        self.assertEqual(self._free(), 0)

    def test_a_backorder_gets_the_rest(self):
        contract = self._reserved(in_stock=10)
        order = self._order(contract, 4)
        picking = order.sudo().picking_ids
        picking.move_ids.write({'quantity': 1, 'picked': True})
        picking._action_done()
        self.assertEqual(order.sudo().order_line.qty_delivered, 1)
        backorder = picking.backorder_ids
        self.assertEqual(backorder.move_ids.quantity, 3)
        self.assertReserved(contract, 6)

    def test_dozens_of_what_is_kept_in_pieces(self):
        self._stock(30)
        dozen = self.env.ref('uom.product_uom_dozen')
        contract = self._live(
            line_ids=[
                Command.create({
                    'product_id': self.product_a.id,
                    'product_uom_id': dozen.id,
                    'quantity': 2,
                    'price_unit': 60,
                })
            ]
        )
        contract.action_reserve()
        self.assertReserved(contract, 2)
        self.assertEqual(self._free(), 6)
        self._order(contract, 12)
        self.assertReserved(contract, 1)
        self.assertEqual(self._free(), 6)

    def test_lots_are_held(self):
        self.product_a.tracking = 'lot'
        lot = self.env['stock.lot'].create({'name': "L1", 'product_id': self.product_a.id})
        self._stock(10, lot)
        contract = self._live()
        contract.action_reserve()
        self.assertEqual(contract.sudo().reservation_ids.move_line_ids.lot_id, lot)
        order = self._order(contract, 10)
        self.assertEqual(order.sudo().order_line.move_ids.move_line_ids.lot_id, lot)

    def test_it_is_released_by_hand_and_at_the_end(self):
        contract = self._reserved()
        contract.action_release_reservation()
        self.assertEqual(self._free(), 20)
        contract.action_reserve()
        self.assertEqual(self._free(), 10)
        contract.sudo()._on_end()
        self.assertEqual(self._free(), 20)
        self.assertFalse(contract.has_reservation)

    def test_a_renewal_frees_what_is_no_longer_agreed(self):
        self._stock(20)
        contract = self._live(lines=[(10, 5.0), (4, 5.0)])
        contract.action_reserve()
        self.assertEqual(self._free(), 6)
        kept, gone = contract.line_ids
        commands = [
            Command.update(kept.id, {'quantity': 7}),
            Command.update(gone.id, {'active': False}),
        ]
        contract._renew(contract.date, {'date_end': contract.date_end}, commands)
        self.assertEqual(self._free(), 13)
        self.assertEqual(kept.qty_reserved, 7)
        self.assertTrue(contract.has_reservation)

    def test_reserving_twice_holds_it_once(self):
        contract = self._reserved()
        contract.action_reserve()
        self.assertReserved(contract, 10)
        self.assertEqual(len(contract.sudo().reservation_ids), 1)

    def test_nobody_delivers_it_by_mistake(self):
        picking = self._reserved().sudo().reservation_ids
        with self.assertRefused("delivers nothing"):
            picking.button_validate()
        picking.move_ids.picked = True
        for action in (picking._action_done, picking.move_ids._action_done):
            with self.assertRefused("delivers nothing"):
                action()

    def test_nothing_to_reserve_is_said(self):
        self.product_a.is_storable = False
        live, draft = self._live(), self._contract()
        with self.assertRefused("Nothing is left"):
            live.action_reserve()
        with self.assertRefused("not in force"):
            draft.action_reserve()

    def test_colleagues_reserve_nothing_on_a_contract_they_do_not_see(self):
        contract = self._live(user=self.seller)
        other = new_test_user(
            self.env,
            'storekeeper',
            'stock.group_stock_manager',
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        for user in (self.salesman, other, self.collector):
            for button in ('action_reserve', 'action_release_reservation'):
                with self.assertRaises(AccessError):
                    getattr(contract.with_user(user), button)()
