from odoo import api, fields, models
from odoo.tools import SQL


class CollectionCase(models.Model):
    """How the customer of a case pays, and what is worth a call."""

    _inherit = 'collection.case'

    payment_habit = fields.Char(compute='_compute_payment_habit')
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
        Item = self.env['collection.item']
        return SQL(
            "(SELECT SUM(%s * %s) FROM collection_item item"
            " WHERE item.case_id = %s AND item.state <> 'closed')",
            Item._field_to_sql('item', 'amount_residual_company'),
            Item._field_to_sql('item', 'chance'),
            SQL.identifier(alias, 'id'),
        )
