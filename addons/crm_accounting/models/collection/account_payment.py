from odoo import models


class AccountPayment(models.Model):
    _inherit = 'account.payment'

    def write(self, vals):
        result = super().write(vals)
        if 'state' in vals:
            # A rejected payment keeps its posted entry and its matchings; only ids are read.
            self.env['collection.item']._enqueue_moves(self.sudo().move_id.ids)
        return result
