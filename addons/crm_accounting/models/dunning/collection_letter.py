from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

CHANNEL_STATES = [
    ('sent', "Sent"),
    ('no_address', "No address"),
    ('failed', "Came back"),
]


class CollectionLetter(models.Model):
    """One message to a customer about all that is due, by one or more channels.

    Prepared by a run, and judged again by the books in the second in which it is sent. Nobody
    writes letters by hand: they are made by runs and changed by the actions below.
    """

    _name = 'collection.letter'
    _description = "Collection Letter"
    _inherit = ['customer.mail.queue']
    _order = 'date desc, id desc'
    _rec_name = 'case_id'
    _queue_cron = 'crm_accounting.ir_cron_collection_letter'

    case_id = fields.Many2one(
        comodel_name='collection.case',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(related='case_id.partner_id', string="Customer", store=False)
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    run_id = fields.Many2one(
        comodel_name='collection.run', readonly=True, index='btree_not_null', ondelete='set null'
    )
    date = fields.Date(required=True, readonly=True, help="Day for which it was prepared or sent.")
    level_id = fields.Many2one(
        comodel_name='collection.level', readonly=True, index=True, ondelete='set null'
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Responsible",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Writes the letter, and gets the answer.",
    )
    line_ids = fields.One2many(comodel_name='collection.letter.line', inverse_name='letter_id')
    amount = fields.Monetary(
        string="Told", compute='_compute_amount', help="What it says, in the company's currency."
    )
    amount_credit = fields.Monetary(
        string="Credit Told", readonly=True, help="The customer's money that is not allocated."
    )
    amount_fee = fields.Monetary(string="Fee", readonly=True)
    amount_interest = fields.Monetary(string="Interest", readonly=True)
    charge_move_id = fields.Many2one(
        comodel_name='account.move',
        string="Charged By",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Invoice of fee and interest.",
    )
    lang = fields.Char(string="Language", readonly=True)
    state = fields.Selection(
        selection=[
            ('draft', "To Send"),
            ('waiting', "Being Sent"),
            ('sent', "Sent"),
            ('failed', "Not Sent"),
            ('dropped', "Not Needed"),
        ],
        required=True,
        readonly=True,
        default='draft',
        index=True,
    )
    reason = fields.Char(readonly=True, help="Why it was not sent, or not needed.")
    tries = fields.Integer(readonly=True, help="How often it was begun.")
    sent_on = fields.Datetime(readonly=True)
    mail_state = fields.Selection(selection=CHANNEL_STATES, string="E-Mail", readonly=True)
    sms_state = fields.Selection(selection=CHANNEL_STATES, string="SMS", readonly=True)
    print_state = fields.Selection(
        selection=[
            ('waiting', "To Print"),
            ('printed', "Printed"),
            ('dropped', "Not Needed"),
        ],
        string="Paper",
        readonly=True,
        index='btree_not_null',
    )
    message_id = fields.Many2one(
        comodel_name='mail.message',
        string="E-Mail Message",
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
    )

    _one_waits = models.UniqueIndex(
        "(case_id) WHERE state IN ('draft', 'waiting')", "A letter to this customer waits already."
    )

    @api.depends('line_ids.amount_company', 'line_ids.drop_reason')
    def _compute_amount(self):
        sums = dict(
            self.env['collection.letter.line']._read_group(
                [('letter_id', 'in', self.ids), ('drop_reason', '=', False)],
                ['letter_id'],
                ['amount_company:sum'],
            )
        )
        for letter in self:
            letter.amount = sums.get(letter, 0.0)

    # === ACTIONS === #

    def action_send(self):
        """Send these letters, or try again those that failed.

        :raise AccessError: for who may not see them, or does not collect
        :raise UserError: before a manager has started it on the policy
        """
        self._check_may_send()
        self._check_started()
        self.filtered(lambda letter: letter.state in ('draft', 'failed'))._enqueue()
        return True

    def action_drop(self):
        """Do not send these: what they are about is not told at this level any more."""
        self._check_may_send()
        reason = self.env._("Left out by %s", self.env.user.name)
        prepared = self.filtered(lambda letter: letter.state in ('draft', 'failed'))
        prepared.sudo().write({'state': 'dropped', 'reason': reason})
        return True

    @api.model
    def _open_where(self, domain):
        """Return the action that shows the letters of a domain."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Letters"),
            'res_model': self._name,
            'view_mode': 'list,form',
            'domain': domain,
        }

    def action_open_case(self):
        """Open the case of the customer."""
        self.ensure_one()
        return self.case_id._get_records_action()

    def _check_may_send(self):
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group(
            'crm_accounting.crm_accounting_group_own'
        ):
            raise AccessError(self.env._("Only collection users may do this."))

    def _check_started(self):
        for company in self.company_id:
            if not self.env['collection.policy']._get_for_company(company).is_writing:
                raise UserError(
                    self.env._("A collection manager starts sending first, on the policy.")
                )

    def _enqueue(self):
        """Let the scheduled action send these letters.

        :raise UserError: when another letter to one of the customers waits already
        """
        letters = self.sudo()  # nobody may write letters; who may send was asked before
        others = letters.search([
            ('case_id', 'in', letters.case_id.ids),
            ('state', 'in', ('draft', 'waiting')),
            ('id', 'not in', letters.ids),
        ])
        if others:
            raise UserError(
                self.env._(
                    "A newer letter to %s waits already: send that one.",
                    ", ".join(others.case_id.mapped('display_name')),
                )
            )
        letters.write({'state': 'waiting', 'reason': False, 'tries': 0})
        letters._wake()
