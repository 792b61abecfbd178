from odoo import api, fields, models


class CustomerContractSign(models.TransientModel):
    """The question when a contract was signed."""

    _name = 'customer.contract.sign'
    _description = "Sign Contract"

    contract_id = fields.Many2one(
        comodel_name='customer.contract', required=True, readonly=True, ondelete='cascade'
    )
    date_signed = fields.Date(
        string="Signed On",
        required=True,
        compute='_compute_date_signed',
        store=True,
        readonly=False,
        precompute=True,
    )

    @api.depends('contract_id')
    def _compute_date_signed(self):
        for wizard in self:
            wizard.date_signed = wizard.contract_id._get_today() if wizard.contract_id else False

    def action_sign(self):
        """Take the contract as signed."""
        self.ensure_one()
        self.contract_id._sign(self.date_signed)
        return True
