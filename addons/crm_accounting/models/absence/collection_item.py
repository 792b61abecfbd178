from odoo import models


class CollectionItem(models.Model):
    _inherit = 'collection.item'

    def _attach_tasks(self):
        """Tasks that are new or live again are at once with who works them today."""
        result = super()._attach_tasks()
        self.env['collection.absence']._follow(self.activity_id)
        return result
