from odoo import api, models


class AccountPartialReconcile(models.Model):
    _inherit = 'account.partial.reconcile'

    @api.model_create_multi
    def create(self, vals_list):
        partials = super().create(vals_list)
        partials._enqueue_collection()
        return partials

    def unlink(self):
        self._enqueue_collection()
        return super().unlink()

    def _enqueue_collection(self):
        """Have the debts that these matchings pay looked at before the transaction commits."""
        # Whoever matches, also the public user of an online payment: only ids are read.
        self.env['collection.item']._enqueue_moves(self.sudo().debit_move_id.move_id.ids)
