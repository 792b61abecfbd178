from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

INVOICES = ('out_invoice', 'out_receipt')
REFUNDS = ('out_refund',)


class CustomerContractLine(models.Model):
    """How much of a line was ordered, delivered and invoiced, in the unit of the line."""

    _inherit = 'customer.contract.line'

    # Whoever sees the contract sees these sums, whatever they may see of the orders in them.
    qty_ordered = fields.Float(
        string="Ordered",
        digits='Product Unit',
        compute='_compute_traded',
        compute_sudo=True,
        help="In confirmed orders.",
    )
    qty_delivered = fields.Float(
        string="Delivered",
        digits='Product Unit',
        compute='_compute_traded',
        compute_sudo=True,
        help="On orders, less what came back.",
    )
    qty_invoiced = fields.Float(
        string="Invoiced",
        digits='Product Unit',
        compute='_compute_traded',
        compute_sudo=True,
        help="In posted invoices, less credit notes.",
    )
    qty_left = fields.Float(
        string="Left",
        digits='Product Unit',
        compute='_compute_traded',
        compute_sudo=True,
        help="Neither in a confirmed order nor in an invoice that comes from no order. Drafts of"
        " such invoices count, so that nothing is invoiced twice. Less than 0: more was sold"
        " than agreed.",
    )

    @api.depends(
        'quantity',
        'sale_line_ids.product_uom_qty',
        'sale_line_ids.qty_delivered',
        'sale_line_ids.state',
        'invoice_line_ids.quantity',
        'invoice_line_ids.parent_state',
    )
    def _compute_traded(self):
        lines = self._origin
        ordered, delivered = lines._sum_ordered()
        invoiced = lines._sum_invoiced(Domain('parent_state', '=', 'posted'))
        direct = lines._sum_invoiced(lines._get_direct_domain())
        for line in self:
            origin = line._origin.id
            line.qty_ordered = ordered[origin]
            line.qty_delivered = delivered[origin]
            line.qty_invoiced = invoiced[origin]
            line.qty_left = line.quantity - ordered[origin] - direct[origin]

    def _sum_ordered(self):
        """Return what confirmed orders ask for and what any order delivered, by id of the line."""
        ordered, delivered = defaultdict(float), defaultdict(float)
        groups = self.env['sale.order.line']._read_group(
            [('contract_line_id', 'in', self.ids), ('state', 'in', ('sale', 'cancel'))],
            ['contract_line_id', 'product_uom_id', 'state'],
            ['product_uom_qty:sum', 'qty_delivered:sum'],
        )
        for line, unit, state, asked, brought in groups:
            if state == 'sale':
                ordered[line.id] += unit._compute_quantity(asked, line.product_uom_id, round=False)
            delivered[line.id] += unit._compute_quantity(brought, line.product_uom_id, round=False)
        return ordered, delivered

    def _sum_invoiced(self, domain):
        """Return what invoices less credit notes that match `domain` hold, by id of the line."""
        sums = defaultdict(float)
        for sign, types in ((1, INVOICES), (-1, REFUNDS)):
            groups = self.env['account.move.line']._read_group(
                Domain('contract_line_id', 'in', self.ids)
                & Domain('move_id.move_type', 'in', types)
                & domain,
                ['contract_line_id', 'product_uom_id'],
                ['quantity:sum'],
            )
            for line, unit, quantity in groups:
                unit = unit or line.product_uom_id
                sums[line.id] += sign * unit._compute_quantity(
                    quantity, line.product_uom_id, round=False
                )
        return sums

    def _get_direct_domain(self):
        """Return what selects invoice lines that use up a contract without an order."""
        return ~self.env['account.move.line']._get_ordered_domain() & (
            Domain('parent_state', '=', 'posted')
            | (Domain('parent_state', '=', 'draft') & Domain('move_id.move_type', 'in', INVOICES))
        )
