from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class CustomerContract(models.Model):
    """Orders and invoices made from a contract, with what is left of it."""

    _inherit = 'customer.contract'

    sale_order_count = fields.Integer(compute='_compute_document_counts')
    invoice_count = fields.Integer(compute='_compute_document_counts')

    @api.depends_context('uid', 'allowed_company_ids')
    @api.depends('sale_order_ids', 'invoice_ids')
    def _compute_document_counts(self):
        """Count what the user may see, and so finds behind the button."""
        orders = self._count_documents('sale.order')
        invoices = self._count_documents('account.move')
        for contract in self:
            contract.sale_order_count = orders.get(contract._origin, 0)
            contract.invoice_count = invoices.get(contract._origin, 0)

    def _count_documents(self, model):
        if not self.env[model].has_access('read'):
            return {}
        return dict(
            self.env[model]._read_group(
                [('contract_id', 'in', self._origin.ids)], ['contract_id'], ['__count']
            )
        )

    # === MADE FROM IT === #

    def action_new_order(self):
        """Make a quotation with what is left, and show it."""
        self._check_ready()
        order = self.env['sale.order'].create(self._prepare_order())
        return order._get_records_action(name=self.env._("New Order"))

    def action_new_invoice(self):
        """Make a draft invoice with what is left, without an order, and show it."""
        self._check_ready()
        invoice = self.env['account.move'].create(self._prepare_invoice())
        return invoice._get_records_action(
            name=self.env._("New Invoice"),
            views=[(self.env.ref('account.view_move_form').id, 'form')],
        )

    def _check_ready(self):
        self.ensure_one()
        self.check_access('read')
        self._check_live()
        if self.line_ids and not self._get_quantities_left():
            raise UserError(
                self.env._(
                    "Nothing is left of contract %s: renew it with new terms, or choose it in an"
                    " order of your own.",
                    self.name,
                )
            )

    def _get_quantities_left(self):
        """Return what is left of each line, in its unit, without those of which nothing is."""
        return {
            line: line.qty_left
            for line in self.line_ids
            if line.product_uom_id.compare(line.qty_left, 0) > 0
        }

    def _prepare_order(self, quantities=None):
        """Return values of an order; what the contract says on terms the order computes.

        :param dict quantities: quantity by line of the contract; what is left if there is none
        """
        quantities = self._get_quantities_left() if quantities is None else quantities
        return {
            'company_id': self.company_id.id,
            'partner_id': self.partner_id.id,
            'contract_id': self.id,
            'origin': self.name,
            'order_line': [
                Command.create({
                    'contract_line_id': line.id,
                    'product_id': line.product_id.id,
                    'name': line.name,
                    'product_uom_id': line.product_uom_id.id,
                    'product_uom_qty': quantity,
                })
                for line, quantity in quantities.items()
            ],
        }

    def _prepare_invoice(self, quantities=None):
        """Return values of a draft invoice without an order; for `quantities` see the order."""
        quantities = self._get_quantities_left() if quantities is None else quantities
        values = {
            'move_type': 'out_invoice',
            'company_id': self.company_id.id,
            'partner_id': self._get_invoiced_partner().id,
            'contract_id': self.id,
            'currency_id': self.currency_id.id,
            'invoice_origin': self.name,
            'invoice_line_ids': [
                Command.create({
                    'contract_line_id': line.id,
                    'product_id': line.product_id.id,
                    'name': line.name,
                    'product_uom_id': line.product_uom_id.id,
                    'quantity': quantity,
                })
                for line, quantity in quantities.items()
            ],
        }
        if self.payment_term_id:
            values['invoice_payment_term_id'] = self.payment_term_id.id
        return values

    def _get_invoiced_partner(self):
        partner = self.partner_id
        return partner.browse(partner.address_get(['invoice'])['invoice'])

    # === SEEN FROM IT === #

    def action_view_orders(self):
        return self.sale_order_ids._get_records_action(
            name=self.env._("Orders"), context={'create': False}
        )

    def action_view_invoices(self):
        return self.invoice_ids._get_records_action(
            name=self.env._("Invoices"), context={'create': False}
        )

    def action_view_customer(self):
        return self.partner_id._get_records_action()
