from odoo import api, fields, models


class SaleOrder(models.Model):
    """A confirmed order claims its amount of the contract it is made on."""

    _inherit = 'sale.order'

    contract_warning = fields.Text(compute='_compute_contract_warning')

    @api.depends('amount_total', 'contract_id', 'state')
    def _compute_contract_warning(self):
        for order in self:
            contract = order.state in ('draft', 'sent') and order._get_contract_in_use()
            order.contract_warning = bool(contract) and contract._foretell_breach(
                order, order.amount_total, fields.Date.to_date(order.date_order)
            )

    def write(self, vals):
        with self.env['customer.contract']._guard_claims(self):
            return super().write(vals)

    def _get_contract_claims(self):
        # A limit counts everything, whoever may read it.
        return {
            order: (order.contract_id, order.amount_total)
            for order in self.sudo()
            if order.contract_id and order.state == 'sale'
        }


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        default = self.default_get(['order_id']).get('order_id')
        orders = self._browse_orders({vals.get('order_id', default) for vals in vals_list})
        with self.env['customer.contract']._guard_claims(orders):
            return super().create(vals_list)

    def write(self, vals):
        orders = self.order_id | self._browse_orders({vals.get('order_id')})
        with self.env['customer.contract']._guard_claims(orders):
            return super().write(vals)

    def _browse_orders(self, ids):
        return self.env['sale.order'].browse(filter(None, ids)).exists()
