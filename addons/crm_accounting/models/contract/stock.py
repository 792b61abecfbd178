from odoo import fields, models
from odoo.exceptions import UserError

OPERATION = 'KEEP'  # code of the operation type


class StockWarehouse(models.Model):
    _inherit = 'stock.warehouse'

    contract_type_id = fields.Many2one(
        comodel_name='stock.picking.type',
        string="Contract Reservations",
        check_company=True,
        copy=False,
        readonly=True,
    )

    def _get_contract_type(self):
        """Return the operation type that keeps goods for contracts; made when first needed."""
        self.ensure_one()
        if not self.contract_type_id:
            self.contract_type_id = self.env['stock.picking.type'].create({
                'name': self.env._("Contract Reservations"),
                'code': 'internal',
                'company_id': self.company_id.id,
                'warehouse_id': self.id,
                'sequence_code': OPERATION,
                'default_location_src_id': self.lot_stock_id.id,
                'default_location_dest_id': self.lot_stock_id.id,
                'reservation_method': 'at_confirm',
            })
        return self.contract_type_id


class StockPicking(models.Model):
    """A reservation is a transfer from stock to stock: it holds goods and moves none.

    Nobody can carry it out by mistake: its delivery is that of an order.
    """

    _inherit = 'stock.picking'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        string="Reserved for Contract",
        index='btree_not_null',
        check_company=True,
        ondelete='restrict',
        readonly=True,
        copy=False,
    )

    def button_validate(self):
        self.move_ids._check_not_kept()
        return super().button_validate()


class StockMove(models.Model):
    _inherit = 'stock.move'

    contract_line_id = fields.Many2one(
        comodel_name='customer.contract.line',
        string="Kept for",
        index='btree_not_null',
        ondelete='restrict',
        readonly=True,
        copy=False,
    )

    def _action_done(self, cancel_backorder=False):
        self._check_not_kept()
        return super()._action_done(cancel_backorder=cancel_backorder)

    def _check_not_kept(self):
        kept = self.sudo().filtered('contract_line_id')
        if kept:
            raise UserError(
                self.env._(
                    "%(transfer)s keeps goods for contract %(contract)s and delivers nothing:"
                    " deliver an order of the contract, or release the reservation there.",
                    transfer=kept[0].picking_id.name,
                    contract=kept[0].contract_line_id.contract_id.name,
                )
            )

    def _prepare_merge_moves_distinct_fields(self):
        return [*super()._prepare_merge_moves_distinct_fields(), 'contract_line_id']
