from odoo import fields, models


class DiscountCardRule(models.Model):
    _name = 'discount.card.rule'
    _inherit = ['discount.card.rule', 'discount.card.cached.mixin']

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


class DiscountCardRuleBracket(models.Model):
    _name = 'discount.card.rule.bracket'
    _inherit = ['discount.card.rule.bracket', 'discount.card.cached.mixin']


class DiscountCardRuleOverride(models.Model):
    _name = 'discount.card.rule.override'
    _inherit = ['discount.card.rule.override', 'discount.card.cached.mixin']

    def _prepare_override_values(self):
        self.ensure_one()
        target = self.product_id or self.product_category_id or self.product_tag_id
        values = {'target': self.target, 'target_id': target.id, 'mode': self.mode}
        return values if self.mode == 'exclude' else {**values, 'percent': self.percent}
