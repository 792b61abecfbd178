from odoo import api, fields, models
from odoo.fields import Domain


class CollectionPromise(models.Model):
    """What the books say about promises, and what follows from it.

    State and amounts depend on the debts, their matchings and the day alone. A payment of before
    the last day that is booked afterwards makes a broken promise a kept one, a payment that bounces
    the other way round.
    """

    _inherit = 'collection.promise'

    amount_paid = fields.Monetary(
        string="Paid in Time", compute='_compute_amount_paid', compute_sudo=True
    )
    amount_missing = fields.Monetary(
        string="Missing", compute='_compute_amount_paid', compute_sudo=True
    )

    @api.depends(
        'line_ids.move_line_id.amount_residual_currency',
        'line_ids.move_line_id.parent_state',
        'line_ids.move_line_id.matched_credit_ids.credit_move_id.parent_state',
        'line_ids.move_line_id.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_amount_paid(self):
        paid_in_time = self.line_ids._get_paid_in_time()
        for promise in self:
            counted = promise.line_ids.filtered(lambda line: line in paid_in_time)
            currency = promise.currency_id
            # A payment of the time before may be undone: more is owed then than was promised.
            paid = max(sum(paid_in_time[line][0] for line in counted), 0.0)
            promise.amount_paid = currency.round(paid)
            # What is credited need not be paid any more, and was not paid either.
            credited = sum(paid_in_time[line][1] for line in counted)
            wanted = min(promise.amount, sum(counted.mapped('amount_owed')) - credited)
            promise.amount_missing = currency.round(max(wanted - paid, 0.0))

    def _follow_money(self):
        """Let states follow the books and the day, and items what they hold."""
        # Whoever pays moves the state, also of a promise that is not theirs to see.
        promises_sudo = self.sudo()
        promises_sudo.invalidate_recordset(['amount_paid', 'amount_missing'])
        for promise in promises_sudo:
            state = promise._get_state()
            if state == 'open' and promise._is_replaced():
                promise.withdrawn_on = promise.company_id._get_collection_today()
                state = 'withdrawn'
            if state != promise.state:
                promise._set_state(state)

    def _get_state(self):
        self.ensure_one()
        posted = self.line_ids.move_line_id.filtered(lambda line: line.parent_state == 'posted')
        if self.withdrawn_on or not posted:
            return 'withdrawn'
        if self.currency_id.is_zero(self.amount_missing):
            # Nothing missing and nothing paid: all of it was credited.
            return 'withdrawn' if self.currency_id.is_zero(self.amount_paid) else 'kept'
        return 'open' if self._is_awaited() else 'broken'

    def _is_awaited(self):
        return self.date >= self.company_id._get_collection_today()

    def _is_replaced(self):
        """Whether there is a later open promise about one of these debts.

        This one was kept then, and is not any more.
        """
        others = self.line_ids.move_line_id.collection_promise_line_ids - self.line_ids
        return any(line.is_open and line.promise_id.id > self.id for line in others)

    def _set_state(self, state):
        was_broken = self.state == 'broken'
        self.state = state
        # Before another promise about the same debt is written: one is open at a time.
        self.line_ids.flush_recordset(['is_open'])
        items = self._get_items()
        if state == 'broken':
            self._log(
                self.env._(
                    "The promise of %(amount)s until %(date)s was broken: %(missing)s did not"
                    " come.",
                    missing=self.currency_id.format(self.amount_missing),
                    **self._describe(),
                )
            )
        items._follow_facts()
        if state == 'broken':
            self.line_ids._raise_items(items.filtered(lambda item: item.state == 'open'))
        elif was_broken:
            self.line_ids._lower_items(items.filtered(lambda item: item.state != 'closed'))

    @api.model
    def _follow_lines(self, line_ids):
        """Let promises about these receivable lines follow what was paid or is owed again."""
        promises_sudo = self.sudo().search([
            ('line_ids.move_line_id', 'in', line_ids),
            # Taken back by somebody: stays so. What was a draft for a while is promised again.
            ('withdrawn_on', '=', False),
        ])
        promises_sudo._follow_money()

    @api.model
    def _follow_day(self, companies):
        """Let open promises be kept or broken whose day is over, or whose debts changed."""
        self.sudo().search(self._get_open_domain(companies))._follow_money()

    @api.model
    def _find_awaited(self, companies):
        """Return the open promises of these companies whose last day is not over.

        :rtype: collection.promise
        """
        promises_sudo = self.sudo().search(self._get_open_domain(companies))
        return promises_sudo.filtered(lambda promise: promise._is_awaited())

    def _get_open_domain(self, companies):
        return Domain('company_id', 'in', companies.ids) & Domain('state', '=', 'open')
