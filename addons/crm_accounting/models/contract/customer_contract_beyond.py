from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL


class CustomerContract(models.Model):
    """What an order is invoiced with beyond its amount is claimed by its invoices."""

    _inherit = 'customer.contract'

    def _sum_beyond_orders(self):
        """Return what posted invoices ask for beyond their orders, by id of the contract."""
        sums = defaultdict(float)
        for model in ('sale.order', 'sale.order.line', 'account.move', 'account.move.line'):
            self.env[model].flush_model()
        rows = self.env.execute_query(SQL(_BEYOND, contracts=self.ids))
        for order in self.env['sale.order'].browse(order_id for (order_id,) in rows):
            contract, day = order.contract_id, fields.Date.to_date(order.date_order)
            beyond = order._get_amount_beyond(order._get_contract_invoice_lines())
            sums[contract.id] += contract._convert_in(beyond, order.currency_id, day)
        return sums


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _get_contract_invoice_lines(self):
        """Return what was posted of the order on its contract."""
        return self.order_line.invoice_lines.filtered(
            lambda line: (
                line.parent_state == 'posted' and line.move_id.contract_id == self.contract_id
            )
        )

    def _get_amount_beyond(self, lines):
        """Return how much more invoice `lines` ask for than the order, in its currency.

        A rounding of each line is nothing: parts of an amount may sum up to more than it.
        """
        invoiced = sum(
            -line.move_id.direction_sign
            * line.currency_id._convert(
                line.price_total,
                self.currency_id,
                self.company_id,
                line.move_id.invoice_date or fields.Date.context_today(self),
            )
            for line in lines
        )
        beyond = invoiced - self.amount_total
        rounding = self.currency_id.rounding * len(lines)
        return beyond if self.currency_id.compare_amounts(beyond, rounding) > 0 else 0.0


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _get_amount_beyond_orders(self, lines):
        """Return how much more these `lines` of the invoice ask for than their orders."""
        today = fields.Date.context_today(self)
        return sum(
            order.currency_id._convert(
                self._get_amount_beyond_order(order, lines),
                self.currency_id,
                self.company_id,
                self.invoice_date or today,
            )
            for order in lines._get_orders_of_contract()
        )

    def _get_amount_beyond_order(self, order, lines):
        others = order._get_contract_invoice_lines().filtered(lambda line: line.move_id != self)
        own = lines.filtered(lambda line: order in line.sale_line_ids.order_id)
        return order._get_amount_beyond(others | own) - order._get_amount_beyond(others)


# Few orders are invoiced with more than they ask for: they are sought, and counted one by one.
_BEYOND = """
    SELECT sale.id
      FROM sale_order sale
      JOIN sale_order_line ordered ON ordered.order_id = sale.id
      JOIN sale_order_line_invoice_rel link ON link.order_line_id = ordered.id
      JOIN account_move_line line ON line.id = link.invoice_line_id
      JOIN account_move move ON move.id = line.move_id
     WHERE sale.contract_id = ANY(%(contracts)s) AND sale.state = 'sale'
       AND move.contract_id = sale.contract_id AND move.state = 'posted'
  GROUP BY sale.id
    HAVING BOOL_OR(move.currency_id <> sale.currency_id)
        OR SUM(line.price_total * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END)
           > sale.amount_total
"""
