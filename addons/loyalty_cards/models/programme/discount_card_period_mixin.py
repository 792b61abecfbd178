from odoo import api, fields, models


class DiscountCardPeriodMixin(models.AbstractModel):
    """The time over which purchases are summed up."""

    _name = 'discount.card.period.mixin'
    _description = "Period of Purchases"

    period_type = fields.Selection(
        selection=[
            ('lifetime', "All the time"),
            ('rolling', "Last months"),
            ('calendar_year', "Calendar year"),
            ('calendar_quarter', "Calendar quarter"),
            ('calendar_month', "Calendar month"),
        ],
        string="Purchases Of",
        required=True,
        default='rolling',
    )
    period_months = fields.Integer(string="Months", default=12)

    _period_months_in_reach = models.Constraint(
        "CHECK (period_type <> 'rolling' OR period_months BETWEEN 1 AND 1200)",
        "The last months are between 1 and 1,200 months.",
    )

    @api.model
    def _get_period_of(self, period_type, months):
        """Return the period as the engine names it (engine/SPECIFICATION.md, section 7)."""
        return f'rolling_{months}' if period_type == 'rolling' else period_type

    def _get_period(self):
        self.ensure_one()
        return self._get_period_of(self.period_type, self.period_months)
