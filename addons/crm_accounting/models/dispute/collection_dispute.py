from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TASK = 'mail.mail_activity_data_todo'
# What its owner may change while it is open; the rest follows from what happens to it.
EDITABLE_FIELDS = {'deadline', 'description', 'reason', 'user_id'}
# Later ones would keep an invoice out of collection, and nobody would be told.
LONGEST_MONTHS = 12


class CollectionDispute(models.Model):
    """What a customer objects to in an invoice, who settles it, and until when.

    The whole invoice is out of collection as long as a dispute of it is open. A credit note that
    was made from the dispute settles it when it is posted.
    """

    _name = 'collection.dispute'
    _description = "Disputed Invoice"
    _inherit = ['mail.thread', 'mail.activity.mixin']
    _order = 'deadline, id desc'
    _rec_name = 'move_id'

    move_id = fields.Many2one(
        comodel_name='account.move',
        string="Invoice",
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(
        related='move_id.commercial_partner_id', string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related='move_id.company_id', store=True)
    currency_id = fields.Many2one(related='move_id.currency_id')
    line_ids = fields.Many2many(
        comodel_name='account.move.line',
        string="Lines",
        readonly=True,
        help="What is disputed of the invoice; empty: all of it.",
    )
    reason = fields.Selection(
        selection=[
            ('goods', "Missing or damaged"),
            ('quality', "Not as agreed"),
            ('price', "Price or discount"),
            ('not_ordered', "Not ordered"),
            ('paid', "Paid already"),
            ('other', "Other"),
        ],
        required=True,
        default='other',
        tracking=True,
    )
    amount = fields.Monetary(string="Disputed", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Owner",
        index='btree_not_null',
        tracking=True,
        domain="[('share', '=', False)]",
        ondelete='set null',
        help="Settles it, and gets a task for that.",
    )
    deadline = fields.Date(required=True, tracking=True)
    description = fields.Text()
    state = fields.Selection(
        selection=[
            ('open', "Open"),
            ('customer', "Settled for the customer"),
            ('us', "Settled for us"),
            ('withdrawn', "Withdrawn"),
        ],
        required=True,
        readonly=True,
        index=True,
        default='open',
        tracking=True,
    )
    credit_move_ids = fields.One2many(
        comodel_name='account.move',
        inverse_name='collection_dispute_id',
        string="Credit Notes",
        readonly=True,
    )
    is_late_told = fields.Boolean(readonly=True)

    _amount_positive = models.Constraint(
        'CHECK (amount > 0)', "A dispute is about more than nothing."
    )

    @api.model_create_multi
    def create(self, vals_list):
        disputes = super().create(vals_list)
        for dispute in disputes:
            dispute._plan_task()
        disputes._follow_items()
        return disputes

    def write(self, vals):
        if not self.env.su and not vals.keys() <= EDITABLE_FIELDS:
            raise AccessError(
                self.env._("What is disputed is not changed: withdraw it and open another one.")
            )
        if not self.env.su and set(self.mapped('state')) - {'open'}:
            raise UserError(self.env._("What is settled is not changed any more."))
        result = super().write(vals)
        if {'deadline', 'user_id'} & vals.keys():
            for dispute in self.filtered(lambda dispute: dispute.state == 'open'):
                # The task may be another person's; that of the leader stays.
                dispute._find_owner_tasks().unlink()
                dispute._plan_task()
        if 'state' in vals:
            self._follow_items()
        return result

    @api.constrains('user_id')
    def _check_owner(self):
        for dispute in self:
            if dispute.user_id and not dispute.user_id._can_collect_in(dispute.company_id):
                raise UserError(
                    self.env._(
                        "%(name)s may not see this dispute: choose somebody with rights in"
                        " collection.",
                        name=dispute.user_id.name,
                    )
                )

    @api.constrains('deadline')
    def _check_deadline(self):
        for dispute in self:
            today = dispute.company_id._get_collection_today()
            last = today + relativedelta(months=LONGEST_MONTHS)
            if not dispute.deadline or not today <= dispute.deadline <= last:
                raise UserError(
                    self.env._(
                        "Choose a day within the next %(count)s months to settle the dispute.",
                        count=LONGEST_MONTHS,
                    )
                )

    # === SETTLING === #

    def action_settle_for_us(self):
        """Close open disputes: the customer was not right, and is chased from where it was.

        :raise AccessError: for others than collection users who may see them
        """
        return self._settle('us')

    def action_settle_for_customer(self):
        """Close open disputes: the customer was right. A credit note says so by itself.

        :raise AccessError: for others than collection users who may see them
        """
        return self._settle('customer')

    def action_withdraw(self):
        """Close open disputes that the customer gave up, or that were opened by mistake.

        :raise AccessError: for others than collection users who may see them
        """
        return self._settle('withdrawn')

    def _settle(self, state):
        self.check_access('write')
        # Nobody writes the state, but by these actions.
        self.sudo().filtered(lambda dispute: dispute.state == 'open')._set_state(state)
        return True

    def _set_state(self, state):
        self.state = state
        self.activity_ids.action_feedback()

    def _follow_credit(self):
        """Let a posted credit note settle its dispute, and one that was undone open it again."""
        for dispute in self:
            is_credited = 'posted' in dispute.credit_move_ids.mapped('state')
            if is_credited and dispute.state == 'open':
                dispute._set_state('customer')
            elif not is_credited and dispute.state == 'customer':
                dispute.state = 'open'
                dispute._plan_task()

    def action_credit(self):
        """Open the question for a credit note over the invoice, which settles this dispute."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Credit Note"),
            'res_model': 'account.move.reversal',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'active_model': 'account.move',
                'active_ids': self.move_id.ids,
                'default_collection_dispute_id': self.id,
            },
        }

    # === WHAT FOLLOWS === #

    def _follow_items(self):
        """Hold or release the items of the invoices, as their disputes are now."""
        self.flush_recordset(['state'])
        # Facts hold for everybody, whoever may see the items.
        self.sudo().move_id.collection_item_ids._follow_facts()

    def _find_owner_tasks(self):
        """Return the tasks to settle, as superuser: another task stays, as that of the leader."""
        kind = self.env.ref(TASK)
        return self.sudo().activity_ids.filtered(
            lambda task: task.automated and task.activity_type_id == kind
        )

    def _plan_task(self):
        self.ensure_one()
        if self.user_id:
            self.activity_schedule(
                TASK,
                date_deadline=self.deadline,
                summary=self.env._("Settle the dispute"),
                user_id=self.user_id.id,
            )

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise AccessError(self.env._("A mail does not open a dispute."))
