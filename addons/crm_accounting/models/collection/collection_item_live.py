from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .collection_item import AGEING_BUCKETS
from .collection_sql import owed_on_line


class CollectionItem(models.Model):
    """What is owed now and for how long: never stored, read from the books by every view."""

    _inherit = 'collection.item'

    # === LIVE AMOUNTS === #

    @api.depends(
        'move_line_id.amount_residual',
        'move_line_id.amount_residual_currency',
        'move_line_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.parent_state',
        'move_line_id.matched_credit_ids.credit_move_id.move_id.origin_payment_id.state',
    )
    def _compute_amount_residual(self):
        self._flush_facts()
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s, %s FROM collection_item WHERE id = ANY(%s)",
                self._field_to_sql('collection_item', 'amount_residual'),
                self._field_to_sql('collection_item', 'amount_residual_company'),
                self.ids,
            )
        )
        amounts = {item_id: values for item_id, *values in rows}
        for item in self:
            owed, owed_company = amounts.get(item.id, (0.0, 0.0))
            item.amount_residual = owed
            item.amount_residual_company = owed_company

    def _field_to_sql(self, alias, field_expr, query=None):
        """Let lists, pivots and groups read what is owed and how old it is from the database."""
        if field_expr in ('amount_residual', 'amount_residual_company'):
            self._check_field_access(self._fields[field_expr], 'read')
            return self._residual_to_sql(alias, field_expr)
        if field_expr in ('days_overdue', 'ageing'):
            today = fields.Date.context_today(self)
            age = SQL("(%s::date - %s)", today, SQL.identifier(alias, 'date_due'))
            return age if field_expr == 'days_overdue' else self._ageing_to_sql(age)
        return super()._field_to_sql(alias, field_expr, query)

    def _residual_to_sql(self, alias, fname):
        by_field = {
            'amount_residual': 'amount_residual_currency',
            'amount_residual_company': 'amount_residual',
        }
        return SQL(
            "(SELECT %s FROM account_move_line debt WHERE debt.id = %s)",
            owed_on_line(self.env, by_field[fname]),
            SQL.identifier(alias, 'move_line_id'),
        )

    @staticmethod
    def _ageing_to_sql(age):
        whens = [
            SQL("WHEN %s <= %s THEN %s", age, last, name)
            for name, _label, last in AGEING_BUCKETS
            if last is not None
        ]
        return SQL("(CASE %s ELSE %s END)", SQL(" ").join(whens), AGEING_BUCKETS[-1][0])

    @api.model
    def _flush_facts(self):
        """Write to the database what the SQL about debts reads."""
        for model in (
            'account.move.line',
            'account.move',
            'account.payment',
            'account.partial.reconcile',
            'collection.item',
            'res.partner',
        ):
            self.env[model].flush_model()

    # === AGE === #

    @api.depends('date_due')
    @api.depends_context('tz')
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for item in self:
            item.days_overdue = (today - item.date_due).days if item.date_due else 0
            item.ageing = next(
                name
                for name, _label, last in AGEING_BUCKETS
                if last is None or item.days_overdue <= last
            )

    def _search_days_overdue(self, operator, value):
        mirrored = {'<': '>', '>': '<', '<=': '>=', '>=': '<=', 'in': 'in', 'not in': 'not in'}
        if operator not in mirrored:
            return NotImplemented
        today = fields.Date.context_today(self)
        if operator in ('in', 'not in'):
            dates = [today - timedelta(days=days) for days in value]
            return [('date_due', operator, dates)]
        return [('date_due', mirrored[operator], today - timedelta(days=value))]

    def _search_ageing(self, operator, value):
        if operator != 'in':
            return NotImplemented
        domains, first = [], None
        for name, _label, last in AGEING_BUCKETS:
            if name in value:
                from_day = Domain.TRUE if first is None else Domain('days_overdue', '>=', first)
                to_day = Domain.TRUE if last is None else Domain('days_overdue', '<=', last)
                domains.append(from_day & to_day)
            first = (last or 0) + 1
        return Domain.OR(domains)
