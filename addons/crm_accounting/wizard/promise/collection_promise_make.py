from odoo import api, fields, models


class CollectionPromiseMake(models.TransientModel):
    """The question what a customer promises to pay, and until when."""

    _name = 'collection.promise.make'
    _description = "Note a Promise to Pay"

    item_ids = fields.Many2many(
        comodel_name='collection.item',
        string="For",
        required=True,
        domain="[('case_id', '=', case_id), ('currency_id', '=', currency_id),"
        " ('state', '!=', 'closed')]",
    )
    case_id = fields.Many2one(comodel_name='collection.case', compute='_compute_case_id')
    currency_id = fields.Many2one(comodel_name='res.currency', compute='_compute_case_id')
    date = fields.Date(string="Pays Until", required=True)
    amount = fields.Monetary(
        compute='_compute_amount',
        store=True,
        readonly=False,
        help="All that is owed, if nothing else was promised.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env['collection.promise']._fields['channel'].selection,
        string="How",
        required=True,
        default='phone',
    )
    note = fields.Char()
    warning = fields.Char(compute='_compute_warning')

    @api.depends('item_ids')
    def _compute_case_id(self):
        for question in self:
            question.case_id = question.item_ids.case_id[:1]
            question.currency_id = question.item_ids.currency_id[:1]

    @api.depends('item_ids')
    def _compute_amount(self):
        for question in self:
            question.amount = sum(question.item_ids._origin.mapped('amount_residual'))

    @api.depends('item_ids')
    def _compute_warning(self):
        since = fields.Date.subtract(fields.Date.context_today(self), years=1)
        for question in self:
            unkept = question.case_id.promise_ids._filter_unkept(since)
            put_off = unkept.filtered('is_put_off')
            question.warning = bool(unkept) and self.env._(
                "Of this customer's promises of the last year %(broken)s were broken and"
                " %(put_off)s put off.",
                broken=len(unkept - put_off),
                put_off=len(put_off),
            )

    def action_apply(self):
        """Note the promise, and hold the items until then."""
        self.ensure_one()
        self.item_ids.action_promise(self.date, self.amount, self.channel, self.note)
        return True
