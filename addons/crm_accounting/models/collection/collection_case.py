from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import SQL

from .collection_sql import UNDONE_PAYMENT_STATES

# What a case is about. Only runs and merges, which work as superuser, may set it.
IDENTITY_FIELDS = {'partner_id', 'company_id', 'level_id'}
NO_CHASE_FIELDS = {'no_chase_until', 'no_chase_reason'}

# What is computed from the live items of a case: SQL function and field of the item.
LIVE_AGGREGATES = {
    'amount_residual': ('sum', 'amount_residual_company'),
    'oldest_date_due': ('min', 'date_due'),
    'open_item_count': ('count', 'id'),
}


class CollectionCase(models.Model):
    """What one customer owes one company: the record that a collector works on.

    A case is opened by the first overdue debt and stays for the history; it is settled when none
    of its items is open or held.
    """

    _name = 'collection.case'
    _description = "Collection Case"
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'id desc'
    _rec_name = 'partner_id'
    _rec_names_search = ['partner_id']
    _check_company_auto = True

    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_phone = fields.Char(related='partner_id.phone')
    partner_email = fields.Char(related='partner_id.email')
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, index=True, ondelete='restrict'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Collector",
        index='btree_not_null',
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        ondelete='set null',
        help="Gets every task of this customer. Empty: the invoice's salesperson, then the team.",
    )
    team_id = fields.Many2one(
        comodel_name='crm.team',
        index='btree_not_null',
        tracking=True,
        domain="[('is_collection_team', '=', True), '|', ('company_id', '=', False),"
        " ('company_id', 'parent_of', company_id)]",
        ondelete='set null',
    )
    level_id = fields.Many2one(
        comodel_name='collection.level',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        group_expand='_read_group_level_ids',
    )
    item_ids = fields.One2many(comodel_name='collection.item', inverse_name='case_id')
    open_item_count = fields.Integer(string="Open Items", compute='_compute_debt')
    amount_residual = fields.Monetary(
        string="Overdue", compute='_compute_debt', help="Open and held items, as of now."
    )
    amount_credit = fields.Monetary(
        string="Unallocated Credit",
        compute='_compute_amount_credit',
        help="Payments and credit notes of this customer that are not allocated to an invoice.",
    )
    oldest_date_due = fields.Date(string="Oldest Due Date", compute='_compute_debt')
    days_overdue = fields.Integer(compute='_compute_debt')
    next_action_date = fields.Date(string="Next Step", compute='_compute_next_action')
    next_action_user_ids = fields.Many2many(
        comodel_name='res.users', string="Working On It", compute='_compute_next_action'
    )

    _company_partner_unique = models.UniqueIndex(
        '(partner_id, company_id)', "This customer has a case in this company already."
    )

    # === COMPUTE METHODS === #

    @api.depends('partner_id.complete_name')
    def _compute_display_name(self):
        # The stored name, and nothing else: ten thousand new tasks ask for theirs at once.
        self.partner_id.fetch(['complete_name'])
        for case in self:
            case.display_name = case.partner_id.complete_name

    @api.depends('item_ids.state', 'item_ids.amount_residual_company', 'item_ids.date_due')
    @api.depends_context('tz')
    def _compute_debt(self):
        self.env['collection.item']._flush_facts()
        debts = {
            case.id: values
            for case, *values in self
            .env['collection.item']
            .sudo()
            ._read_group(
                [('case_id', 'in', self.ids), ('state', '!=', 'closed')],
                groupby=['case_id'],
                aggregates=['__count', 'amount_residual_company:sum', 'date_due:min'],
            )
        }
        today = fields.Date.context_today(self)
        for case in self:
            count, amount, oldest = debts.get(case.id, (0, 0.0, False))
            case.open_item_count = count
            case.amount_residual = amount
            case.oldest_date_due = oldest
            case.days_overdue = (today - oldest).days if oldest else 0

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists sort by the debt and pivots sum it, as the database has it now."""
        if field_expr not in LIVE_AGGREGATES:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], 'read')
        function, fname = LIVE_AGGREGATES[field_expr]
        return SQL(
            "(SELECT %(function)s(%(value)s) FROM collection_item item"
            " WHERE item.case_id = %(case)s AND item.state <> 'closed')",
            function=SQL.identifier(function),
            value=self.env['collection.item']._field_to_sql('item', fname),
            case=SQL.identifier(alias, 'id'),
        )

    def _compute_amount_credit(self):
        credits_by_case = dict.fromkeys(self.ids, 0.0)
        if self.ids:
            self.env['account.move.line'].flush_model()
            query = SQL(
                """
                SELECT c.id, SUM(-aml.amount_residual)
                  FROM collection_case c
                  JOIN res_partner p ON p.commercial_partner_id = c.partner_id
                  JOIN account_move_line aml
                    ON aml.partner_id = p.id AND aml.company_id = c.company_id
                  JOIN account_account a ON a.id = aml.account_id
             LEFT JOIN account_payment payment ON payment.move_id = aml.move_id
                 WHERE c.id IN %s AND aml.parent_state = 'posted'
                   AND aml.reconciled IS NOT TRUE AND aml.amount_residual < 0
                   AND a.account_type = 'asset_receivable'
                   AND (payment.id IS NULL OR payment.state NOT IN %s)
              GROUP BY c.id
                """,
                tuple(self.ids),
                UNDONE_PAYMENT_STATES,
            )
            credits_by_case.update(self.env.execute_query(query))
        for case in self:
            case.amount_credit = credits_by_case.get(case.id, 0.0)

    @api.depends('item_ids.activity_id.date_deadline', 'item_ids.activity_id.user_id')
    def _compute_next_action(self):
        for case in self:
            # Core hides a task on an invoice from who may not read that; its day and person not.
            tasks = case.sudo().item_ids.activity_id.filtered('active')
            case.next_action_date = min(tasks.mapped('date_deadline'), default=False)
            case.next_action_user_ids = tasks.user_id

    @api.model
    def _read_group_level_ids(self, levels, domain):
        """Show every level of the companies on screen as a column, also an empty one."""
        return levels.search([
            ('company_id', 'parent_of', self.env.companies.ids),
            ('days', '>=', 0),  # no case is at a level that only writes before the due date
        ])

    @api.constrains('team_id', 'company_id')
    def _check_team_company(self):
        for case in self:
            # A team of the head company may work the cases of its branches. Who sets it need not
            # have the head company selected.
            home = case.sudo().team_id.company_id
            if home and home not in case.company_id.sudo().parent_ids:
                raise ValidationError(
                    self.env._(
                        "%(team)s does not work for %(company)s.",
                        team=case.team_id.name,
                        company=case.company_id.name,
                    )
                )

    # === CRUD === #

    def write(self, vals):
        if not self.env.su and IDENTITY_FIELDS & vals.keys():
            raise AccessError(
                self.env._("The customer, company and level of a case are set by collection runs.")
            )
        if not self.env.su and NO_CHASE_FIELDS & vals.keys():
            raise AccessError(self.env._("Use the button Do Not Chase: it asks for a reason."))
        # The collector's list shows the new case: no e-mail for each of five hundred.
        quiet = self.with_context(mail_auto_subscribe_no_notify=True)
        result = super(CollectionCase, quiet).write(vals)
        if vals.get('user_id'):
            self._reassign_tasks(self.user_id)
        return result

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise AccessError(self.env._("A mail does not open a collection case."))

    def _reassign_tasks(self, user):
        """Give the open tasks of these cases to their new collector."""
        # Who may give the case away may give away its tasks, those on invoices too.
        tasks = self.sudo().item_ids.filtered(lambda item: item.state != 'closed').activity_id
        others = tasks.filtered(lambda task: task.user_id != user)
        others.with_context(mail_activity_quick_update=True).user_id = user

    # === ACTIONS === #

    def action_view_items(self):
        """Open the open and held items of the case."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Overdue Items"),
            'res_model': 'collection.item',
            'view_mode': 'list,pivot,graph',
            'domain': [('case_id', '=', self.id)],
            'context': {'search_default_not_closed': 1, 'create': False},
        }

    def action_view_journal_items(self):
        """Open the customer's receivable lines that are not settled, debts and credits."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Open Receivables"),
            'res_model': 'account.move.line',
            'view_mode': 'list',
            'domain': [
                ('partner_id', 'child_of', self.partner_id.id),
                ('company_id', '=', self.company_id.id),
                ('account_type', '=', 'asset_receivable'),
                ('parent_state', '=', 'posted'),
                ('reconciled', '=', False),
            ],
        }

    # === MERGE === #

    @api.model
    def _merge_partners(self, sources, destination):
        """Move the cases and items of customers that are about to be merged.

        Core rewrites foreign keys by SQL and deletes rows that break a unique index then: nothing
        may be left for it to do (`base/wizard/base_partner_merge.py`, `_update_foreign_keys`).

        :param res.partner sources: customers that will be deleted
        :param res.partner destination: customer that stays
        """
        target_partner = destination.commercial_partner_id
        # Core merges for all companies at once, whoever does it.
        for case in self.sudo().search([('partner_id', 'in', sources.ids)]):
            target = self.sudo().search([
                ('partner_id', '=', target_partner.id),
                ('company_id', '=', case.company_id.id),
            ])
            if target:
                case._merge_into(target)
            else:
                case.partner_id = target_partner
            items = (target or case).item_ids
            items.filtered(lambda i: i.partner_id != target_partner).partner_id = target_partner

    def _merge_into(self, target):
        """Move items, tasks and messages to `target` and delete this case."""
        self.ensure_one()
        items = self.item_ids
        tasks = items.activity_id.filtered(lambda task: task.res_model == self._name)
        items.case_id = target
        items.flush_recordset()
        tasks.res_id = target.id
        other_tasks = self.env['mail.activity'].search([
            ('res_model', '=', self._name),
            ('res_id', '=', self.id),
        ])
        other_tasks.res_id = target.id
        self.message_change_thread(target)
        target.user_id = target.user_id or self.user_id
        target._update_level()
        target._keep_one_task()
        self.unlink()
