from odoo import models


class CollectionItem(models.Model):
    _inherit = 'collection.item'

    def action_open_dispute(self):
        """Open the question what is disputed of the invoice."""
        return self.move_id.action_open_dispute()
