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

    def action_collection_dispute(self):
        """Mark these invoices as disputed: the next run holds their items.

        :raise AccessError: for others than collection users
        """
        self._set_collection_disputed(True)

    def action_collection_settle_dispute(self):
        """Mark the dispute as settled: the next run chases the invoices again.

        :raise AccessError: for others than collection users
        """
        self._set_collection_disputed(False)

    def _set_collection_disputed(self, disputed):
        self.check_access('read')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_own'):
            raise AccessError(self.env._("Only collection users may do this."))
        # Collectors may not write invoices, but this.
        self.sudo().is_collection_disputed = disputed
