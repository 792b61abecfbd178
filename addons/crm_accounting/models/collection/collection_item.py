from odoo import fields, models

from .unchecked_many2one import UncheckedMany2one

# Ageing buckets by days overdue: name, label, last day (None: no end).
AGEING_BUCKETS = [
    ('not_due', "Not due", 0),
    ('1_30', "1 to 30 days", 30),
    ('31_60', "31 to 60 days", 60),
    ('61_90', "61 to 90 days", 90),
    ('91', "Over 90 days", None),
]
HAND_REASONS = ('dispute', 'other')
HOLD_REASONS = [
    ('dispute', "Dispute"),
    ('other', "Other"),
    # Facts, not chosen by hand: the hold is lifted when the fact is gone.
    ('promise', "Promise to pay"),
    ('no_chase', "Customer not to be chased"),
    ('disputed', "Invoice disputed"),
    ('no_followup', "Excluded from follow-up"),
    ('blocked', "Payment blocked"),
    ('plan', "Payment plan"),
]


class CollectionItem(models.Model):
    """One overdue receivable line: opened by a run, closed and reopened by the money.

    A line has at most one item. What is still owed is always read from the journal item.
    """

    _name = 'collection.item'
    _description = "Collection Item"
    _order = 'date_due, id'
    _rec_name = 'move_id'

    case_id = fields.Many2one(
        comodel_name='collection.case',
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    move_line_id = fields.Many2one(
        comodel_name='account.move.line',
        string="Journal Item",
        required=True,
        readonly=True,
        ondelete='cascade',
    )
    move_id = UncheckedMany2one(
        comodel_name='account.move', string="Invoice", required=True, readonly=True, index=True
    )
    partner_id = UncheckedMany2one(
        comodel_name='res.partner', string="Customer", required=True, readonly=True, index=True
    )
    company_id = UncheckedMany2one(comodel_name='res.company', required=True, readonly=True)
    currency_id = fields.Many2one(
        comodel_name='res.currency', required=True, readonly=True, ondelete='restrict'
    )
    company_currency_id = fields.Many2one(
        related='company_id.currency_id', string="Company Currency"
    )
    date_due = fields.Date(string="Due Date", required=True, readonly=True)
    days_overdue = fields.Integer(compute='_compute_age', search='_search_days_overdue')
    ageing = fields.Selection(
        selection=[(name, label) for name, label, _last in AGEING_BUCKETS],
        compute='_compute_age',
        search='_search_ageing',
    )
    amount_opened = fields.Monetary(readonly=True, help="Owed when the item was opened.")
    amount_residual = fields.Monetary(
        string="Owed",
        compute='_compute_amount_residual',
        compute_sudo=True,
        help="Owed now, in the currency of the invoice. A payment that was rejected or set back to"
        " draft does not count as paid.",
    )
    amount_residual_company = fields.Monetary(
        string="Owed in Company Currency",
        compute='_compute_amount_residual',
        compute_sudo=True,
        currency_field='company_currency_id',
    )
    opened_on = fields.Date(readonly=True, help="Date of the run that opened the item.")
    closed_on = fields.Date(readonly=True)
    reopen_count = fields.Integer(string="Reopened", readonly=True)
    state = fields.Selection(
        selection=[('open', "Open"), ('held', "Held"), ('closed', "Closed")],
        required=True,
        readonly=True,
        default='open',
    )
    close_reason = fields.Selection(
        selection=[
            ('paid', "Paid"),
            ('credited', "Credited"),
            ('cancelled', "Cancelled"),
            ('written_off', "Written off from collection"),
        ],
        readonly=True,
    )
    hold_reason = fields.Selection(selection=HOLD_REASONS, readonly=True)
    hold_until = fields.Date(
        string="Held Until",
        readonly=True,
        help="Last day of the hold: its run opens the item again.",
    )
    next_step = fields.Selection(
        selection=[('collect', "Collect"), ('allocate', "Allocate credit")],
        required=True,
        readonly=True,
        default='collect',
        help="Allocate: the customer's unallocated credit covers this debt.",
    )
    level_id = fields.Many2one(comodel_name='collection.level', readonly=True, ondelete='set null')
    activity_id = fields.Many2one(
        comodel_name='mail.activity',
        string="Task",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )
    user_id = fields.Many2one(related='activity_id.user_id', string="Worked By")
    run_id = UncheckedMany2one(
        comodel_name='collection.run',
        string="Opened By Run",
        readonly=True,
        index='btree_not_null',
    )
    closed_run_id = fields.Many2one(
        comodel_name='collection.run',
        string="Closing Counted By Run",
        readonly=True,
        ondelete='set null',
    )
    reopened_run_id = fields.Many2one(
        comodel_name='collection.run',
        string="Reopening Counted By Run",
        readonly=True,
        ondelete='set null',
    )

    _move_line_unique = models.UniqueIndex(
        '(move_line_id)', "This journal item has a collection item already."
    )
    _company_state_index = models.Index('(company_id, state)')
    _closing_not_counted_index = models.Index(
        "(company_id) WHERE state = 'closed' AND closed_run_id IS NULL"
    )
    _reopening_not_counted_index = models.Index(
        "(company_id) WHERE reopen_count > 0 AND reopened_run_id IS NULL"
    )

    # === ACTIONS === #

    def action_open_invoice(self):
        """Open the invoice or entry behind the item."""
        self.ensure_one()
        return self.move_id._get_records_action()

    def action_open_hold(self):
        """Open the question why and until when."""
        return self._open_question('collection.item.hold', self.env._("Hold"))

    def action_open_write_off(self):
        """Open the question why."""
        return self._open_question('collection.item.write.off', self.env._("Write Off"))

    def _open_question(self, model, name):
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': model,
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_item_ids': self.ids},
        }
