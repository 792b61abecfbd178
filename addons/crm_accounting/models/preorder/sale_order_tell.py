from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_state import HERE_STATES

TEMPLATE = 'crm_accounting.mail_template_preorder_here'


class SaleOrder(models.Model):
    """The customer of a pre-order is told that goods are here, once for what has come."""

    _inherit = 'sale.order'

    preorder_told_on = fields.Datetime(string="Customer Told On", readonly=True, copy=False)
    preorder_to_tell = fields.Boolean(
        string="To Be Told", compute='_compute_preorder_to_tell', store=True
    )

    @api.depends('preorder_state', 'preorder_offered_on', 'preorder_told_on')
    def _compute_preorder_to_tell(self):
        for order in self:
            offered, told = order.preorder_offered_on, order.preorder_told_on
            is_news = bool(offered) and (not told or told < offered)
            order.preorder_to_tell = is_news and order.preorder_state in HERE_STATES

    def action_tell_customer(self):
        """Tell customers that goods are here: one is written to by hand, several get the message.

        :raise UserError: when there is nothing to be told
        """
        self.check_access('write')
        if len(self) == 1:
            return self._open_preorder_message()
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        if not template:
            raise UserError(
                self.env._("The message for them was deleted: write to each customer by hand.")
            )
        to_tell = self.filtered('preorder_to_tell')
        mute = to_tell.filtered(lambda order: not order.partner_id.email)
        if not to_tell - mute:
            raise UserError(
                self.env._("None of these customers has an e-mail address and is to be told.")
            )
        for order in to_tell - mute:
            order._send_order_notification_mail(template)
        (to_tell - mute)._mark_preorder_told()
        return self._notify_preorder(self._describe_told(to_tell - mute, mute))

    def _open_preorder_message(self):
        if not self._has_goods_here():
            raise UserError(self.env._("Nothing of this pre-order is here yet."))
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        action = self.env['ir.actions.act_window']._for_xml_id(
            'mail.action_email_compose_message_wizard'
        )
        layout = 'mail.mail_notification_layout_with_responsible_signature'
        action['name'] = self.env._("Tell the Customer")
        action['context'] = {
            'default_model': self._name,
            'default_res_ids': self.ids,
            'default_template_id': template.id if template else False,
            'default_composition_mode': 'comment',
            'default_email_layout_xmlid': layout,
            'force_email': True,
        }
        return action

    def _describe_told(self, told, mute):
        message = self.env._("Told: %s.", ", ".join(told.mapped('name')))
        if not mute:
            return message
        names = ", ".join(mute.partner_id.mapped('name'))
        return self.env._(
            "%(told)s No e-mail address: %(customers)s.", told=message, customers=names
        )

    def _mark_preorder_told(self):
        # Nobody writes by hand what was told.
        self.sudo().preorder_told_on = fields.Datetime.now()

    def _get_goods_here(self):
        """Return the lines of which goods are here, and how much, for the message.

        :rtype: list[tuple[sale.order.line, float]]
        """
        moves = self.sudo()._get_awaited_moves()
        here = [
            (
                line,
                sum(
                    move.product_uom._compute_quantity(move.quantity, line.product_uom_id)
                    for move in those
                ),
            )
            for line, those in moves.grouped('sale_line_id').items()
        ]
        return [(line, quantity) for line, quantity in here if quantity]
