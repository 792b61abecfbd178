from odoo import api, models

from .customer_contract_line_traded import INVOICES


class AccountMove(models.Model):
    """A posted invoice claims of its contract what no order has claimed before."""

    _inherit = 'account.move'

    def write(self, vals):
        if not {'contract_id', 'state'} & vals.keys():
            return super().write(vals)
        with self.env['customer.contract']._guard_claims(self):
            return super().write(vals)

    def _get_contract_claims(self):
        # A limit counts everything, whoever may read it.
        claims = {
            move: (move.contract_id, move._get_claimed_amount())
            for move in self.sudo()
            if move.contract_id and move.state == 'posted' and move.move_type in INVOICES
        }
        return {move: claim for move, claim in claims.items() if claim[1]}

    def _get_claimed_amount(self):
        """Return the amount, taxes included, that no order asks for."""
        ordered = self.invoice_line_ids.filtered(lambda line: line._get_orders_of_contract())
        if not ordered:
            return self.amount_total
        added = self.invoice_line_ids.filtered(lambda line: line.display_type == 'product')
        beyond = self._get_amount_beyond_orders(ordered)
        return self.currency_id.round(sum((added - ordered).mapped('price_total')) + beyond)

    # === BEFORE IT IS POSTED === #

    @api.depends('amount_total', 'contract_id')
    def _compute_alerts(self):
        return super()._compute_alerts()

    def _get_alerts(self):
        alerts = super()._get_alerts()
        if warning := self._get_contract_warning():
            alerts['crm_accounting_contract'] = {'level': 'warning', 'message': warning}
        return alerts

    def _get_contract_warning(self):
        contract = self._get_contract_in_use()
        amount = self.sudo()._get_claimed_amount()  # of orders, which an invoicer may not read
        if not contract or self.state != 'draft' or self.move_type not in INVOICES or not amount:
            return ""
        warning = contract._foretell_breach(self, amount, self.invoice_date)
        return warning.replace("\n", " ")
