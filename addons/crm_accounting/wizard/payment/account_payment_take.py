from itertools import product

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import clean_context

from ...models.payment.instalments import spread

PROPOSALS = [
    ('next', "Next instalment"),
    ('overdue', "All overdue"),
    ('all', "Everything"),
    ('other', "Another amount"),
]


class AccountPaymentTake(models.TransientModel):
    """Money from a customer, for many invoices at once: the oldest first, or those that are ticked.

    What is left after them stays as the customer's credit, and is offered the next time.
    """

    _name = 'account.payment.take'
    _description = "Take a Payment"
    _check_company_auto = True

    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", required=True)
    invoice_id = fields.Many2one(
        comodel_name='account.move',
        help="The one it was opened from: its debts are ticked.",
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, default=lambda self: self.env.company
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    journal_id = fields.Many2one(
        comodel_name='account.journal',
        string="Paid By",
        required=True,
        check_company=True,
        domain="[('type', 'in', ('cash', 'bank', 'credit'))]",
        compute='_compute_journal_id',
        precompute=True,
        store=True,
        readonly=False,
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency',
        required=True,
        compute='_compute_currency_id',
        precompute=True,
        store=True,
        readonly=False,
    )
    proposal = fields.Selection(selection=PROPOSALS, required=True, default='overdue')
    amount = fields.Monetary(compute='_compute_amount', store=True, readonly=False)
    memo = fields.Char()
    line_ids = fields.One2many(
        comodel_name='account.payment.take.line',
        inverse_name='take_id',
        compute='_compute_line_ids',
        store=True,
        readonly=False,
    )
    has_undone = fields.Boolean(compute='_compute_has_undone')
    amount_credit = fields.Monetary(
        string="Credit",
        compute='_compute_amount_credit',
        help="The customer's own money that is not allocated yet and lies in the account of these"
        " debts.",
    )
    use_credit = fields.Boolean(
        string="Use It First", help="Allocate the credit to the oldest of these debts first."
    )
    amount_rest = fields.Monetary(
        string="Stays as Credit", compute='_compute_amount_rest', help="Of the amount paid now."
    )
    payment_id = fields.Many2one(
        comodel_name='account.payment', readonly=True, help="What was taken."
    )

    @api.model
    def _open(self, partner, company=None, move=None):
        """Return the action that asks what a customer pays.

        :param res.partner partner: the customer, as a company
        :param res.company company: to whom; without one, the present company
        :param account.move move: an invoice that is ticked
        """
        action = self.env['ir.actions.act_window']._for_xml_id(
            'crm_accounting.account_payment_take_action'
        )
        action['context'] = {
            'default_partner_id': partner.id,
            'default_company_id': (company or self.env.company).id,
            'default_invoice_id': move.id if move else False,
            'default_proposal': 'all' if move else 'overdue',
        }
        return action

    # === WHAT IS OWED AND PROPOSED === #

    @api.depends('line_ids.undone')
    def _compute_has_undone(self):
        for take in self:
            take.has_undone = any(take.line_ids.mapped('undone'))

    @api.depends('company_id')
    def _compute_journal_id(self):
        for take in self:
            take.journal_id = self.env['account.journal'].search(
                [
                    *self.env['account.journal']._check_company_domain(take.company_id),
                    ('type', 'in', ('cash', 'bank', 'credit')),
                ],
                limit=1,
            )

    @api.depends('journal_id', 'company_id')
    def _compute_currency_id(self):
        for take in self:
            take.currency_id = take.journal_id.currency_id or take.company_id.currency_id

    @api.depends('partner_id', 'company_id', 'invoice_id')
    def _compute_line_ids(self):
        for take in self:
            take.line_ids = [
                Command.clear(),
                *(
                    Command.create({
                        'move_line_id': line.id,
                        'is_chosen': line.move_id == take.invoice_id,
                    })
                    for line in take._get_debts()
                ),
            ]

    def _get_debts(self):
        """Return what the customer owes; also what only a payment that was undone has settled."""
        return self._as_user()._find_owed(self.partner_id.commercial_partner_id, self.company_id)

    def _get_credits(self):
        """Return the customer's money that can pay the chosen debts: it lies in their account."""
        credits = self._as_user()._find_credits(
            self.partner_id.commercial_partner_id, self.company_id
        )
        account = self._get_chosen()[:1].move_line_id.account_id
        return credits.filtered(lambda line: not account or line.account_id == account)

    def _as_user(self):
        # Computed fields are computed as superuser: only what who asks may see.
        return self.env['account.move.line'].sudo(False)

    @api.depends('proposal', 'currency_id', 'date', 'line_ids.is_chosen', 'use_credit')
    def _compute_amount(self):
        for take in self:
            if take.proposal != 'other':
                covered = take.amount_credit if take.use_credit else 0.0
                take.amount = max(take.currency_id.round(take._propose() - covered), 0.0)

    def _propose(self):
        """Return what is proposed to be paid now, in the currency of the payment."""
        chosen = self._get_chosen()
        planned = chosen.filtered(self._get_plan)
        if self.proposal == 'next' and planned:
            return self._propose_of_plans(planned, 'amount_next')
        if self.proposal == 'next':
            return chosen[:1].amount_owed_here
        if self.proposal == 'overdue':
            overdue = (chosen - planned).filtered(lambda line: line.date_due < self.date)
            asked = self._propose_of_plans(planned, 'amount_overdue')
            return sum(overdue.mapped('amount_owed_here')) + asked
        return sum(chosen.mapped('amount_owed_here'))

    def _propose_of_plans(self, planned, name):
        """Return what plans ask for now, but no more than is owed on these debts."""
        total = 0.0
        for plan, lines in planned.grouped(self._get_plan).items():
            asked = plan.currency_id._convert(
                plan[name], self.currency_id, self.company_id, self.date
            )
            total += min(asked, sum(lines.mapped('amount_owed_here')))
        return total

    def _get_plan(self, line):
        """Return the plan that says when a debt is paid; the next instalment is asked of any."""
        # What is proposed does not depend on which plans the user may see.
        plan_sudo = line.sudo().plan_id
        return plan_sudo if self.proposal == 'next' else plan_sudo._filter_deferring()

    def _get_chosen(self):
        """Return the ticked debts, or all where none is ticked, in the order they are paid.

        The oldest first; but what a plan spreads over time is not due yet and comes last, unless
        its next instalment is what is paid.
        """
        is_next = self.proposal == 'next'
        lines = self.line_ids.sorted(
            lambda line: (
                bool(self._get_plan(line)) != is_next,
                line.date_due,
                line.move_line_id.id,
            )
        )
        return lines.filtered('is_chosen') or lines

    @api.depends(
        'partner_id', 'company_id', 'currency_id', 'date', 'proposal', 'line_ids.is_chosen'
    )
    def _compute_amount_credit(self):
        for take in self:
            credit = -sum(take._get_credits().mapped('amount_residual')) if take.partner_id else 0.0
            take.amount_credit = take.company_id.currency_id._convert(
                credit, take.currency_id or take.company_id.currency_id, take.company_id, take.date
            )

    @api.depends('amount', 'proposal', 'use_credit', 'amount_credit', 'line_ids.is_chosen')
    def _compute_amount_rest(self):
        for take in self:
            owed = sum(take._get_chosen().mapped('amount_owed_here'))
            left = take.currency_id.round(take._get_amount_to_spread() - owed)
            take.amount_rest = max(min(left, take.amount), 0.0)

    def _get_amount_to_spread(self):
        return self.amount + (self.amount_credit if self.use_credit else 0.0)

    def _spread_amount(self):
        """Return what of the amount goes to each debt now.

        :rtype: dict[account.payment.take.line, float]
        """
        chosen = self._get_chosen()
        unit = self.currency_id.rounding or 0.01
        owed = [round(line.amount_owed_here / unit) for line in chosen]
        shares = spread(round(self._get_amount_to_spread() / unit), owed)
        return {
            line: self.currency_id.round(share * unit)
            for line, share in zip(chosen, shares, strict=True)
        }

    # === TAKING IT === #

    def action_take(self):
        """Post the payment, allocate it, and print the receipt.

        Asked again, because the answer was lost, it takes nothing more and prints the same receipt.

        :raise UserError: when there is nothing to be taken, or the money would not go any more
            where it was shown to go
        """
        self.ensure_one()
        report = self.env.ref('crm_accounting.action_report_payment_taken')
        payment = self.payment_id or self._take()
        action = report.report_action(payment, config=False)
        # XML-RPC knows no None.
        said = {key: value for key, value in action.items() if value is not None}
        return {**said, 'close_on_report_download': True}

    def _take(self):
        """Return the payment after it was posted and allocated."""
        if self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise UserError(self.env._("Enter the amount that the customer pays."))
        self._check_still_owed()
        shares = self._spread_amount()
        paid = self._get_chosen().filtered(lambda line: shares[line]).move_line_id
        debts = paid or self._get_chosen().move_line_id
        whole = self._get_whole(shares).move_line_id
        self._check_one_account(paid)
        paid._get_undone_matchings().unlink()
        if self.use_credit:
            self._allocate(self._get_credits(), debts)
        # What was proposed to this question must not become a default of payment or entry.
        Payment = self.env(context=clean_context(self.env.context))['account.payment']
        payment = Payment.create(self._prepare_payment(debts))
        payment.action_post()
        received = payment.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == 'asset_receivable'
        )
        # All that is paid in full at once: fifty reconciliations one by one take far longer.
        whole = whole.filtered(lambda line: not line.reconciled)
        if whole:
            (received | whole).reconcile()
        self._allocate(received, debts)
        self.payment_id = payment
        return payment

    def _check_still_owed(self):
        """Refuse when somebody else has taken money for these debts since they were shown."""
        shares = self._spread_amount()
        changed = self.line_ids.filtered(
            lambda line: self.currency_id.compare_amounts(
                line.amount_applied, shares.get(line, 0.0)
            )
        )
        if changed:
            raise UserError(
                self.env._(
                    "Nothing was taken: what is owed on %s has changed meanwhile. Close this and"
                    " open it again to see what is left.",
                    ", ".join(changed.move_id.mapped('name')),
                )
            )

    def _get_whole(self, shares):
        """Return what is paid in full by these amounts."""
        return self.line_ids.filtered(
            lambda line: (
                shares.get(line)
                and self.currency_id.compare_amounts(shares[line], line.amount_owed_here) >= 0
            )
        )

    def _check_one_account(self, debts):
        if len(debts.account_id) > 1:
            raise UserError(
                self.env._(
                    "Nothing was taken: these debts are in several accounts (%s). Take a payment"
                    " for the debts of each account.",
                    ", ".join(debts.account_id.mapped('display_name')),
                )
            )

    def _prepare_payment(self, debts):
        return {
            'payment_type': 'inbound',
            'partner_type': 'customer',
            'partner_id': self.partner_id.commercial_partner_id.id,
            'company_id': self.company_id.id,
            'journal_id': self.journal_id.id,
            'currency_id': self.currency_id.id,
            'amount': self.amount,
            'date': self.date,
            'memo': self.memo or ", ".join(debts.move_id.mapped('name'))[:200],
            **({'destination_account_id': debts.account_id[0].id} if debts else {}),
        }

    def _allocate(self, credit_lines, debts):
        """Allocate credits to debts of the same account, the oldest debt first."""
        for credit, debt in product(credit_lines, debts):
            are_open = not credit.reconciled and not debt.reconciled
            if are_open and credit.account_id == debt.account_id:
                (credit | debt).reconcile()
