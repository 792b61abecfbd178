from odoo import Command, api, fields, models

AGREED = ('product_id', 'name', 'quantity', 'product_uom_id', 'price_unit')


class CustomerContractRenewLine(models.TransientModel):
    """Goods or a service of a renewal: a line that is kept, perhaps changed, or a new one."""

    _name = 'customer.contract.renew.line'
    _description = "Line of a Renewal"

    wizard_id = fields.Many2one(
        comodel_name='customer.contract.renew', required=True, index=True, ondelete='cascade'
    )
    contract_line_id = fields.Many2one(
        comodel_name='customer.contract.line', readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='wizard_id.company_id')
    currency_id = fields.Many2one(related='wizard_id.currency_id')
    product_id = fields.Many2one(
        comodel_name='product.product',
        required=True,
        check_company=True,
        domain=[('sale_ok', '=', True)],
        ondelete='cascade',
    )
    name = fields.Text(
        string="Description",
        compute='_compute_name',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    quantity = fields.Float(digits='Product Unit', default=1.0, required=True)
    product_uom_id = fields.Many2one(
        comodel_name='uom.uom',
        string="Unit",
        compute='_compute_product_uom_id',
        compute_sudo=False,
        store=True,
        readonly=False,
        ondelete='cascade',
    )
    price_unit = fields.Float(
        string="Price",
        digits='Product Price',
        compute='_compute_price_unit',
        compute_sudo=False,
        store=True,
        readonly=False,
    )
    price_subtotal = fields.Monetary(string="Amount", compute='_compute_price_subtotal')

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            customer = line.wizard_id.contract_id.partner_id
            product = line.product_id.with_context(lang=customer.lang)
            text = product.get_product_multiline_description_sale() if product else False
            line.name = line.contract_line_id.name or text

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.contract_line_id.product_uom_id or line.product_id.uom_id

    @api.depends('product_id')
    def _compute_price_unit(self):
        """Propose the price of the price list; a line that is kept has its own."""
        for line in self:
            if line.contract_line_id or not line.product_id:
                line.price_unit = line.contract_line_id.price_unit
                continue
            line.price_unit = line.wizard_id.pricelist_id._get_product_price(
                product=line.product_id,
                quantity=line.quantity or 1.0,
                uom=line.product_id.uom_id,
                currency=line.currency_id,
                date=line.wizard_id.date_signed,
            )

    @api.depends('quantity', 'price_unit', 'currency_id')
    def _compute_price_subtotal(self):
        for line in self:
            line.price_subtotal = line.currency_id.round(line.quantity * line.price_unit)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # A cache does not ask, and Odoo's constraints ask as superuser.
        lines.contract_line_id.check_access('read')
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.contract_line_id.check_access('read')
        return result

    def _prepare_command(self):
        """Return the command for the lines of the contract that makes this line agreed."""
        values = self._convert_to_write({name: self[name] for name in AGREED})
        kept = self.contract_line_id
        return Command.update(kept.id, values) if kept else Command.create(values)
