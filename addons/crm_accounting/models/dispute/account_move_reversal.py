from odoo import fields, models


class AccountMoveReversal(models.TransientModel):
    _inherit = 'account.move.reversal'

    collection_dispute_id = fields.Many2one(comodel_name='collection.dispute')

    def _prepare_default_reversal(self, move):
        """Link the credit note with the dispute that it settles."""
        values = super()._prepare_default_reversal(move)
        dispute = self.collection_dispute_id.filtered(lambda dispute: dispute.move_id == move)
        return {**values, 'collection_dispute_id': dispute.id}
