from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DiscountCardRule(models.Model):
    """What a category gives. How rules make one percent: engine/SPECIFICATION.md."""

    _name = 'discount.card.rule'
    _description = "Discount Card Rule"
    _inherit = ['discount.card.period.mixin', 'discount.card.cached.mixin']
    _order = 'category_id, sequence, id'
    _check_company_auto = True

    category_id = fields.Many2one(
        comodel_name='discount.card.category', required=True, index=True, ondelete='cascade'
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name='res.company', index=True, help="Empty: in all companies of the category."
    )
    currency_id = fields.Many2one(related='category_id.currency_id')
    kind = fields.Selection(
        selection=[
            ('fixed', "Fixed percent"),
            ('receipt', "By the amount of the receipt"),
            ('turnover', "By purchases over a period"),
            ('personal', "The customer's or card's personal percent"),
        ],
        required=True,
        default='fixed',
    )
    percent = fields.Float(digits='Discount')
    summary = fields.Char(string="Gives", compute='_compute_summary')
    tax_mode = fields.Selection(
        selection=[('included', "With taxes"), ('excluded', "Without taxes")],
        string="Amounts",
        required=True,
        default='included',
    )
    include_current = fields.Boolean(
        string="With This Receipt", help="What is being bought counts as bought already."
    )
    bracket_ids = fields.One2many(
        comodel_name='discount.card.rule.bracket', inverse_name='rule_id', copy=True
    )
    override_ids = fields.One2many(
        comodel_name='discount.card.rule.override', inverse_name='rule_id', copy=True
    )
    date_from = fields.Date(string="Valid From")
    date_to = fields.Date(string="Valid To")

    _percent_in_range = models.Constraint(
        'CHECK (percent >= 0 AND percent <= 100)', "A discount is between 0 and 100 %."
    )
    _dates_in_order = models.Constraint(
        'CHECK (date_from <= date_to)', "A rule ends on the day it begins or later."
    )
    _dates_of_our_age = models.Constraint(
        "CHECK (date_from >= '1900-01-01' AND date_to >= '1900-01-01')",
        "Enter the year of each date with four digits, from 1900 on.",
    )

    @api.depends('kind', 'percent', 'bracket_ids.amount_from', 'bracket_ids.percent')
    @api.depends_context('lang')
    def _compute_summary(self):
        for rule in self:
            rule.summary = rule._get_summary()

    def _get_summary(self):
        self.ensure_one()
        if self.kind == 'fixed':
            return f'{self.percent:g} %'
        if self.kind == 'personal':
            return self.env._("personal percent")
        return ", ".join(self.bracket_ids.sorted('amount_from').mapped('display_name'))

    @api.depends('kind', 'percent', 'category_id.name')
    @api.depends_context('lang')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for rule in self:
            what = rule._get_summary() if rule.kind == 'fixed' else kinds.get(rule.kind)
            rule.display_name = f'{rule.category_id.name}: {what}'

    # === WHAT IS REFUSED === #

    @api.constrains('company_id', 'category_id')
    def _check_company_of_category(self):
        for rule in self:
            company = rule.category_id.company_id
            if company and rule.company_id and rule.company_id != company:
                raise ValidationError(
                    self.env._(
                        "The category %(category)s belongs to %(owner)s: its rules cannot be for"
                        " %(company)s.",
                        category=rule.category_id.name,
                        owner=company.name,
                        company=rule.company_id.name,
                    )
                )

    @api.constrains(
        'active',
        'bracket_ids',
        'category_id',
        'company_id',
        'date_from',
        'date_to',
        'kind',
        'override_ids',
        'period_months',
        'period_type',
    )
    def _check_programme(self):
        self.env['discount.card.programme']._check_rules(self.category_id)

    # === FOR THE ENGINE === #

    def _is_complete(self):
        """A rule of brackets without a bracket says nothing; the engine would refuse it."""
        return self.kind not in ('receipt', 'turnover') or bool(self.bracket_ids)

    def _prepare_rule_values(self):
        self.ensure_one()
        return {
            'id': self.id,
            'sequence': self.sequence,
            'category_id': self.category_id.id,
            'kind': self.kind,
            'percent': self.percent,
            'brackets': [
                {'amount_from': bracket.amount_from, 'percent': bracket.percent}
                for bracket in self.bracket_ids
            ],
            'period': self._get_period(),
            'include_current': self.include_current,
            'tax_mode': self.tax_mode,
            'valid_from': fields.Date.to_string(self.date_from) or None,
            'valid_to': fields.Date.to_string(self.date_to) or None,
            'company_id': self.company_id.id or None,
            'overrides': [override._prepare_override_values() for override in self.override_ids],
        }
