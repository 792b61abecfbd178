from odoo import api, fields, models
from odoo.tools import format_amount


class DiscountCardRuleBracket(models.Model):
    """From an amount on, a percent."""

    _name = 'discount.card.rule.bracket'
    _description = "Discount Card Bracket"
    _inherit = ['discount.card.cached.mixin']
    _order = 'rule_id, amount_from'

    rule_id = fields.Many2one(
        comodel_name='discount.card.rule', required=True, index=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='rule_id.currency_id')
    amount_from = fields.Monetary(string="From")
    percent = fields.Float(digits='Discount')

    _amount_from_unique = models.Constraint(
        'UNIQUE (rule_id, amount_from)', "Two brackets of a rule need different amounts."
    )
    _amount_from_not_negative = models.Constraint(
        'CHECK (amount_from >= 0)', "A bracket begins at an amount of 0 or more."
    )
    _percent_in_range = models.Constraint(
        'CHECK (percent >= 0 AND percent <= 100)', "A discount is between 0 and 100 %."
    )

    @api.depends('amount_from', 'percent', 'currency_id')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for bracket in self:
            bracket.display_name = self.env._(
                "from %(amount)s: %(percent)s %%",
                amount=format_amount(self.env, bracket.amount_from, bracket.currency_id),
                percent=f'{bracket.percent:g}',
            )

    @api.model_create_multi
    def create(self, vals_list):
        brackets = super().create(vals_list)
        brackets._check_programme_later()
        return brackets

    def write(self, vals):
        result = super().write(vals)
        self._check_programme_later()
        return result

    def _check_programme_later(self):
        """Look at the whole before it is committed: brackets that change one after the other pass
        through an order that would be refused.
        """
        rules = self.rule_id
        self.env.cr.precommit.add(lambda: rules.exists()._check_programme())
