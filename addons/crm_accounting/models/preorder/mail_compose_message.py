from odoo import models

from .sale_order_tell import TEMPLATE


class MailComposeMessage(models.TransientModel):
    _inherit = 'mail.compose.message'

    def _action_send_mail(self, auto_commit=False):
        """Note that customers were told when the message about their goods has gone out."""
        result = super()._action_send_mail(auto_commit=auto_commit)
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        for composer in self:
            if template and composer.template_id == template and composer.model == 'sale.order':
                orders = self.env['sale.order'].browse(composer._evaluate_res_ids())
                orders.filtered('is_preorder')._mark_preorder_told()
        return result
