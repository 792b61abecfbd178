from odoo import api, models
from odoo.service.model import retrying


class SaleReplenishmentMove(models.Model):
    """What a till took is ordered when its session is closed."""

    _inherit = 'sale.replenishment.move'

    _deferred_idx = models.Index("(move_id) WHERE state = 'waiting' AND NOT to_check")

    def _get_deferred(self):
        """Put off what was sold in a session that goes on: it may still be brought back there."""
        return super()._get_deferred() | self.filtered(lambda row: row._is_till_open())

    def _is_till_open(self):
        """Return whether it is sold at a till that is not closed yet.

        What is shipped later is an ordinary delivery, and what was counted already is counted
        again at once.
        """
        picking = self.move_id.picking_id
        return (
            self.state == 'waiting'
            and bool(picking.pos_session_id)
            and picking.pos_session_id.state != 'closed'
            and not picking.pos_order_id.shipping_date
        )

    @api.model
    def _resume_deferred(self):
        """Let the job look at what was put off in sessions that are closed by now.

        The job itself does it: whoever closes a till neither waits for these rows nor for a job
        that holds them.
        """
        self.search([
            ('state', '=', 'waiting'),
            ('to_check', '=', False),
            ('move_id.picking_id.pos_session_id.state', '=', 'closed'),
        ]).to_check = True


class SaleReplenishment(models.Model):
    _inherit = 'sale.replenishment'

    @api.model
    def _cron_replenish(self):
        # Somebody may write on one of them in this moment; a job that fails waits for a day.
        retrying(self.env['sale.replenishment.move']._resume_deferred, self.env)
        return super()._cron_replenish()


class SaleReplenishmentReport(models.Model):
    _inherit = 'sale.replenishment.report'

    @api.depends('move_id')
    def _compute_reason(self):
        result = super()._compute_reason()
        rows = self.env['sale.replenishment.move'].sudo().browse(self.ids)
        open_ids = set(rows.filtered(lambda row: row._is_till_open()).ids)
        for row in self.filtered(lambda row: row.id in open_ids):
            row.reason = self.env._("Ordered when the till is closed")
        return result
