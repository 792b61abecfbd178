from odoo import api, fields, models
from odoo.exceptions import UserError

LIVE_STATES = ('signed', 'running', 'expiring')
AGREED_FIELDS = {
    'amount_limit',
    'company_id',
    'currency_id',
    'date',
    'date_end',
    'date_start',
    'line_ids',
    'notice_days',
    'other_party_ids',
    'partner_id',
    'payment_term_id',
    'pricelist_id',
    'renewal',
    'renewal_months',
    'subject',
}
# What follows from what happens to a contract, and what it is at the beginning.
KEPT_FIELDS = {
    'name': "/",
    'state': 'draft',
    'date_signed': False,
    'date_end_agreed': False,
    'date_terminated': False,
    'termination_reason': False,
    'reminded_for': False,
    'version_ids': [],
}


class CustomerContract(models.Model):
    """What a customer and a company agreed to buy and to sell, until when and up to what sum.

    What was agreed is edited in a draft. From the signature on it changes by a new version only
    (`customer.contract.version`), so that every wording that was ever signed can be printed again.
    """

    _name = 'customer.contract'
    _description = "Customer Contract"
    _inherit = [
        'mail.thread',
        'mail.activity.mixin',
        'portal.mixin',
        'properties.base.definition.mixin',
    ]
    _order = 'date desc, id desc'
    _check_company_auto = True
    _mail_post_access = 'read'

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", tracking=True)
    subject = fields.Char(
        required=True, tracking=True, help="What the contract is about, in a few words."
    )
    company_id = fields.Many2one(
        comodel_name='res.company',
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete='restrict',
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency',
        required=True,
        compute='_compute_currency_id',
        store=True,
        readonly=False,
        precompute=True,
        ondelete='restrict',
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Responsible",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        help="Is reminded before the contract ends.",
    )

    # === PARTIES === #

    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        index=True,
        ondelete='restrict',
        check_company=True,
        tracking=True,
    )
    partner_signatory_id = fields.Many2one(
        comodel_name='res.partner',
        string="Signs for the Customer",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="Name and job position are printed below the contract.",
    )
    company_signatory_id = fields.Many2one(
        comodel_name='res.partner',
        string="Signs for Us",
        default=lambda self: self.env.user.partner_id,
        help="Name and job position are printed below the contract.",
    )
    other_party_ids = fields.Many2many(
        comodel_name='res.partner',
        string="Further Parties",
        help="Whoever else is bound by the contract: a guarantor, a consignee.",
    )

    # === TIME === #

    date = fields.Date(
        string="Contract Date", required=True, default=fields.Date.context_today, tracking=True
    )
    date_start = fields.Date(
        string="Valid From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_end = fields.Date(
        string="Valid Until", tracking=True, help="The last day. Empty: until it is terminated."
    )
    date_signed = fields.Date(string="Signed On", readonly=True, copy=False, tracking=True)
    notice_days = fields.Integer(
        string="Notice Period (Days)",
        default=30,
        help="How long before its end the contract has to be terminated or renewed. The"
        " responsible person is reminded two weeks before this time begins.",
    )
    renewal = fields.Selection(
        selection=[
            ('none', "Ends"),
            ('agreement', "Renewed by agreement"),
            ('tacit', "Renewed tacitly"),
        ],
        string="At the End",
        required=True,
        default='agreement',
        tracking=True,
        help="Tacitly: unless it is terminated, it goes on by itself for the months given.",
    )
    renewal_months = fields.Integer(string="Renewed for (Months)", default=12)

    # === TERMS === #

    amount_limit = fields.Monetary(
        string="Limit",
        tracking=True,
        help="Most that may be ordered or invoiced on it, taxes included. 0: no limit.",
    )
    breach_policy = fields.Selection(
        selection=[('warn', "Warn"), ('block', "Block")],
        string="Past Limit or Date",
        required=True,
        default='warn',
        tracking=True,
        help="What happens to an order or invoice on a contract that is past its end or limit.",
    )
    payment_term_id = fields.Many2one(
        comodel_name='account.payment.term',
        string="Payment Terms",
        check_company=True,
        ondelete='restrict',
    )
    pricelist_id = fields.Many2one(
        comodel_name='product.pricelist', check_company=True, ondelete='restrict'
    )
    line_ids = fields.One2many(
        comodel_name='customer.contract.line',
        inverse_name='contract_id',
        string="Goods and Services",
        copy=True,
    )
    amount_total = fields.Monetary(
        string="Contracted",
        compute='_compute_amount_total',
        store=True,
        help="Untaxed, of all lines.",
    )
    note = fields.Html(string="Special Terms", help="Printed in the contract.")
    document_ids = fields.Many2many(
        comodel_name='ir.attachment',
        string="Documents",
        copy=False,
        help="Shown to the customer in the portal: signed copies, specifications.",
    )
    version_ids = fields.One2many(
        comodel_name='customer.contract.version',
        inverse_name='contract_id',
        string="Versions",
        readonly=True,
        copy=False,
    )

    # === STATE === #

    state = fields.Selection(
        selection=[
            ('draft', "Draft"),
            ('signed', "Signed"),
            ('running', "Running"),
            ('expiring', "Expiring"),
            ('ended', "Ended"),
            ('terminated', "Terminated"),
        ],
        required=True,
        readonly=True,
        copy=False,
        default='draft',
        index=True,
        tracking=True,
        group_expand=True,
        help="Signed: its time has not begun. Expiring: its notice period has begun, or notice was"
        " given.",
    )
    termination_reason = fields.Char(
        string="Terminated Because", readonly=True, copy=False, tracking=True
    )
    date_terminated = fields.Date(
        string="Terminated As Of", readonly=True, copy=False, tracking=True, help="The last day."
    )

    # === WHAT WAS MADE FROM IT === #

    sale_order_ids = fields.One2many(
        comodel_name='sale.order', inverse_name='contract_id', string="Orders"
    )
    invoice_ids = fields.One2many(
        comodel_name='account.move', inverse_name='contract_id', string="Invoices"
    )

    _dates_in_order = models.Constraint(
        'CHECK (date_end IS NULL OR date_end >= date_start)',
        "A contract cannot end before it begins.",
    )
    # Bounds: one contract that reaches beyond the calendar would stop the nightly run of all.
    _notice_possible = models.Constraint(
        'CHECK (notice_days BETWEEN 0 AND 3650)',
        "A notice period is some days, and no more than ten years.",
    )
    _renewal_possible = models.Constraint(
        'CHECK (renewal_months BETWEEN 0 AND 1200)',
        "A contract is renewed for some months, and no more than a hundred years.",
    )
    _limit_not_negative = models.Constraint(
        'CHECK (amount_limit >= 0)', "A limit cannot be negative."
    )
    _renewal_positive = models.Constraint(
        "CHECK (renewal <> 'tacit' OR (renewal_months > 0 AND date_end IS NOT NULL))",
        "A contract that is renewed tacitly needs its last day and the months it is renewed for.",
    )
    # The nightly run asks for live contracts by date.
    _live_by_end = models.Index("(date_end) WHERE state IN ('signed', 'running', 'expiring')")

    @api.depends('company_id', 'pricelist_id')
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = (
                contract.pricelist_id.currency_id or contract.company_id.currency_id
            )

    @api.depends('name', 'subject')
    def _compute_display_name(self):
        for contract in self:
            number = self.env._("Draft Contract") if contract.name == "/" else contract.name
            contract.display_name = f"{number} {contract.subject}" if contract.subject else number

    @api.depends('line_ids.active', 'line_ids.price_subtotal')
    def _compute_amount_total(self):
        for contract in self:
            agreed = contract.line_ids.filtered('active')
            contract.amount_total = sum(agreed.mapped('price_subtotal'))

    def _compute_access_url(self):
        for contract in self:
            contract.access_url = f'/my/contracts/{contract.id}'

    # === WHAT WAS AGREED === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_bookkeeping(vals)
        if not self.env.su:  # nor do defaults of the context or of the user make a signed contract
            vals_list = [{**vals, **KEPT_FIELDS} for vals in vals_list]
        contracts = super().create(vals_list)
        for contract in contracts.sudo():
            contract.name = contract._next_number()
        return contracts

    def write(self, vals):
        self._check_bookkeeping(vals)
        if not self.env.su and AGREED_FIELDS & vals.keys():
            self._check_draft()
        return super().write(vals)

    def _check_bookkeeping(self, vals):
        if not self.env.su and KEPT_FIELDS.keys() & vals.keys():
            raise UserError(
                self.env._(
                    "Number, state and versions of a contract follow from what happens to it."
                )
            )

    def _check_draft(self):
        self.check_access('write')
        if set(self.mapped('state')) - {'draft'}:
            raise UserError(
                self.env._(
                    "What was signed is not changed: renew the contract with new terms instead."
                )
            )

    def _next_number(self):
        Sequence = self.env['ir.sequence'].with_company(self.company_id)
        return Sequence.next_by_code('customer.contract', sequence_date=self.date)

    def _get_today(self):
        """Return the day in the company's time zone."""
        return self.company_id._get_collection_today()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if set(self.mapped('state')) - {'draft'}:
            raise UserError(self.env._("A contract that was signed is kept: terminate it instead."))

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise UserError(self.env._("A mail does not make a contract."))
