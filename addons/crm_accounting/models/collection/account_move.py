from odoo import fields, models
from odoo.exceptions import AccessError


class AccountMove(models.Model):
    _inherit = 'account.move'

    collection_item_ids = fields.One2many(
        comodel_name='collection.item',
        inverse_name='move_id',
        string="Collection Items",
        groups='crm_accounting.crm_accounting_group_own',
    )
    is_collection_disputed = fields.Boolean(
        string="Disputed",
        copy=False,
        tracking=True,
        help="The customer disputes this invoice: it is not chased until the dispute is settled.",
    )

    def write(self, vals):
        result = super().write(vals)
        if 'state' in vals:
            self.env['collection.item']._enqueue_moves(self.ids)
        return result

    def action_collection_dispute(self):
        """Mark these invoices as disputed, or the dispute as settled; the next run follows.

        :raise AccessError: for others than collection users
        """
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_own'):
            raise AccessError(self.env._("Only collection users may do this."))
        for move_sudo in self.sudo():  # collectors may not write invoices, but this
            move_sudo.is_collection_disputed = not move_sudo.is_collection_disputed
