from odoo import Command, fields

from ..collection.common import CollectionCommon


class PlanCommon(CollectionCommon):
    """Plans made by a collector, who has no accounting rights."""

    def _plan(self, moves, count=3, first='2024-07-01', agree=True, **values):
        """Return a plan over the receivable lines of `moves`, made by the collector."""
        lines = moves.line_ids.filtered(lambda line: line.account_type == 'asset_receivable')
        plan = (
            self
            .env['payment.plan']
            .with_user(self.collector)
            .create({
                'partner_id': moves.partner_id.commercial_partner_id.id,
                'company_id': moves.company_id.id,
                'currency_id': moves.currency_id.id,
                'instalment_count': count,
                'instalment_date': first,
                'debt_ids': [Command.create({'move_line_id': line.id}) for line in lines],
                **values,
            })
        )
        plan.action_propose()
        if agree:
            plan.action_confirm()
        return plan

    def assertInstalments(self, plan, expected):
        """Compare (date, amount, paid) of each instalment."""
        plan.invalidate_recordset()
        plan.line_ids.invalidate_recordset()
        found = [
            (fields.Date.to_string(line.date), line.amount, line.amount_paid)
            for line in plan.line_ids.sorted('date')
        ]
        self.assertEqual(found, expected)
