from odoo import api, fields, models


class DiscountCardRuleOverride(models.Model):
    """Another percent, a cap or no discount for a product, a category of products or a tag."""

    _name = 'discount.card.rule.override'
    _description = "Discount Card Exception"
    _inherit = ['discount.card.cached.mixin']
    _order = 'rule_id, target, id'

    rule_id = fields.Many2one(
        comodel_name='discount.card.rule', required=True, index=True, ondelete='cascade'
    )
    target = fields.Selection(
        selection=[
            ('product', "Product"),
            ('category', "Product category"),
            ('tag', "Product tag"),
        ],
        required=True,
        default='category',
    )
    product_id = fields.Many2one(
        comodel_name='product.product', index='btree_not_null', ondelete='cascade'
    )
    product_category_id = fields.Many2one(
        comodel_name='product.category', index='btree_not_null', ondelete='cascade'
    )
    product_tag_id = fields.Many2one(
        comodel_name='product.tag', index='btree_not_null', ondelete='cascade'
    )
    mode = fields.Selection(
        selection=[
            ('percent', "Other percent"),
            ('cap', "At most"),
            ('exclude', "No discount"),
        ],
        required=True,
        default='exclude',
    )
    percent = fields.Float(digits='Discount')

    _target_is_chosen = models.Constraint(
        "CHECK ((target = 'product') = (product_id IS NOT NULL)"
        " AND (target = 'category') = (product_category_id IS NOT NULL)"
        " AND (target = 'tag') = (product_tag_id IS NOT NULL))",
        "Choose the product, the category or the tag that the exception is for.",
    )
    _percent_in_range = models.Constraint(
        'CHECK (percent >= 0 AND percent <= 100)', "A discount is between 0 and 100 %."
    )
    _product_unique = models.UniqueIndex(
        '(rule_id, product_id) WHERE product_id IS NOT NULL',
        "A rule has one exception for each product.",
    )
    _category_unique = models.UniqueIndex(
        '(rule_id, product_category_id) WHERE product_category_id IS NOT NULL',
        "A rule has one exception for each category of products.",
    )
    _tag_unique = models.UniqueIndex(
        '(rule_id, product_tag_id) WHERE product_tag_id IS NOT NULL',
        "A rule has one exception for each tag.",
    )

    @api.depends('mode', 'percent', 'product_id', 'product_category_id', 'product_tag_id')
    def _compute_display_name(self):
        modes = dict(self._fields['mode']._description_selection(self.env))
        for override in self:
            target = override._get_target().display_name or ''
            percent = '' if override.mode == 'exclude' else f' {override.percent:g} %'
            override.display_name = f'{target}: {modes.get(override.mode)}{percent}'

    @api.onchange('target')
    def _onchange_target(self):
        """What was chosen for another kind of target goes."""
        fields_by_target = {
            'product': 'product_id',
            'category': 'product_category_id',
            'tag': 'product_tag_id',
        }
        for target, name in fields_by_target.items():
            if target != self.target:
                self[name] = False

    def _get_target(self):
        """Return the product, the category or the tag that the exception is for."""
        self.ensure_one()
        return self.product_id or self.product_category_id or self.product_tag_id

    def _prepare_override_values(self):
        self.ensure_one()
        values = {'target': self.target, 'target_id': self._get_target().id, 'mode': self.mode}
        return values if self.mode == 'exclude' else {**values, 'percent': self.percent}
