from odoo import api, fields, models


class CollectionDisputeOpen(models.TransientModel):
    """The question what a customer disputes of an invoice, and who settles it until when."""

    _name = 'collection.dispute.open'
    _description = "Open a Dispute"

    move_id = fields.Many2one(comodel_name='account.move', string="Invoice", required=True)
    currency_id = fields.Many2one(related='move_id.currency_id')
    line_ids = fields.Many2many(
        comodel_name='account.move.line',
        string="Lines",
        domain="[('move_id', '=', move_id), ('display_type', '=', 'product')]",
    )
    reason = fields.Selection(
        selection=lambda self: self.env['collection.dispute']._fields['reason'].selection,
        required=True,
        default='goods',
    )
    amount = fields.Monetary(compute='_compute_amount', store=True, readonly=False)
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Owner",
        required=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    deadline = fields.Date(
        required=True,
        default=lambda self: fields.Date.add(fields.Date.context_today(self), days=14),
    )
    description = fields.Text()

    @api.depends('line_ids', 'move_id')
    def _compute_amount(self):
        for question in self:
            lines = sum(question.line_ids.mapped('price_total'))
            question.amount = lines or question.move_id.amount_total

    def action_apply(self):
        """Open the dispute; the invoice is not chased any more."""
        self.ensure_one()
        return self.move_id.action_collection_dispute({
            'reason': self.reason,
            'amount': self.amount,
            'line_ids': self.line_ids.ids,
            'user_id': self.user_id.id,
            'deadline': self.deadline,
            'description': self.description,
        })
