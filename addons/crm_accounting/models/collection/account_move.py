from odoo import fields, models


class AccountMove(models.Model):
    _inherit = 'account.move'

    collection_item_ids = fields.One2many(
        comodel_name='collection.item',
        inverse_name='move_id',
        string="Collection Items",
        groups='crm_accounting.crm_accounting_group_own',
    )

    # Counters in the form of the invoice. Who may read the invoice may know how many there are,
    # also collectors and salespeople, who may not read payments.
    payment_count = fields.Integer(compute_sudo=True)
    sale_order_count = fields.Integer(compute_sudo=True)

    # The few invoices that runs leave out, found without a look at all others.
    _collection_exempt_index = models.Index(
        "(company_id) WHERE payment_state IN ('blocked', 'invoicing_legacy')"
        " OR is_collection_disputed"
    )

    def write(self, vals):
        result = super().write(vals)
        if 'state' in vals:
            self.env['collection.item']._enqueue_moves(self.ids)
        return result
