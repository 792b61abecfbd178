from odoo import api, fields, models
from odoo.exceptions import UserError


class CustomerContractScheduled(models.AbstractModel):
    """What a schedule makes: it knows its day, which no user can give it.

    That day is judged by the time of the contract, also where the document is confirmed later.
    """

    _name = 'customer.contract.scheduled'
    _description = "Made by Schedule"

    contract_schedule_date = fields.Date(readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:  # nor do defaults of the context or of the user
            vals_list = [{**vals, 'contract_schedule_date': False} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and 'contract_schedule_date' in vals:
            raise UserError(self.env._("Only a schedule makes documents of a schedule."))
        return super().write(vals)


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'customer.contract.scheduled']

    _once_by_schedule = models.UniqueIndex(
        "(contract_id, contract_schedule_date) WHERE contract_schedule_date IS NOT NULL"
    )


class AccountMove(models.Model):
    _name = 'account.move'
    _inherit = ['account.move', 'customer.contract.scheduled']

    _once_by_schedule = models.UniqueIndex(
        "(contract_id, contract_schedule_date) WHERE contract_schedule_date IS NOT NULL"
    )
