from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_sql import UNDONE_COUNTERPART

# Ageing buckets by days overdue: name, label, last day (None: no end).
AGEING_BUCKETS = [
    ('not_due', "Not due", 0),
    ('1_30', "1 to 30 days", 30),
    ('31_60', "31 to 60 days", 60),
    ('61_90', "61 to 90 days", 90),
    ('91', "Over 90 days", None),
]
HOLD_REASONS = [
    ('promise', "Promise to pay"),
    ('dispute', "Dispute"),
    ('other', "Other"),
    # Facts of the books; the next run lifts the hold when the fact is gone.
    ('disputed', "Invoice disputed"),
    ('no_followup', "Excluded from follow-up"),
    ('blocked', "Payment blocked"),
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
    move_id = fields.Many2one(
        comodel_name='account.move',
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='restrict',
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, ondelete='restrict'
    )
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
        string="Held Until", readonly=True, help="The run of this day opens the item again."
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
    run_id = fields.Many2one(
        comodel_name='collection.run',
        string="Opened By Run",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
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

    # === LIVE AMOUNTS === #

    @api.depends(
        'move_line_id.amount_residual',
        'move_line_id.amount_residual_currency',
        'move_line_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_amount_residual(self):
        self._flush_facts()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s, %s FROM collection_item WHERE id = ANY(%s)",
                self._field_to_sql('collection_item', 'amount_residual'),
                self._field_to_sql('collection_item', 'amount_residual_company'),
                self.ids,
            )
        )
        amounts = {item_id: values for item_id, *values in rows}
        for item in self:
            owed, owed_company = amounts.get(item.id, (0.0, 0.0))
            item.amount_residual = owed
            item.amount_residual_company = owed_company

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists, pivots and groups read what is owed and how old it is from the database."""
        if field_expr in ('amount_residual', 'amount_residual_company'):
            self._check_field_access(self._fields[field_expr], 'read')
            return self._residual_to_sql(alias, field_expr)
        if field_expr in ('days_overdue', 'ageing'):
            today = fields.Date.context_today(self)
            age = SQL("(%s::date - %s)", today, SQL.identifier(alias, 'date_due'))
            return age if field_expr == 'days_overdue' else self._ageing_to_sql(age)
        return super()._field_to_sql(alias, field_expr, query)

    def _residual_to_sql(self, alias, fname):
        """SQL of what is owed: the line's residual, and what undone payments seem to have paid."""
        in_company = fname == 'amount_residual_company'
        return SQL(
            """(
                SELECT CASE WHEN aml.parent_state = 'posted' THEN aml.%(residual)s + COALESCE((
                         SELECT SUM(partial.%(amount)s)
                           FROM account_partial_reconcile partial
                           JOIN account_move_line counterpart
                             ON counterpart.id = partial.credit_move_id
                           JOIN account_move move ON move.id = counterpart.move_id
                      LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
                          WHERE partial.debit_move_id = aml.id AND %(undone)s), 0) ELSE 0 END
                  FROM account_move_line aml
                 WHERE aml.id = %(line)s
            )""",
            residual=SQL.identifier(
                'amount_residual' if in_company else 'amount_residual_currency'
            ),
            amount=SQL.identifier('amount' if in_company else 'debit_amount_currency'),
            undone=UNDONE_COUNTERPART,
            line=SQL.identifier(alias, 'move_line_id'),
        )

    @staticmethod
    def _ageing_to_sql(age):
        whens = [
            SQL("WHEN %s <= %s THEN %s", age, last, name)
            for name, _label, last in AGEING_BUCKETS
            if last is not None
        ]
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(whens), AGEING_BUCKETS[-1][0])

    @api.model
    def _flush_facts(self):
        """Write to the database what the SQL about debts reads."""
        for model in (
            'account.move.line',
            'account.move',
            'account.payment',
            'account.partial.reconcile',
            'collection.item',
            'res.partner',
        ):
            self.env[model].flush_model()

    # === AGE === #

    @api.depends('date_due')
    @api.depends_context('tz')
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for item in self:
            item.days_overdue = (today - item.date_due).days if item.date_due else 0
            item.ageing = next(
                name
                for name, _label, last in AGEING_BUCKETS
                if last is None or item.days_overdue <= last
            )

    def _search_days_overdue(self, operator, value):
        mirrored = {'<': '>', '>': '<', '<=': '>=', '>=': '<=', 'in': 'in', 'not in': 'not in'}
        if operator not in mirrored:
            return NotImplemented
        today = fields.Date.context_today(self)
        if operator in ('in', 'not in'):
            dates = [today - timedelta(days=days) for days in value]
            return [('date_due', operator, dates)]
        return [('date_due', mirrored[operator], today - timedelta(days=value))]

    def _search_ageing(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domains, first = [], None
        for name, _label, last in AGEING_BUCKETS:
            if name in value:
                from_day = Domain.TRUE if first is None else Domain('days_overdue', '>=', first)
                to_day = Domain.TRUE if last is None else Domain('days_overdue', '<=', last)
                domains.append(from_day & to_day)
            first = (last or 0) + 1
        return Domain.OR(domains)

    # === HOLD, RELEASE, WRITE OFF === #

    def action_hold(self, reason='other', until=None, note=None):
        """Stop chasing these items until a day; their tasks stay and move to that day.

        :param str reason: 'promise', 'dispute' or 'other'
        :param until: last day of the hold, date or 'YYYY-MM-DD', in the future
        :param str note: free text for the log of the case
        :raise UserError: when an item is closed, the day not in the future, or the reason unknown
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_user')
        until = fields.Date.to_date(until)
        self._check_hold(reason, until)
        self.sudo().write({'state': 'held', 'hold_reason': reason, 'hold_until': until})
        self._log_on_cases(
            self.env._(
                "Held until %(date)s: %(note)s",
                date=fields.Date.to_string(until),
                note=note or dict(HOLD_REASONS)[reason],
            )
        )
        self.sudo()._update_task_deadlines()
        return True

    def _check_hold(self, reason, until):
        if 'closed' in self.mapped('state'):
            raise UserError(self.env._("A closed item cannot be held: nothing is owed."))
        if reason not in ('promise', 'dispute', 'other'):
            raise UserError(self.env._("Choose why: promise, dispute or other."))
        if not until or until <= fields.Date.context_today(self):
            raise UserError(
                self.env._("Choose a day in the future until which the items are held.")
            )

    def action_release(self):
        """End a hold now: the items are chased again, their tasks are due today."""
        self._check_collection_group('crm_accounting.crm_accounting_group_user')
        held = self.sudo().filtered(lambda item: item.state == 'held')
        held.write({'state': 'open', 'hold_reason': False, 'hold_until': False})
        held._log_on_cases(self.env._("Hold ended"))
        held._update_task_deadlines()
        return True

    def action_write_off(self, reason):
        """Give these items up: they are chased no more although they are owed; books do not change.

        :param str reason: why, kept in the log of the case
        :raise AccessError: for others than collection managers
        :raise UserError: without a reason
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_manager')
        if not (reason or '').strip():
            raise UserError(self.env._("Say why these items are written off."))
        live = self.sudo().filtered(lambda item: item.state != 'closed')
        live._close('written_off')
        live._log_on_cases(self.env._("Written off from collection: %s", reason))
        live._finish_tasks()
        return True

    def action_chase_again(self):
        """Take a write-off back: what is still owed is open again.

        :raise AccessError: for others than collection managers
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_manager')
        written_off = self.sudo().filtered(lambda item: item.close_reason == 'written_off')
        written_off.close_reason = 'cancelled'
        written_off._log_on_cases(self.env._("Write-off taken back"))
        written_off._sync_moves(written_off.move_id.ids)
        return True

    def _check_collection_group(self, group):
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only collection managers may do this. Ask one of them.")
                if group.endswith('manager')
                else self.env._("Only collection users may do this.")
            )

    def _log_on_cases(self, text):
        """Write who did what to which invoices into the log of each case."""
        for case, items in self.sudo().grouped('case_id').items():
            names = ", ".join(items.move_id.mapped('display_name'))
            case.message_post(
                body=self.env._("%(what)s (%(invoices)s)", what=text, invoices=names),
                author_id=self.env.user.partner_id.id,
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
