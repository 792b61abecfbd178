from odoo import api, fields, models
from odoo.tools import SQL

from ..collection.collection_due_lines import get_receivable_account_ids
from .forecast_sql import chance_to_sql, days_late_to_sql, open_debts


class CollectionItem(models.Model):
    """When the money of an item is expected."""

    _inherit = 'collection.item'

    date_expected = fields.Date(
        string="Expected",
        compute='_compute_date_expected',
        compute_sudo=True,
        help="By payment plan, promise or the habit of the customer.",
    )
    chance = fields.Float(
        compute='_compute_chance',
        compute_sudo=True,
        aggregator='avg',
        help="1 until the day on which this customer usually pays, a half a month after it.",
    )

    @api.depends('move_line_id.amount_residual', 'date_due', 'state', 'hold_reason', 'hold_until')
    @api.depends_context('tz')
    def _compute_date_expected(self):
        self._flush_facts()
        debts = open_debts(
            self.env,
            self.company_id.ids,
            fields.Date.context_today(self),
            get_receivable_account_ids(self.env),
        )
        expected = dict(
            self.env.execute_query(
                SQL(
                    "SELECT line_id, MIN(date_expected) FROM (%s) debt"
                    " WHERE line_id = ANY(%s) GROUP BY line_id",
                    debts,
                    self.move_line_id.ids,
                )
            )
        )
        for item in self:
            item.date_expected = item.state != 'closed' and expected.get(item.move_line_id.id)

    @api.depends('date_due', 'partner_id', 'company_id')
    @api.depends_context('tz')
    def _compute_chance(self):
        self.flush_model()
        chances = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, %s FROM collection_item WHERE id = ANY(%s)",
                    self._field_to_sql('collection_item', 'chance'),
                    self.ids,
                )
            )
        )
        for item in self:
            item.chance = chances.get(item.id, 0.0)

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists sort by the chance."""
        if field_expr != 'chance':
            return super()._field_to_sql(alias, field_expr, query)
        return chance_to_sql(
            fields.Date.context_today(self),
            SQL("(%s + %s)", SQL.identifier(alias, 'date_due'), days_late_to_sql(alias)),
        )
