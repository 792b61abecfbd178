from odoo import models


class CollectionRun(models.Model):
    _inherit = 'collection.run'

    def _process_chunk(self, partner_ids):
        """Tasks of who is away are with who works them before anybody is told of them."""
        result = super()._process_chunk(partner_ids)
        self.env['collection.absence']._follow()
        return result
