from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL


def _is_ordered(_model, alias, _query):
    return SQL(
        """EXISTS (
            SELECT FROM sale_order_line_invoice_rel link
              JOIN sale_order_line ordered ON ordered.id = link.order_line_id
              JOIN sale_order sale ON sale.id = ordered.order_id
              JOIN account_move move ON move.id = %s
             WHERE link.invoice_line_id = %s
               AND sale.state = 'sale' AND sale.contract_id = move.contract_id
        )""",
        SQL.identifier(alias, 'move_id'),
        SQL.identifier(alias, 'id'),
    )


class AccountMoveLine(models.Model):
    """What an order on the same contract claims is not claimed once more by its invoice.

    The link to an order alone proves nothing: it may be an order without the contract, one that
    was cancelled, or any other whose line somebody wrote there.
    """

    _inherit = 'account.move.line'

    def _get_ordered_domain(self):
        """Return what selects the lines that a confirmed order on their contract asked for."""
        self.env['sale.order'].flush_model(['contract_id', 'state'])
        self.env['sale.order.line'].flush_model(['order_id', 'invoice_lines'])
        self.env['account.move'].flush_model(['contract_id'])
        self.flush_model(['move_id', 'sale_line_ids'])
        return Domain.custom(to_sql=_is_ordered)

    def _get_orders_of_contract(self):
        """Return the confirmed orders on the contract of the invoice that these lines invoice."""
        return self.sale_line_ids.order_id.filtered(
            lambda order: order.state == 'sale' and order.contract_id == self.move_id.contract_id
        )
