from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleReplenishmentReport(models.Model):
    """What can be done from the overview, and how other documents lead to it."""

    _inherit = 'sale.replenishment.report'

    def action_open(self):
        """Open what there is to do for a row, or else the transfer.

        :return: the action of the purchase order, for those who buy; of the product that cannot be
            ordered; of the transfer
        :rtype: dict
        """
        self.ensure_one()
        buys = self.env.user.has_group('purchase.group_purchase_user')
        if buys and self.purchase_id:
            return self.purchase_id._get_records_action()
        if buys and self.state == 'stuck':
            return self.product_id.product_tmpl_id._get_records_action()
        return (self.picking_id or self.move_id)._get_records_action()

    def action_order_again(self):
        """Order again what was given up.

        :raise UserError: if the user is no buyer, or one of the rows is not given up
        """
        self.env['sale.replenishment.move'].browse(self.ids).action_order_again()

    def action_order_now(self):
        """Set the job in motion, also for what could not be ordered before.

        :raise UserError: if the user is no buyer
        :return: the action that says so
        :rtype: dict
        """
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise UserError(self.env._("Ask somebody who may buy to order this."))
        stuck = self.env['sale.replenishment'].search([('is_stuck', '=', True)])
        stuck.sudo().tried_on = False  # nobody else writes the books of the job
        self.env['sale.replenishment.move']._trigger_job()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("What waits is being ordered. Look again in a minute."),
            },
        }

    # === FROM OTHER DOCUMENTS === #

    @api.model
    def _count_by(self, name, domain):
        """Return how many rows the user sees for each record in a field.

        :param str name: of the field
        :rtype: dict[int, int]
        """
        if not self.has_access('read'):
            return {}
        groups = self._read_group(domain, groupby=[name], aggregates=['__count'])
        return {record.id: count for record, count in groups}

    @api.model
    def _open(self, domain):
        """Return the action of the rows that other documents count."""
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Sold and Ordered"),
            'res_model': self._name,
            'view_mode': 'list,kanban,pivot,graph',
            'domain': domain,
        }


class SaleReplenishment(models.Model):
    _inherit = 'sale.replenishment'

    row_ids = fields.One2many(
        comodel_name='sale.replenishment.report',
        inverse_name='replenishment_id',
        string="Sold and Ordered",
    )
