from odoo import api, fields, models


class CustomerContractLine(models.Model):
    """Goods or a service that is sold on a contract: how much of it, and at what price."""

    _name = 'customer.contract.line'
    _description = "Line of a Customer Contract"
    _order = 'contract_id, sequence, id'
    _check_company_auto = True

    contract_id = fields.Many2one(
        comodel_name='customer.contract', required=True, index=True, ondelete='cascade'
    )
    active = fields.Boolean(
        default=True, help="Not any more, once the contract was renewed without this line."
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related='contract_id.company_id')
    currency_id = fields.Many2one(related='contract_id.currency_id')
    product_id = fields.Many2one(
        comodel_name='product.product',
        required=True,
        index='btree_not_null',
        ondelete='restrict',
        check_company=True,
        domain=[('sale_ok', '=', True)],
    )
    name = fields.Text(
        string="Description",
        required=True,
        compute='_compute_name',
        store=True,
        readonly=False,
        precompute=True,
    )
    quantity = fields.Float(digits='Product Unit', default=1.0, required=True)
    product_uom_id = fields.Many2one(
        comodel_name='uom.uom',
        string="Unit",
        required=True,
        compute='_compute_product_uom_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
    )
    price_unit = fields.Float(
        string="Price",
        digits='Product Price',
        required=True,
        compute='_compute_price_unit',
        store=True,
        readonly=False,
        precompute=True,
    )
    price_subtotal = fields.Monetary(
        string="Amount", compute='_compute_price_subtotal', store=True, precompute=True
    )
    sale_line_ids = fields.One2many(comodel_name='sale.order.line', inverse_name='contract_line_id')
    invoice_line_ids = fields.One2many(
        comodel_name='account.move.line', inverse_name='contract_line_id'
    )

    _quantity_positive = models.Constraint(
        'CHECK (quantity > 0)', "The quantity of a line has to be more than nothing."
    )
    _price_not_negative = models.Constraint(
        'CHECK (price_unit >= 0)', "A price cannot be negative."
    )

    @api.depends('product_id')
    def _compute_name(self):
        for line in self:
            product = line.product_id.with_context(lang=line.contract_id.partner_id.lang)
            line.name = product.get_product_multiline_description_sale() if product else False

    @api.depends('product_id')
    def _compute_product_uom_id(self):
        for line in self:
            line.product_uom_id = line.product_id.uom_id

    @api.depends(
        'product_id',
        'product_uom_id',
        'quantity',
        'contract_id.pricelist_id',
        'contract_id.currency_id',
    )
    def _compute_price_unit(self):
        for line in self:
            if not line.product_id or (
                line.price_unit and line._origin.product_id == line.product_id
            ):
                line.price_unit = line.price_unit or 0.0
                continue
            contract = line.contract_id
            line.price_unit = contract.pricelist_id._get_product_price(
                product=line.product_id,
                quantity=line.quantity or 1.0,
                uom=line.product_uom_id,
                currency=contract.currency_id,
                date=contract.date,
            )

    @api.depends('quantity', 'price_unit', 'currency_id')
    def _compute_price_subtotal(self):
        for line in self:
            line.price_subtotal = line.currency_id.round(line.quantity * line.price_unit)

    # === ONLY WHILE THE CONTRACT IS A DRAFT === #

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self.env.su:
            lines.contract_id._check_draft()
        return lines

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        self.contract_id._check_draft()
        result = super().write(vals)
        self.contract_id._check_draft()  # where it went to
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if not self.env.su:
            self.contract_id._check_draft()
