from odoo import api, models
from odoo.exceptions import AccessError


class DiscountCardThreadMixin(models.AbstractModel):
    """A chatter, without the door of incoming mail."""

    _name = 'discount.card.thread.mixin'
    _description = "Chatter of Discount Cards"
    _inherit = ['mail.thread']

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Refuse: core makes a record of a mail as superuser, whoever hands the mail over."""
        raise AccessError(self.env._("A mail does not create cards, categories or ladders."))
