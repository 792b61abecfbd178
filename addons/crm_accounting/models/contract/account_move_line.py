from odoo import api, fields, models


class AccountMoveLine(models.Model):
    """What a contract agrees on is invoiced at its price."""

    _inherit = 'account.move.line'

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

    @api.depends('move_id.contract_id', 'product_id')
    def _compute_contract_line_id(self):
        for line in self:
            contract = line.move_id.contract_id and line.move_id._get_contract_in_use()
            current = line.contract_line_id or line.sale_line_ids.contract_line_id[:1]
            line.contract_line_id = (
                contract._find_line(line.product_id, current) if contract else False
            )

    @api.constrains('contract_line_id', 'product_id')
    def _check_contract_line(self):
        # Whether it fits is asked of all, also where this user may not read the contract.
        for line in self.sudo():
            line.contract_line_id._check_belongs(line.move_id.contract_id, line.product_id)

    @api.depends('contract_line_id')
    def _compute_price_unit(self):
        # What was posted, and what an order has agreed on, stays.
        kept = self.filtered(
            lambda line: (
                line.move_id.state == 'posted' or (line.contract_line_id and line.sale_line_ids)
            )
        )
        agreed = (self - kept).filtered(lambda line: line._get_agreed_line())
        for line in agreed:
            line.price_unit = line._get_agreed_price()
        return super(AccountMoveLine, self - kept - agreed)._compute_price_unit()

    def _take_agreed_prices(self):
        before = {line: line.contract_line_id for line in self}
        self._compute_contract_line_id()
        changed = self.filtered(lambda line: line.contract_line_id != before[line])
        changed._compute_price_unit()

    def _get_agreed_line(self):
        """Return the line of the contract of the invoice, as superuser; none of another's."""
        agreed = self.contract_line_id._origin.sudo()
        contract = self.move_id._get_contract_in_use()
        return agreed if contract and agreed.contract_id == contract else agreed.browse()

    def _get_agreed_price(self):
        """Return the price in unit and currency of the line, fit for its fiscal position."""
        move = self.move_id
        price = self._get_agreed_line()._get_price(
            self.product_uom_id, move.currency_id, move.invoice_date
        )
        return self.product_id._get_tax_included_unit_price_from_price(
            price,
            product_taxes=self.product_id.taxes_id._filter_taxes_by_company(move.company_id),
            fiscal_position=move.fiscal_position_id,
        )

    def _copy_data_extend_business_fields(self, values):
        values['contract_line_id'] = self.contract_line_id.id
        return super()._copy_data_extend_business_fields(values)
