from odoo import models


class AccountPayment(models.Model):
    _inherit = 'account.payment'

    # The few payments that did not arrive, of which the books still hold entries and matchings.
    # The few that a bank transaction is still to be matched with.
    _collection_not_arrived_index = models.Index(
        "(company_id) WHERE is_matched IS NOT TRUE AND partner_type = 'customer'"
    )
    _collection_undone_index = models.Index(
        "(company_id) WHERE state IN ('draft', 'canceled', 'rejected')"
    )

    def write(self, vals):
        result = super().write(vals)
        if 'state' in vals:
            # A rejected payment keeps its posted entry and its matchings; only ids are read.
            self.env['collection.item']._enqueue_moves(self.sudo().move_id.ids)
        return result
