from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

LONGEST_MONTHS = 12


class CollectionPromise(models.Model):
    """A day until which a customer has promised to pay an amount of some debts.

    People make and withdraw promises by the actions of items and cases; nobody writes them. Whether
    one is kept is read from the books.
    """

    _name = 'collection.promise'
    _description = "Promise to Pay"
    _order = 'date desc, id desc'
    _rec_name = 'date'

    case_id = fields.Many2one(
        comodel_name='collection.case',
        required=True,
        readonly=True,
        index=True,
        ondelete='cascade',
    )
    partner_id = fields.Many2one(related='case_id.partner_id')
    company_id = fields.Many2one(related='case_id.company_id', store=True)
    currency_id = fields.Many2one(
        comodel_name='res.currency', required=True, readonly=True, ondelete='restrict'
    )
    line_ids = fields.One2many(
        comodel_name='collection.promise.line',
        inverse_name='promise_id',
        string="Debts",
        readonly=True,
    )
    made_on = fields.Date(required=True, readonly=True)
    date = fields.Date(string="Pays Until", required=True, readonly=True)
    amount = fields.Monetary(string="Promised", required=True, readonly=True)
    channel = fields.Selection(
        selection=[
            ('phone', "Phone"),
            ('email', "E-mail"),
            ('portal', "Portal"),
            ('visit', "Visit"),
        ],
        string="How",
        required=True,
        readonly=True,
        default='phone',
    )
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Taken By",
        readonly=True,
        ondelete='set null',
        help="Who noted it; empty when the customer did in the portal.",
    )
    note = fields.Char(readonly=True)
    state = fields.Selection(
        selection=[
            ('open', "Open"),
            ('kept', "Kept"),
            ('broken', "Broken"),
            ('withdrawn', "Withdrawn"),
        ],
        required=True,
        readonly=True,
        index=True,
        default='open',
        help="Kept: the amount was paid by that day, as the books have it. Withdrawn: taken back or"
        " replaced before its day was over, or nothing of it is owed any more.",
    )
    withdrawn_on = fields.Date(readonly=True)
    is_put_off = fields.Boolean(
        string="Put Off", readonly=True, help="Replaced by a promise for a later day."
    )

    _amount_positive = models.Constraint(
        'CHECK (amount > 0)', "A promise is about more than nothing."
    )

    # === MAKING ONE === #

    @api.model
    def _make(self, lines, date, amount=None, **values):
        """Note a promise, which replaces the open ones about any of these debts, and hold them.

        :param account.move.line lines: debts of one customer and company in one currency
        :param datetime.date date: last day, today or later
        :param float amount: in the currency of the debts; None for all that is owed
        :param values: channel, note, user_id
        :raise UserError: when nothing, or less than the amount, is owed on them, the day is past or
            too far, or they are not of one customer, company and currency
        :rtype: collection.promise
        """
        lines._check_promisable()
        case = self.env['collection.case']._get_or_create(
            lines.partner_id.commercial_partner_id.id, lines.company_id
        )
        today = lines.company_id._get_collection_today()
        self._check_date(date, today)
        # Who makes a promise at the same time, or pays it, has to see this one: one is repeated.
        case._update_level()
        self._replace(lines.collection_promise_line_ids.promise_id, date)
        debts = lines._prepare_promised()
        owed = sum(debt['amount_owed'] for debt in debts)
        promise = self.create({
            'case_id': case.id,
            'currency_id': lines.currency_id.id,
            'made_on': today,
            'date': date,
            'amount': self._read_amount(amount, owed, lines.currency_id),
            'line_ids': [Command.create(debt) for debt in debts],
            **values,
        })
        promise._log(self.env._("Promised: %(amount)s until %(date)s.", **promise._describe()))
        promise._get_items()._follow_facts()
        return promise

    @api.model
    def _replace(self, promises, date):
        """Withdraw the open ones for one of that date; note those that it puts off."""
        replaced = promises.filtered(lambda promise: promise.state == 'open')
        replaced._withdraw(self.env._("replaced by another promise"))
        put_off = replaced.filtered(lambda old: old.state == 'withdrawn' and old.date < date)
        put_off.is_put_off = True

    @api.model
    def _check_date(self, date, today):
        if not today <= date <= today + relativedelta(months=LONGEST_MONTHS):
            raise UserError(
                self.env._(
                    "Choose a day within the next %(count)s months for the promise.",
                    count=LONGEST_MONTHS,
                )
            )

    @api.model
    def _read_amount(self, amount, owed, currency):
        """Return the amount, all that is owed if none is said, and not more."""
        owed = currency.round(owed)
        amount = owed if amount is None else amount
        is_too_much = amount > owed + currency.rounding  # infinity is no number to be rounded
        amount = 0.0 if is_too_much else currency.round(amount)
        if currency.compare_amounts(amount, 0) <= 0 or currency.compare_amounts(amount, owed) > 0:
            raise UserError(
                self.env._(
                    "The promised amount has to be more than nothing and at most the %(owed)s that"
                    " are owed.",
                    owed=currency.format(owed),
                )
            )
        return amount

    # === WITHDRAWING IT === #

    def action_withdraw(self):
        """Take open promises back: what only they held is chased again.

        :raise AccessError: for others than collection users who may see them
        """
        self.case_id.item_ids._check_collection_group('crm_accounting.crm_accounting_group_own')
        self.check_access('read')
        # Nobody has write access to promises, but this.
        self.sudo()._withdraw(self.env._("taken back by %s", self.env.user.name))
        return True

    def _withdraw(self, why):
        """Withdraw those that are open; one whose day is over is broken, and stays that."""
        self.filtered(lambda promise: promise.state == 'open')._follow_money()
        for promise in self.filtered(lambda promise: promise.state == 'open'):
            promise.withdrawn_on = promise.company_id._get_collection_today()
            promise._log(
                self.env._(
                    "The promise of %(amount)s until %(date)s was withdrawn: %(why)s.",
                    why=why,
                    **promise._describe(),
                )
            )
            promise._follow_money()

    def _filter_unkept(self, since):
        """Return those of which the day was `since` or later, and was broken or put off."""
        return self.filtered(
            lambda promise: (
                promise.date >= since and (promise.state == 'broken' or promise.is_put_off)
            )
        )

    # === WHAT IS SAID ABOUT IT === #

    def _describe(self):
        self.ensure_one()
        return {
            'amount': self.currency_id.format(self.amount),
            'date': format_date(self.env, self.date),
        }

    def _log(self, text):
        self.ensure_one()
        notes = [text, self.note] if self.note and self.state == 'open' else [text]
        self.case_id.message_post(
            body=" ".join(notes), author_id=self.env.user.partner_id.id or None
        )

    def _get_items(self):
        """Return the collection items of the promised debts, as superuser."""
        lines = self.line_ids.move_line_id
        return self.env['collection.item'].sudo().search([('move_line_id', 'in', lines.ids)])
