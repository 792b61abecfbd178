from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """What a pre-order asks before its goods come, and what of it was paid: read from the books."""

    _inherit = 'sale.order'

    preorder_amount_asked = fields.Monetary(
        string="Prepayment Asked", compute='_compute_preorder_amounts', compute_sudo=True
    )
    preorder_amount_paid = fields.Monetary(
        string="Prepaid", compute='_compute_preorder_amounts', compute_sudo=True
    )
    preorder_amount_open = fields.Monetary(
        string="Prepayment Open", compute='_compute_preorder_amounts', compute_sudo=True
    )
    preorder_is_unpaid = fields.Boolean(
        string="Not Prepaid",
        compute='_compute_preorder_amounts',
        compute_sudo=True,
        search='_search_preorder_is_unpaid',
    )
    preorder_has_invoice = fields.Boolean(
        compute='_compute_preorder_has_invoice',
        compute_sudo=True,
        help="The prepayment was invoiced, and not given back.",
    )
    preorder_has_debt = fields.Boolean(
        compute='_compute_preorder_has_invoice',
        compute_sudo=True,
        help="Something is owed on the invoice of the prepayment.",
    )

    @api.depends(
        'is_preorder',
        'require_payment',
        'prepayment_percent',
        'amount_total',
        'invoice_status',
        'order_line.invoice_lines.move_id.amount_residual',
        'order_line.invoice_lines.move_id.state',
        'transaction_ids.state',
    )
    def _compute_preorder_amounts(self):
        for order in self:
            is_asked = order.is_preorder and order.require_payment
            asked = order._get_prepayment_required_amount() if is_asked else 0.0
            paid = order._sum_prepaid() if order.is_preorder else 0.0
            # What is invoiced to the end is prepaid no more: it is owed on its invoices.
            is_due = order.invoice_status != 'invoiced'
            left = order.currency_id.round(max(asked - paid, 0.0)) if is_due else 0.0
            order.preorder_amount_asked = asked
            order.preorder_amount_paid = paid
            order.preorder_amount_open = left
            order.preorder_is_unpaid = left > 0 and order.state != 'cancel'

    def _search_preorder_is_unpaid(self, operator, value):
        if operator != 'in':
            return NotImplemented
        asking = self.search([
            ('is_preorder', '=', True),
            ('require_payment', '=', True),
            ('state', '!=', 'cancel'),
            ('invoice_status', '!=', 'invoiced'),
        ])
        unpaid = asking.filtered('preorder_is_unpaid')
        return [('id', 'in' if True in value else 'not in', unpaid.ids)]

    def _sum_prepaid(self):
        """Return what was paid on prepayment invoices, and online without one."""
        moves = self._get_prepayment_lines().invoice_lines.move_id.filtered(
            lambda move: move.state == 'posted' and move._is_downpayment()
        )
        settled = sum(map(self._get_settled, moves))
        online = self.transaction_ids.filtered(lambda transaction: transaction.state == 'done')
        return self.currency_id.round(settled + sum(map(self._get_unallocated, online)))

    def _get_settled(self, move):
        """Return what has settled an invoice; below zero: what a credit note of it has settled."""
        if move.move_type == 'out_refund':
            return move.amount_residual - move.amount_total
        receivable = move.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        # A payment that was rejected has paid nothing, whatever the residual says.
        return sum(line.amount_currency - line._get_amount_owed() for line in receivable)

    def _get_unallocated(self, transaction):
        """Return what of an online payment is on no invoice yet."""
        if not transaction.payment_id:
            return 0.0 if transaction.invoice_ids else transaction.amount
        received = transaction.payment_id.move_id.line_ids._filter_real().filtered(
            lambda line: line.account_type == 'asset_receivable'
        )
        return -sum(received.mapped('amount_residual_currency'))

    def _get_prepayment_lines(self):
        return self.order_line.filtered(lambda line: line.is_downpayment and not line.display_type)

    @api.depends(
        'is_preorder',
        'state',
        'order_line.qty_invoiced',
        'order_line.invoice_lines.move_id.amount_residual',
    )
    def _compute_preorder_has_invoice(self):
        for order in self:
            is_live = order.is_preorder and order.state == 'sale'
            invoices = is_live and order._get_prepayment_invoices()
            order.preorder_has_invoice = bool(invoices)
            order.preorder_has_debt = bool(invoices and invoices.line_ids._filter_owed())

    def _get_prepayment_invoices(self):
        """Return the down payment invoices that neither a final invoice nor a credit has used up.

        :rtype: account.move
        """
        # Of a draft the quantity counts; an amount tells what an accountant left of it.
        live = self._get_prepayment_lines().filtered(
            lambda line: (
                line.qty_invoiced > 0
                or line.currency_id.compare_amounts(line.amount_invoiced, 0.0) > 0
            )
        )
        return live.invoice_lines.move_id.filtered(
            lambda move: (
                move.move_type == 'out_invoice'
                and move.state != 'cancel'
                and move._is_downpayment()
            )
        )

    # === ASKING FOR IT === #

    def action_ask_prepayment(self):
        """Make the invoice of the prepayment, or open the one there is.

        :raise UserError: when none is asked
        """
        self.ensure_one()
        self.check_access('write')
        if not self.is_preorder or self.state != 'sale' or not self.require_payment:
            raise UserError(
                self.env._("This is no confirmed pre-order that asks for a prepayment.")
            )
        # Of two who ask at the same time the second is repeated, and finds the invoice.
        self.write({'prepayment_percent': self.prepayment_percent})
        self.flush_recordset()
        invoices = self.sudo()._get_prepayment_invoices().sudo(self.env.su)
        if invoices:
            return self.action_view_invoice(invoices=invoices)
        wizard = self.env['sale.advance.payment.inv'].create({
            'sale_order_ids': self.ids,
            'advance_payment_method': 'percentage',
            'amount': self.prepayment_percent * 100,
        })
        return wizard.create_invoices()

    def action_prepay_by_instalments(self):
        """Open the payment plan of the prepayment, or propose one."""
        self.ensure_one()
        self.check_access('write')
        # The plan is opened with the rights of who asks.
        invoices = self.sudo()._get_prepayment_invoices().sudo(self.env.su)
        return self.env['payment.plan']._open_for(invoices.line_ids)
