from odoo import models


class CollectionDispute(models.Model):
    _inherit = 'collection.dispute'

    def _get_leader(self):
        """Who is away is not told of a dispute that nobody has settled in time."""
        leader = super()._get_leader()
        return self.env['collection.absence']._get_present(leader, self.company_id)
