from odoo import api, fields, models


class DiscountCardLadder(models.Model):
    """Tiers that a customer climbs by what was bought in a period: bronze, silver, gold."""

    _name = 'discount.card.ladder'
    _description = "Discount Card Ladder"
    _inherit = [
        'discount.card.period.mixin',
        'discount.card.thread.mixin',
        'discount.card.cached.mixin',  # its currency is that of its tiers' rules
    ]
    _order = 'name, id'
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name='res.company', index=True, help="Empty: for all companies."
    )
    currency_id = fields.Many2one(
        comodel_name='res.currency',
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="Thresholds are in this currency; purchases are converted into it.",
    )
    category_ids = fields.One2many(
        comodel_name='discount.card.category', inverse_name='ladder_id', string="Tiers"
    )
    demotion = fields.Selection(
        selection=[
            ('never', "Never: a tier that was reached stays"),
            ('next_lower', "One tier down at a time"),
            ('by_amount', "To the tier that the purchases give"),
        ],
        required=True,
        default='by_amount',
        tracking=True,
    )
    grace_days = fields.Integer(
        tracking=True,
        help="Days for which a tier stays after the purchases no longer give it.",
    )

    _grace_days_not_negative = models.Constraint(
        'CHECK (grace_days >= 0)', "Grace is a number of days: enter 0 or more."
    )

    def _get_lowest_tier(self):
        """Return the tier with which a customer begins, an empty recordset if there is none."""
        self.ensure_one()
        return self.category_ids.sorted('threshold')[:1]

    @api.constrains('company_id')
    def _check_company_of_tiers(self):
        self.category_ids._check_company(['ladder_id'])
