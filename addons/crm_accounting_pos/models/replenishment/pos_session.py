from odoo import api, fields, models


class PosSession(models.Model):
    """What a session took is ordered again once it is closed."""

    _inherit = 'pos.session'

    replenishment_count = fields.Integer(compute='_compute_replenishment_count')

    @api.depends_context('uid')
    def _compute_replenishment_count(self):
        Report = self.env['sale.replenishment.report']
        may_read = Report.has_access('read')
        for session in self:
            domain = session._get_replenishment_domain()
            session.replenishment_count = may_read and Report.search_count(domain)

    def action_view_replenishment(self):
        """Return the action of what was ordered again because of these sessions."""
        return self.env['sale.replenishment.report']._open(self._get_replenishment_domain())

    def _get_replenishment_domain(self):
        # The managers of tills see all of their transfers; these are the ids alone.
        return [('move_id', 'in', self.sudo().picking_ids.move_ids.ids)]

    def _validate_session(
        self, balancing_account=False, amount_to_balance=0, bank_payment_method_diffs=None
    ):
        result = super()._validate_session(
            balancing_account, amount_to_balance, bank_payment_method_diffs
        )
        # Where the books do not balance, core asks in a window, and the till stays open.
        if self.state == 'closed':
            self.env['sale.replenishment.move']._trigger_job()
        return result
