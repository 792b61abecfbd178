from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerContract(models.Model):
    """Goods kept for a contract: a transfer that holds the stock and is never carried out."""

    _inherit = 'customer.contract'

    warehouse_id = fields.Many2one(
        comodel_name='stock.warehouse',
        compute='_compute_warehouse_id',
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        ondelete='restrict',
        help="Where goods are kept for the contract, and its orders are delivered from.",
    )
    reservation_ids = fields.One2many(
        comodel_name='stock.picking',
        inverse_name='contract_id',
        string="Reservations",
        readonly=True,
        copy=False,
    )
    has_reservation = fields.Boolean(compute='_compute_has_reservation', compute_sudo=True)

    @api.depends('company_id')
    def _compute_warehouse_id(self):
        for contract in self:
            contract.warehouse_id = self.env['stock.warehouse'].search(
                [('company_id', '=', contract.company_id.id)], limit=1
            )

    @api.depends('reservation_ids.state')
    def _compute_has_reservation(self):
        for contract in self:
            contract.has_reservation = bool(contract._get_reservations())

    def _get_reservations(self):
        return self.reservation_ids.filtered(
            lambda picking: picking.state not in ('done', 'cancel')
        )

    def _prepare_order(self, quantities=None):
        values = super()._prepare_order(quantities)
        return {**values, 'warehouse_id': self.warehouse_id.id} if self.warehouse_id else values

    # === BUTTONS: people who sell need no rights on stock === #

    def action_reserve(self):
        """Keep what is left of the contract; what is not in stock yet is kept when it comes in."""
        self.ensure_one()
        self.check_access('write')
        self._check_live()
        contract = self.sudo().with_company(self.company_id)
        quantities = {
            line: left
            for line, left in contract._get_quantities_left().items()
            if line.product_id.is_storable
        }
        if not quantities:
            raise UserError(
                self.env._("Nothing is left of contract %s that can be kept in stock.", self.name)
            )
        contract._reserve(quantities)
        return True

    def action_release_reservation(self):
        """Let others have what was kept for these contracts."""
        self.check_access('write')
        self.sudo()._release_reservation()
        return True

    def action_view_reservation(self):
        return self._get_reservations()._get_records_action(
            name=self.env._("Reservation"), context={'create': False}
        )

    # === STOCK === #

    def _reserve(self, quantities):
        """Keep these quantities in all, by line of the contract; to be called as superuser."""
        picking = self._get_reservations()[:1] or self._create_reservation()
        moves_by_line = {move.contract_line_id: move for move in picking.move_ids}
        for line, quantity in quantities.items():
            if move := moves_by_line.get(line):
                move.product_uom_qty = quantity
            else:
                self.env['stock.move'].create(self._prepare_move(picking, line, quantity))
        picking.action_confirm()
        picking.move_ids.filtered(lambda move: move.state != 'cancel')._action_assign()
        self._message_log(
            body=self.env._("Goods were reserved: %s", picking._get_html_link()),
        )

    def _create_reservation(self):
        if not self.warehouse_id:
            raise UserError(
                self.env._("Say in contract %s in which warehouse goods are kept.", self.name)
            )
        operation = self.warehouse_id._get_contract_type()
        return self.env['stock.picking'].create({
            'contract_id': self.id,
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'picking_type_id': operation.id,
            'location_id': operation.default_location_src_id.id,
            'location_dest_id': operation.default_location_dest_id.id,
            'origin': self.name,
            'move_type': 'direct',
        })

    def _prepare_move(self, picking, line, quantity):
        return {
            'contract_line_id': line.id,
            'company_id': self.company_id.id,
            'picking_id': picking.id,
            'picking_type_id': picking.picking_type_id.id,
            'location_id': picking.location_id.id,
            'location_dest_id': picking.location_dest_id.id,
            'product_id': line.product_id.id,
            'product_uom': line.product_uom_id.id,
            'product_uom_qty': quantity,
            'origin': self.name,
        }

    def _release_reservation(self):
        reserved = self.filtered(lambda contract: contract._get_reservations())
        reserved._get_reservations().action_cancel()
        for contract in reserved:
            contract._message_log(body=self.env._("The goods that were reserved are free again."))

    def _renew(self, date_signed, terms, line_commands):
        result = super()._renew(date_signed, terms, line_commands)
        self.sudo()._fit_reservation()
        return result

    def _fit_reservation(self):
        """Let others have what was kept beyond what is agreed now."""
        moves = self._get_reservations().move_ids
        moves.filtered(lambda move: not move.contract_line_id.active)._action_cancel()
        moves.contract_line_id._hand_over_reservation()._action_assign()

    def _on_end(self):
        """Free what was kept for the contracts that have ended."""
        self.sudo()._release_reservation()
        return super()._on_end()


class CustomerContractLine(models.Model):
    _inherit = 'customer.contract.line'

    reservation_move_ids = fields.One2many(
        comodel_name='stock.move', inverse_name='contract_line_id', readonly=True
    )
    qty_reserved = fields.Float(
        string="Reserved",
        digits='Product Unit',
        compute='_compute_qty_reserved',
        compute_sudo=True,
        help="Held in stock for the contract, beside what its orders hold.",
    )

    @api.depends('reservation_move_ids.quantity', 'reservation_move_ids.state')
    def _compute_qty_reserved(self):
        sums = defaultdict(float)
        groups = self.env['stock.move']._read_group(
            [('contract_line_id', 'in', self._origin.ids), ('state', 'not in', ('done', 'cancel'))],
            ['contract_line_id', 'product_uom'],
            ['quantity:sum'],
        )
        for line, unit, quantity in groups:
            sums[line.id] += unit._compute_quantity(quantity, line.product_uom_id, round=False)
        for line in self:
            line.qty_reserved = sums[line._origin.id]

    def _hand_over_reservation(self):
        """Stop to keep what orders ask for by now, so that their deliveries can take it.

        :return: the moves that still keep something; to be assigned again after the deliveries
        """
        kept = self.env['stock.move']
        for move in self.reservation_move_ids.filtered(
            lambda move: move.state not in ('done', 'cancel')
        ):
            left = max(move.contract_line_id.qty_left, 0.0)
            if move.product_uom.compare(move.product_uom_qty, left) <= 0:
                continue
            move._do_unreserve()
            if move.product_uom.is_zero(left):
                move._action_cancel()
                continue
            move.product_uom_qty = left
            kept |= move
        return kept
