from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date

from .instalments import spread
from .payment_plan import LIVE_STATES


class PaymentPlan(models.Model):
    """What the books say about a plan: how much was paid, and whether it is kept."""

    _inherit = 'payment.plan'

    amount_paid = fields.Monetary(string="Paid", compute='_compute_amount_paid')
    amount_withdrawn = fields.Monetary(
        string="Withdrawn",
        compute='_compute_amount_paid',
        help="Debts whose documents are drafts again or cancelled: neither paid nor owed.",
    )
    amount_residual = fields.Monetary(string="Left", compute='_compute_amount_paid')
    amount_overdue = fields.Monetary(string="Overdue", compute='_compute_next')
    date_next = fields.Date(string="Next Instalment", compute='_compute_next')
    amount_next = fields.Monetary(string="Next Amount", compute='_compute_next')

    @api.depends(
        'debt_ids.amount', 'debt_ids.amount_owed', 'debt_ids.move_line_id.parent_state', 'state'
    )
    def _compute_amount_paid(self):
        for plan in self:
            is_agreed = plan.state not in ('draft', 'cancelled')
            counted = plan.debt_ids if is_agreed else plan.debt_ids.browse()
            withdrawn = counted.filtered(lambda debt: debt.move_line_id.parent_state != 'posted')
            counted -= withdrawn
            paid = sum(counted.mapped('amount')) - sum(counted.mapped('amount_owed'))
            # A payment of the time before may be undone: more is owed then than was agreed.
            plan.amount_paid = plan.currency_id.round(max(paid, 0.0))
            plan.amount_withdrawn = sum(withdrawn.mapped('amount'))
            plan.amount_residual = plan.currency_id.round(
                plan.amount_total - plan.amount_paid - plan.amount_withdrawn
            )

    @api.depends('line_ids.amount_residual', 'line_ids.date', 'state')
    def _compute_next(self):
        for plan in self:
            left = plan._get_in_order().filtered('amount_residual')
            if plan.state not in LIVE_STATES:
                left = left.browse()
            plan.amount_overdue = sum(
                line.amount_residual for line in left if line.date < plan._get_today()
            )
            plan.date_next = left[:1].date
            plan.amount_next = left[:1].amount_residual

    def _get_in_order(self):
        """Return the instalments, oldest first; also of a plan that is being edited."""
        return self.line_ids.sorted(
            lambda line: (line.date or fields.Date.today(), line._origin.id or 0)
        )

    def _spread_paid(self):
        """Return what is paid of each instalment.

        :rtype: dict[payment.plan.line, float]
        """
        return self._spread(self.amount_paid, self._get_in_order())

    def _spread_withdrawn(self):
        """Return what of each instalment is neither paid nor owed any more, the last ones first.

        :rtype: dict[payment.plan.line, float]
        """
        return self._spread(self.amount_withdrawn, self._get_in_order()[::-1])

    def _spread(self, amount, instalments):
        if not self:
            return {}
        sizes = [self._to_units(line.amount) for line in instalments]
        shares = spread(self._to_units(amount), sizes)
        return dict(zip(instalments, map(self._from_units, shares), strict=True))

    def _get_today(self):
        return (self.company_id or self.env.company)._get_collection_today()

    def _filter_deferring(self):
        """Return those of these plans that say when their debts are to be paid.

        A broken plan says so no longer: until it is caught up its debts are overdue by their own
        dates, as they are chased.
        """
        return self.filtered(lambda plan: plan.state == 'running')

    # === STATES FOLLOW THE MONEY === #

    def _is_on_time(self, date):
        """Tell whether all that had to be paid by the end of a day is paid.

        :param datetime.date date: in the company's time zone
        """
        self.ensure_one()
        due = self._get_in_order().filtered(
            lambda line: line.date + timedelta(days=self.grace_days) <= date
        )
        return self.currency_id.is_zero(sum(due.mapped('amount_residual')))

    def _follow_money(self, date=None):
        """Let states follow what was paid: all of it, or owed again; broken or kept at a day.

        :param datetime.date date: end of the day up to which instalments count as due; without
            one no plan breaks or heals: that is for runs, which chase
        """
        # Whoever pays moves the state, also of a plan that is not theirs to see.
        for plan in self.sudo().filtered(lambda plan: plan.state in (*LIVE_STATES, 'kept')):
            state = plan._get_state_at(date)
            if state != plan.state:
                plan._set_state(state)

    @api.model
    def _follow_lines(self, line_ids):
        """Let plans about these receivable lines follow what was paid or is owed again."""
        debts = (
            self
            .env['payment.plan.debt']
            .sudo()
            .search([
                ('move_line_id', 'in', line_ids),
                ('plan_id.state', 'in', (*LIVE_STATES, 'kept')),
            ])
        )
        debts.invalidate_recordset(['amount_owed'])
        debts.plan_id._follow_money()
        debts.plan_id.filtered(lambda plan: plan.state == 'running')._hold_items()

    def _get_state_at(self, date):
        is_paid = not self.currency_id.is_zero(self.amount_paid)
        if is_paid and self.currency_id.is_zero(self.amount_residual):
            return 'kept'
        if date:
            return 'running' if self._is_on_time(date) else 'broken'
        return 'running' if self.state == 'kept' else self.state

    def _set_state(self, state):
        self.state = state
        if state == 'running':
            self._hold_items()
        elif state == 'broken':
            self._log_broken()

    def _log_broken(self):
        """Tell in the history which instalment did not come, and how much of it is missing."""
        values = {
            'date': format_date(self.env, self.date_next),
            'amount': self.currency_id.format(self.amount_next),
        }
        self.message_post(
            body=self.env._("%(amount)s of the instalment of %(date)s did not come.", **values)
        )

    def _hold_items(self):
        """Hold what is being collected and is promised by these plans now."""
        items = self._get_items().filtered(lambda item: item.state == 'open')
        items.write({'state': 'held', 'hold_reason': 'plan', 'hold_until': False})
        items.activity_id._follow_holds()

    def _release_items(self):
        """Chase again what only these plans held."""
        items = self._get_items().filtered(lambda item: item.hold_reason == 'plan')
        items.write({'state': 'open', 'hold_reason': False})
        for company, those in items.grouped('company_id').items():
            those._move_deadlines(company._get_collection_today())

    def _get_items(self):
        lines = self.debt_ids.move_line_id
        return self.env['collection.item'].sudo().search([('move_line_id', 'in', lines.ids)])

    @api.model
    def _find_on_time(self, companies, date):
        """Return the live plans of these companies that are kept at the end of a day.

        :rtype: payment.plan
        """
        live = self.sudo().search([
            ('company_id', 'in', companies.ids),
            ('state', 'in', LIVE_STATES),
        ])
        return live.filtered(lambda plan: plan._is_on_time(date))
