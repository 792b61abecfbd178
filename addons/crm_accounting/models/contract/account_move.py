from odoo import api, fields, models
from odoo.exceptions import ValidationError


class AccountMove(models.Model):
    """An invoice on a contract carries its number, and so does its credit note."""

    _inherit = 'account.move'

    contract_id = fields.Many2one(
        comodel_name='customer.contract',
        index='btree_not_null',
        check_company=True,
        ondelete='restrict',
        tracking=True,
        copy=False,
        domain="[('state', 'in', ('signed', 'running', 'expiring')),"
        " ('partner_id', 'child_of', commercial_partner_id)]",
    )

    @api.onchange('contract_id')
    def _onchange_contract_id(self):
        """Take over the terms. A stored computation would do so in posted invoices too."""
        contract = self._get_contract_in_use()
        if contract:
            self.currency_id = contract.currency_id
        if contract.payment_term_id:
            self.invoice_payment_term_id = contract.payment_term_id
        # The lines of an invoice that is not saved yet are not found by its entry's lines.
        self.invoice_line_ids._take_agreed_prices()

    def _get_contract_in_use(self):
        """Return the contract whose prices the invoice may take, as superuser: see the order's."""
        contract = self.contract_id._origin
        if contract == self._origin.contract_id or contract.sudo(False).has_access('read'):
            return contract.sudo()
        return contract.browse()

    @api.constrains('contract_id', 'partner_id', 'move_type')
    def _check_contract_partner(self):
        # Whether it fits is asked of all, also where this user may not read the contract.
        for move in self.sudo().filtered('contract_id'):
            if not move.is_sale_document(include_receipts=True):
                raise ValidationError(
                    self.env._("Invoices to customers are made on a contract, nothing else.")
                )
            if not move.contract_id._is_with(move.partner_id):
                raise ValidationError(
                    self.env._(
                        "Invoice %s: its contract is with another customer.", move.display_name
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            move_type = vals.get('move_type') or self.env.context.get('default_move_type')
            self.env['customer.contract']._check_choice(
                vals.get('contract_id'), live=move_type != 'out_refund'
            )
        return super().create(vals_list)

    def write(self, vals):
        if chosen := vals.get('contract_id'):
            # Only which contract they have is compared; the new one is asked for below.
            changed = self.sudo().filtered(lambda move: move.contract_id.id != chosen)
            self.env['customer.contract']._check_choice(
                changed and chosen, live=set(changed.mapped('move_type')) != {'out_refund'}
            )
        return super().write(vals)

    def action_view_contract(self):
        return self.contract_id._get_records_action()

    def _reverse_moves(self, default_values_list=None, cancel=False):
        default_values_list = default_values_list or [{} for _move in self]
        return super()._reverse_moves(
            [
                {'contract_id': move.contract_id.id, **values}
                for move, values in zip(self, default_values_list, strict=True)
            ],
            cancel=cancel,
        )
