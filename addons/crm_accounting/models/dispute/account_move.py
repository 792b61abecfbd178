from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

# Until when a dispute is to be settled, if nobody says a day.
DAYS_TO_SETTLE = 14
DISPUTE_KEYS = {'amount', 'deadline', 'description', 'line_ids', 'reason', 'user_id'}


class AccountMove(models.Model):
    _inherit = 'account.move'

    collection_dispute_ids = fields.One2many(
        comodel_name='collection.dispute',
        inverse_name='move_id',
        string="Disputes",
        groups='crm_accounting.crm_accounting_group_own',
    )
    collection_dispute_id = fields.Many2one(
        comodel_name='collection.dispute',
        string="Settles Dispute",
        index='btree_not_null',
        readonly=True,
        copy=False,
        ondelete='set null',
        groups='crm_accounting.crm_accounting_group_own',
    )
    is_collection_disputed = fields.Boolean(
        string="Disputed",
        compute='_compute_is_collection_disputed',
        store=True,
        copy=False,
        help="The customer disputes this invoice: it is not chased until the dispute is settled.",
    )

    @api.depends('collection_dispute_ids.state')
    def _compute_is_collection_disputed(self):
        for move in self:
            states = move.sudo().collection_dispute_ids.mapped('state')
            move.is_collection_disputed = 'open' in states

    @api.constrains('collection_dispute_id', 'reversed_entry_id')
    def _check_collection_dispute(self):
        for move in self:
            # Who writes invoices need not see disputes; the link is checked all the same.
            disputed = move.sudo().collection_dispute_id.move_id
            if disputed and disputed != move.reversed_entry_id:
                raise ValidationError(
                    self.env._("A dispute is settled by a credit note for the disputed invoice.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        # A new document has no dispute, whatever a default_ key of the context says.
        return super().create([{**vals, 'is_collection_disputed': False} for vals in vals_list])

    def write(self, vals):
        if 'is_collection_disputed' in vals and not self.env.su:
            raise AccessError(
                self.env._("Open a dispute, or settle it: nobody writes that by hand.")
            )
        result = super().write(vals)
        if 'state' in vals:
            # Whoever posts the credit note settles the dispute.
            self.sudo().collection_dispute_id._follow_credit()
        return result

    def unlink(self):
        # Not by the database alone: the tasks of a dispute go with it.
        self.sudo().collection_dispute_ids.unlink()
        return super().unlink()

    # === ACTIONS === #

    def action_open_dispute(self):
        """Open the question what is disputed."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Dispute"),
            'res_model': 'collection.dispute.open',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_move_id': self.id},
        }

    def action_collection_dispute(self, values=None):
        """Open a dispute over each of these invoices on which none is open; they are held at once.

        :param dict values: reason, amount (in the currency of the invoice; without it all of it),
            user_id (owner; without it who opens it), deadline (date or 'YYYY-MM-DD'; without it in
            two weeks), description, line_ids (ids of its lines)
        :raise AccessError: for others than collection users
        :raise UserError: when an invoice is not posted, or the values are not possible
        """
        self._check_disputes()
        for move in self:
            if not move.is_collection_disputed:
                # Collectors open disputes by this alone.
                self.env['collection.dispute'].sudo().create(move._prepare_dispute(values or {}))
        return True

    def action_collection_settle_dispute(self):
        """Settle all open disputes of these invoices for us: they are chased again.

        :raise AccessError: for others than collection users
        """
        self._check_disputes()
        self.sudo().collection_dispute_ids._settle('us')
        return True

    def _check_disputes(self):
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_own'):
            raise AccessError(self.env._("Only collection users may do this."))

    def _prepare_dispute(self, values):
        """Return the values of a dispute over this invoice, or refuse.

        :param dict values: see `action_collection_dispute`
        """
        self.ensure_one()
        if unknown := values.keys() - DISPUTE_KEYS:
            raise UserError(self.env._("Nobody knows %s of a dispute.", ", ".join(sorted(unknown))))
        debts = self.line_ids.filtered(
            lambda line: line.account_type == 'asset_receivable' and line.balance > 0
        )
        if self.state != 'posted' or not debts:
            raise UserError(self.env._("Only what customers owe is disputed."))
        lines = self.invoice_line_ids.browse(values.get('line_ids') or ())
        if lines - self.invoice_line_ids:
            raise UserError(self.env._("Choose lines of this invoice."))
        deadline = values.get('deadline') or self._get_dispute_deadline()
        user = self.env.user if self.env.user._can_collect_in(self.company_id) else None
        amount = self._get_disputed_amount(values.get('amount'), lines)
        return {
            'user_id': user and user.id,
            **values,
            'deadline': self.env['collection.item']._read_day(deadline),
            'move_id': self.id,
            'amount': amount,
            'line_ids': lines.ids,
        }

    def _get_dispute_deadline(self):
        return self.company_id._get_collection_today() + timedelta(days=DAYS_TO_SETTLE)

    def _get_disputed_amount(self, amount, lines):
        total = abs(self.amount_total)
        amount = amount or sum(lines.mapped('price_total')) or total
        is_number = isinstance(amount, (int, float))
        least, most = self.currency_id.rounding / 2, total + self.currency_id.rounding / 2
        if not is_number or not least < amount <= most:
            raise UserError(
                self.env._("At most %s can be disputed.", self.currency_id.format(total))
            )
        return self.currency_id.round(amount)
