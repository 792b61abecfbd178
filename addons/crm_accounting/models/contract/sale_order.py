from odoo import api, fields, models
from odoo.exceptions import ValidationError


class SaleOrder(models.Model):
    """An order on a contract takes over its terms and carries its number."""

    _inherit = 'sale.order'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        index='btree_not_null',
        check_company=True,
        ondelete='restrict',
        tracking=True,
        copy=False,
        domain="[('state', 'in', ('signed', 'running', 'expiring')),"
        " ('partner_id', 'parent_of', partner_id)]",
    )

    # === TERMS OF THE CONTRACT === #

    @api.depends('contract_id')
    def _compute_payment_term_id(self):
        contracts = self._get_contracts_in_use()
        with_term = self.filtered(lambda order: contracts[order].payment_term_id)
        for order in with_term:
            order.payment_term_id = contracts[order].payment_term_id
        return super(SaleOrder, self - with_term)._compute_payment_term_id()

    @api.depends('contract_id')
    def _compute_pricelist_id(self):
        contracts = self._get_contracts_in_use()
        with_list = self.filtered(
            lambda order: order.state == 'draft' and contracts[order].pricelist_id
        )
        for order in with_list:
            order.pricelist_id = contracts[order].pricelist_id
        return super(SaleOrder, self - with_list)._compute_pricelist_id()

    @api.depends('contract_id')
    def _compute_currency_id(self):
        contracts = self._get_contracts_in_use()
        on_contract = self.filtered(lambda order: contracts[order])
        for order in on_contract:
            order.currency_id = contracts[order].currency_id
        return super(SaleOrder, self - on_contract)._compute_currency_id()

    def _get_contracts_in_use(self):
        """Return for each order the contract whose terms it may take over, as superuser.

        Computed fields see everything, and what a form holds before it is saved is the word of its
        user. So an order that is not saved with its contract takes over only what its user may
        read.
        """
        return {order: order._get_contract_in_use() for order in self}

    def _get_contract_in_use(self):
        contract = self.contract_id._origin
        if contract == self._origin.contract_id or contract.sudo(False).has_access('read'):
            return contract.sudo()
        return contract.browse()

    # === THE RIGHT CONTRACT === #

    @api.constrains('contract_id', 'partner_id')
    def _check_contract_partner(self):
        # Whether it fits is asked of all, also where this user may not read the contract.
        for order in self.sudo():
            if not order.contract_id._is_with(order.partner_id):
                raise ValidationError(
                    self.env._("Order %s: its contract is with another customer.", order.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self.env['customer.contract']._check_choice(vals.get('contract_id'))
        return super().create(vals_list)

    def write(self, vals):
        chosen = vals.get('contract_id')
        if chosen and any(order.contract_id.id != chosen for order in self.sudo()):
            self.env['customer.contract']._check_choice(chosen)
        return super().write(vals)

    def action_view_contract(self):
        return self.contract_id._get_records_action()

    # === ITS INVOICES === #

    def _prepare_invoice(self):
        return {**super()._prepare_invoice(), 'contract_id': self.contract_id.id}

    def _get_invoice_grouping_keys(self):
        return [*super()._get_invoice_grouping_keys(), 'contract_id']
