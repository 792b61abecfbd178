from datetime import timedelta

from odoo import api, fields, models
from odoo.tools.misc import format_date


class CustomerContractTerminate(models.TransientModel):
    """The question why a contract is terminated, and as of which day."""

    _name = 'customer.contract.terminate'
    _description = "Terminate Contract"

    contract_id = fields.Many2one(
        comodel_name='customer.contract', required=True, readonly=True, ondelete='cascade'
    )
    reason = fields.Char(required=True)
    date = fields.Date(
        string="Last Day",
        required=True,
        compute='_compute_date',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="The contract binds until the end of this day, and is not renewed.",
    )
    warning = fields.Char(compute='_compute_warning')

    @api.depends('contract_id')
    def _compute_date(self):
        """Propose the first day that keeps the notice period, or the end if that comes before."""
        for wizard in self:
            contract = wizard.contract_id
            wizard.date = (
                min(contract.date_end or date, date) if (date := wizard._get_kept()) else False
            )

    @api.depends('contract_id', 'date')
    def _compute_warning(self):
        for wizard in self:
            kept = wizard._get_kept()
            if not kept or not wizard.date or wizard.date >= kept:
                wizard.warning = False
                continue
            wizard.warning = wizard.env._(
                "The notice period of %(days)s days is not kept: it would be by %(day)s. Go on only"
                " if both parties agree, or for a cause that needs no notice.",
                days=wizard.contract_id.notice_days,
                day=format_date(wizard.env, kept),
            )

    def _get_kept(self):
        """Return the first day on which the contract can end if notice is given today."""
        contract = self.contract_id
        if not contract:
            return None
        kept = contract._get_today() + timedelta(days=contract.notice_days)
        return max(kept, contract.date_start)

    def action_terminate(self):
        """Terminate the contract."""
        self.ensure_one()
        self.contract_id._terminate(self.date, self.reason)
        return True
