from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

WEEKDAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')


class DiscountCardCategory(models.Model):
    """Who gets a discount: a kind of customer (pensioner) or a tier of a ladder (gold)."""

    _name = 'discount.card.category'
    _description = "Discount Card Category"
    _inherit = [
        'discount.card.thread.mixin',
        'discount.card.cached.mixin',
        'discount.card.used.mixin',
    ]
    _order = 'sequence, ladder_id, threshold, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name='res.company', index=True, help="Empty: for all companies."
    )
    currency_id = fields.Many2one(comodel_name='res.currency', compute='_compute_currency_id')
    kind = fields.Selection(
        selection=[('social', "Kind of customer"), ('tier', "Tier of a ladder")],
        required=True,
        default='social',
        tracking=True,
    )
    rule_ids = fields.One2many(
        comodel_name='discount.card.rule', inverse_name='category_id', copy=True
    )
    card_ids = fields.One2many(comodel_name='discount.card', inverse_name='category_id')
    rule_summary = fields.Char(string="Gives", compute='_compute_rule_summary')
    card_count = fields.Integer(compute='_compute_card_count', string="Cards")
    membership_ids = fields.One2many(
        comodel_name='discount.card.membership', inverse_name='category_id'
    )

    # === LADDER === #

    ladder_id = fields.Many2one(
        comodel_name='discount.card.ladder',
        index=True,
        check_company=True,
        ondelete='restrict',
    )
    threshold = fields.Monetary(
        string="Reached From",
        default=0.0,
        tracking=True,
        help="Purchases of the ladder's period from which a customer gets this tier.",
    )
    keep_threshold = fields.Monetary(
        string="Kept From",
        default=0.0,
        tracking=True,
        help="Purchases with which a customer who has this tier keeps it. 0: those that reach it.",
    )

    # === WHEN AND WHERE === #

    date_from = fields.Date(string="Valid From", tracking=True)
    date_to = fields.Date(string="Valid To", tracking=True)
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean(default=True)
    sunday = fields.Boolean(default=True)
    hour_from = fields.Float(help="0 to 0: all day. From 22:00 to 02:00 passes midnight.")
    hour_to = fields.Float()
    pos_config_ids = fields.Many2many(
        comodel_name='pos.config',
        string="Tills",
        domain="company_id and [('company_id', '=', company_id)] or []",
        help="Empty: everywhere.",
    )

    # === PROOF === #

    requires_proof = fields.Boolean(
        tracking=True, help="Given only while a proof is on record: a certificate, a child's age."
    )
    proof_months = fields.Integer(
        string="Proof Valid For", default=12, help="Months. 0: a proof once shown is enough."
    )

    _dates_in_order = models.Constraint(
        'CHECK (date_from <= date_to)', "A category ends on the day it begins or later."
    )
    _dates_of_our_age = models.Constraint(
        "CHECK (date_from >= '1900-01-01' AND date_to >= '1900-01-01')",
        "Enter the year of each date with four digits, from 1900 on.",
    )
    _hours_of_a_day = models.Constraint(
        'CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)',
        "Hours go from 00:00 to 24:00.",
    )
    _amounts_in_order = models.Constraint(
        'CHECK (threshold >= 0 AND keep_threshold >= 0 AND keep_threshold <= threshold)',
        "A tier is kept with as much as reaches it, or with less; amounts are not negative.",
    )
    _proof_months_not_negative = models.Constraint(
        'CHECK (proof_months >= 0)', "A proof is valid for a number of months: 0 or more."
    )
    _tier_has_ladder = models.Constraint(
        "CHECK ((kind = 'tier') = (ladder_id IS NOT NULL))",
        "A tier needs the ladder that it belongs to; a kind of customer has none.",
    )
    _threshold_unique = models.UniqueIndex(
        '(ladder_id, threshold) WHERE ladder_id IS NOT NULL AND active',
        "Two tiers of a ladder need different amounts.",
    )

    @api.depends('ladder_id.currency_id', 'company_id')
    def _compute_currency_id(self):
        for category in self:
            company = category.company_id or self.env.company
            category.currency_id = category.ladder_id.currency_id or company.currency_id

    @api.depends('rule_ids.summary')
    def _compute_rule_summary(self):
        for category in self:
            category.rule_summary = "; ".join(filter(None, category.rule_ids.mapped('summary')))

    def _compute_card_count(self):
        counts = dict(
            self.env['discount.card']._read_group(
                [('category_id', 'in', self.ids)], ['category_id'], ['__count']
            )
        )
        for category in self:
            category.card_count = counts.get(category, 0)

    def copy_data(self, default=None):
        """A copy has the rules too; a copy of a tier waits archived for an amount of its own."""
        values_list = super().copy_data(default)
        for category, values in zip(self, values_list, strict=True):
            values['name'] = (default or {}).get('name', self.env._("%s (copy)", category.name))
            if values.get('ladder_id') == category.ladder_id.id and category.kind == 'tier':
                values['active'] = False
        return values_list

    @api.onchange('kind')
    def _onchange_kind(self):
        if self.kind != 'tier':
            self.update({'ladder_id': False, 'threshold': 0.0, 'keep_threshold': 0.0})

    # === WHAT IS REFUSED === #

    @api.constrains(*WEEKDAYS)
    def _check_some_day(self):
        if any(not any(category[day] for day in WEEKDAYS) for category in self):
            raise ValidationError(self.env._("Choose at least one day of the week."))

    @api.constrains('company_id')
    def _check_company_of_rules(self):
        self.rule_ids._check_company_of_category()

    @api.constrains('company_id', 'pos_config_ids')
    def _check_company_of_tills(self):
        """A category of all companies may count at tills of one: a till is never shared."""
        for category in self.filtered('company_id'):
            if category.sudo().pos_config_ids.company_id - category.company_id:
                raise ValidationError(
                    self.env._(
                        "The category %(category)s belongs to %(company)s: choose tills of it.",
                        category=category.name,
                        company=category.company_id.name,
                    )
                )

    @api.constrains('ladder_id', 'kind')
    def _check_holders_of_ladder(self):
        """Customers who stand on a step stand on no other, however it came to the ladder."""
        holders = self.card_ids.partner_id | self.membership_ids.partner_id
        # A tier that is held in a company which the user does not see counts too.
        holders.sudo()._check_discount_categories()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Say what to do instead of what the database would say."""
        # Cards of companies that the user does not see use it too.
        used = self.sudo().filtered(lambda category: category.card_ids or category.membership_ids)
        if used:
            raise UserError(
                self.env._(
                    "Customers have the category %s. Give them another one first, or archive it.",
                    used[0].name,
                )
            )
        for category in self:
            if use := category._describe_use():
                raise UserError(
                    self.env._(
                        "The category %(name)s is used in: %(use)s. Archive it instead: what was"
                        " given stays on record.",
                        name=category.name,
                        use=use,
                    )
                )

    # === QUESTIONS === #

    def _is_earned(self):
        """Whether purchases lead here: every tier but the one with which a ladder begins."""
        self.ensure_one()
        return self.kind == 'tier' and self != self.ladder_id._get_lowest_tier()

    def _is_valid_on(self, date):
        """Whether the category is in use on a day: not archived, and within its dates."""
        self.ensure_one()
        return bool(
            self.active
            and (not self.date_from or self.date_from <= date)
            and (not self.date_to or date <= self.date_to)
        )

    def _get_proof_date_to(self):
        """Return until when a proof that is shown today is valid; False: for ever."""
        self.ensure_one()
        if not (self.requires_proof and self.proof_months):
            return False
        return fields.Date.context_today(self) + relativedelta(months=self.proof_months)

    def action_view_cards(self):
        """Open the cards of the category."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('loyalty_cards.discount_card_action')
        return action | {
            'domain': [('category_id', '=', self.id)],
            'context': {'default_category_id': self.id},
        }

    def _get_weekdays(self):
        """Return the days on which the category counts, 0 for Monday."""
        self.ensure_one()
        return [number for number, day in enumerate(WEEKDAYS) if self[day]]
