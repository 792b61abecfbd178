from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...models.contract.periods import add_months

TERMS = (
    'amount_limit',
    'date_end',
    'notice_days',
    'payment_term_id',
    'pricelist_id',
    'renewal',
    'renewal_months',
)


class CustomerContractRenew(models.TransientModel):
    """The question on what new terms a contract goes on: what an addendum says."""

    _name = 'customer.contract.renew'
    _description = "Renew Contract"

    contract_id = fields.Many2one(
        comodel_name='customer.contract', required=True, readonly=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='contract_id.company_id', related_sudo=False)
    currency_id = fields.Many2one(related='contract_id.currency_id', related_sudo=False)
    state = fields.Selection(related='contract_id.state', related_sudo=False)
    date_terminated = fields.Date(related='contract_id.date_terminated', related_sudo=False)
    date_signed = fields.Date(
        string="Signed On",
        required=True,
        compute='_compute_dates',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    date_start = fields.Date(
        string="In Force Again From",
        compute='_compute_dates',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="The contract had ended.",
    )
    date_end = fields.Date(
        string="New End",
        compute='_compute_dates',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="The last day. Empty: until it is terminated.",
    )
    notice_days = fields.Integer(
        string="Notice Period (Days)",
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    renewal = fields.Selection(
        selection=lambda self: (
            self.env['customer.contract']._fields['renewal']._description_selection(self.env)
        ),
        string="At the End",
        required=True,
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    renewal_months = fields.Integer(
        string="Renewed for (Months)",
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    amount_limit = fields.Monetary(
        string="Limit",
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
    )
    payment_term_id = fields.Many2one(
        comodel_name='account.payment.term',
        string="Payment Terms",
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    pricelist_id = fields.Many2one(
        comodel_name='product.pricelist',
        compute='_compute_terms',
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        domain="[('currency_id', '=', currency_id)]",
    )
    line_ids = fields.One2many(
        comodel_name='customer.contract.renew.line',
        inverse_name='wizard_id',
        string="Goods and Services",
        compute='_compute_line_ids',
        compute_sudo=False,
        store=True,
        readonly=False,
    )

    @api.depends('contract_id')
    def _compute_dates(self):
        """Propose one period more: from the end on, or from today for a contract that has ended."""
        for wizard in self:
            contract = wizard.contract_id
            today = contract._get_today() if contract else False
            months = contract.renewal_months or 12
            wizard.date_signed = today
            wizard.date_start = today if contract.state == 'ended' else False
            end = contract.date_end and add_months(contract.date_end, months)
            while end and end < today:
                end = add_months(end, months)
            wizard.date_end = end

    @api.depends('contract_id')
    def _compute_terms(self):
        for wizard in self:
            contract = wizard.contract_id
            for name in set(TERMS) - {'date_end'}:
                wizard[name] = contract[name]

    @api.depends('contract_id')
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create({
                        'contract_line_id': line.id,
                        'product_id': line.product_id.id,
                        'name': line.name,
                        'quantity': line.quantity,
                        'product_uom_id': line.product_uom_id.id,
                        'price_unit': line.price_unit,
                    })
                    for line in wizard.contract_id.line_ids
                ),
            ]

    def action_renew(self):
        """Renew the contract with these terms."""
        self.ensure_one()
        terms = self._convert_to_write({name: self[name] for name in TERMS})
        if self.state == 'ended':
            terms['date_start'] = self.date_start or self.contract_id._get_today()
        self.contract_id._renew(self.date_signed, terms, self._prepare_line_commands())
        return True

    def _prepare_line_commands(self):
        """Return what the lines become: kept ones keep their id, for what was made from them."""
        kept = self.line_ids.contract_line_id
        if kept - self.contract_id.line_ids:
            raise UserError(self.env._("A line belongs to another contract: remove it."))
        gone = self.contract_id.line_ids - kept
        return [
            *(Command.update(line.id, {'active': False}) for line in gone),
            *(line._prepare_command() for line in self.line_ids),
        ]
