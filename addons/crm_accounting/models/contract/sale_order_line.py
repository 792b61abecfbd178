from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """What a contract agrees on is sold at its price, whatever the price lists say."""

    _inherit = 'sale.order.line'

    contract_line_id = fields.Many2one(
        comodel_name='customer.contract.line',
        index='btree_not_null',
        ondelete='restrict',
        compute='_compute_contract_line_id',
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
    )

    def _auto_init(self):
        """Add the column before the ORM does: no line has a contract yet, so none is computed."""
        self.env['customer.contract']._add_empty_column(self, 'contract_line_id')
        return super()._auto_init()

    @api.depends('order_id.contract_id', 'product_id')
    def _compute_contract_line_id(self):
        nothing = self.env['customer.contract.line']
        for line in self:
            contract = line.order_id.contract_id and line.order_id._get_contract_in_use()
            agreed = (
                contract._find_line(line.product_id, line.contract_line_id) if contract else nothing
            )
            if line._origin and line.contract_line_id._origin != agreed:
                # A price by hand belonged to what was agreed before.
                line = line.with_context(sale_write_from_compute=True)
                line.technical_price_unit = line.price_unit
            line.contract_line_id = agreed

    @api.constrains('contract_line_id', 'product_id')
    def _check_contract_line(self):
        # Whether it fits is asked of all, also where this user may not read the contract.
        for line in self.sudo():
            line.contract_line_id._check_belongs(line.order_id.contract_id, line.product_id)

    @api.depends('contract_line_id')
    def _compute_price_unit(self):
        return super()._compute_price_unit()

    def _get_display_price(self):
        agreed = self._get_agreed_line()
        if not agreed:
            return super()._get_display_price()
        return agreed._get_price(
            self.product_uom_id, self.currency_id, fields.Date.to_date(self.order_id.date_order)
        )

    @api.depends('contract_line_id')
    def _compute_discount(self):
        agreed = self.filtered(lambda line: line._get_agreed_line())
        agreed.discount = 0.0
        return super(SaleOrderLine, self - agreed)._compute_discount()

    def _get_agreed_line(self):
        """Return the line of the contract of the order, as superuser; none if it is another's."""
        agreed = self.contract_line_id._origin.sudo()
        contract = self.order_id._get_contract_in_use()
        return agreed if contract and agreed.contract_id == contract else agreed.browse()

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        return {**values, 'contract_line_id': self.contract_line_id.id}
