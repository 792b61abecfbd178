from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.sql import column_exists, create_column

from .customer_contract import LIVE_STATES


class CustomerContract(models.Model):
    """Which contract an order or invoice may be made on, and what it gives it."""

    _inherit = 'customer.contract'

    @api.model
    def _check_choice(self, contract_id, live=True):
        """Refuse to put a document on a contract its user may not see, or that is not in force.

        What our own code does as superuser it has checked: the invoice of an order follows even
        when the contract has ended in between.

        :param int contract_id: what the user chose; nothing is always allowed
        :param bool live: whether the contract has to be in force
        """
        if self.env.su or not contract_id:
            return
        contract = self.browse(contract_id)
        contract.check_access('read')
        if live:
            contract._check_live()

    def _check_live(self):
        for contract in self:
            if contract.state not in LIVE_STATES:
                raise UserError(
                    self.env._(
                        "Contract %(number)s is not in force (%(state)s): choose one that is signed"
                        " and has not ended.",
                        number=contract.name,
                        state=dict(self._fields['state']._description_selection(self.env))[
                            contract.state
                        ],
                    )
                )

    def _is_with(self, partner):
        """Return whether the contract, if any, is with this customer."""
        return not self or self.partner_id.commercial_partner_id == partner.commercial_partner_id

    def _find_line(self, product, current):
        """Return the line for a product: the current one while it fits, or the first."""
        lines = self.line_ids.filtered(lambda line: line.product_id == product._origin)
        return lines & current._origin or lines[:1]

    @api.model
    def _add_empty_column(self, model, name):
        if not column_exists(self.env.cr, model._table, name):
            column_type = model._fields[name].column_type[1]
            create_column(self.env.cr, model._table, name, column_type)


class CustomerContractLine(models.Model):
    _inherit = 'customer.contract.line'

    def _get_price(self, unit, currency, date):
        """Return the agreed price.

        :param unit: `uom.uom` the price is for
        :param currency: `res.currency` of the price
        :param datetime.date date: day of the rate; today if there is none
        :rtype: float
        """
        price = self.product_uom_id._compute_price(self.price_unit, unit or self.product_uom_id)
        return self.currency_id._convert(
            price,
            currency,
            self.company_id,
            date or fields.Date.context_today(self),
            round=False,
        )

    def _check_belongs(self, contract, product):
        if self and (self.contract_id != contract or self.product_id != product):
            raise ValidationError(
                self.env._("A line is made on a line of its own contract, with the same product.")
            )
