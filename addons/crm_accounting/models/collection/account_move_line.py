from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = 'account.move.line'

    collection_item_ids = fields.One2many(
        comodel_name='collection.item',
        inverse_name='move_line_id',
        groups='crm_accounting.crm_accounting_group_user',
    )

    # Entries that lost their standing while matchings stay: the few that undo a payment.
    _collection_undone_index = models.Index(
        "(company_id) WHERE parent_state <> 'posted' AND matching_number IS NOT NULL"
    )

    def write(self, vals):
        result = super().write(vals)
        if 'date_maturity' in vals:
            self.env['collection.item']._enqueue_moves(self.move_id.ids)
        return result
