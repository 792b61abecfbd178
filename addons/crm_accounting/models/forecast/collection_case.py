from odoo import api, fields, models
from odoo.tools import SQL

from .forecast_sql import chance_to_sql, days_late_to_sql


class CollectionCase(models.Model):
    """How the customer of a case pays, and what is worth a call."""

    _inherit = 'collection.case'

    payment_habit = fields.Char(compute='_compute_payment_habit')
    date_expected = fields.Date(
        string="Expected",
        compute='_compute_date_expected',
        help="When the first money of the open and held items is expected.",
    )
    amount_likely = fields.Monetary(
        string="Overdue by Chance",
        compute='_compute_amount_likely',
        compute_sudo=True,
        help="What is overdue times the chance that it is paid soon: what is worth most comes"
        " first when the list is sorted by it.",
    )

    @api.depends('partner_id', 'company_id')
    def _compute_payment_habit(self):
        for company, cases in self.grouped('company_id').items():
            habits = self.env['collection.habit']._find(cases.partner_id, company)
            for case in cases:
                case.payment_habit = habits[case.partner_id]._get_text()

    @api.depends('item_ids.date_expected')
    def _compute_date_expected(self):
        for case in self:
            # As the sums of the case: of all its items, also those that only others may see.
            dates = case.sudo().item_ids.mapped('date_expected')
            case.date_expected = min(filter(None, dates), default=False)

    @api.depends('item_ids.state', 'item_ids.amount_residual_company', 'item_ids.date_due')
    @api.depends_context('tz')
    def _compute_amount_likely(self):
        self.env['collection.item']._flush_facts()
        amounts = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM collection_case WHERE id = ANY(%s)",
                    self._field_to_sql('collection_case', 'amount_likely'),
                    self.ids,
                )
            )
        )
        for case in self:
            case.amount_likely = amounts.get(case.id) or 0.0

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists sort by what is worth a call: what is owed on each item times its chance."""
        if field_expr != 'amount_likely':
            return super()._field_to_sql(alias, field_expr, query)
        return self._likely_to_sql(alias, SQL("item.state <> 'closed'"))

    def _likely_to_sql(self, alias, which):
        """SQL of what items of a case are likely to bring soon, in the company's currency.

        :param SQL which: condition on `item`
        """
        Item = self.env['collection.item']
        # OFFSET 0: or PostgreSQL asks for the habit again for each item.
        return SQL(
            "(SELECT SUM(%(owed)s * %(chance)s)"
            " FROM collection_item item, (SELECT %(days)s AS days OFFSET 0) late"
            " WHERE item.case_id = %(case)s AND %(which)s)",
            owed=Item._field_to_sql('item', 'amount_residual_company'),
            chance=chance_to_sql(
                fields.Date.context_today(self), SQL("(item.date_due + late.days)")
            ),
            days=days_late_to_sql(alias),
            case=SQL.identifier(alias, 'id'),
            which=which,
        )
