from odoo import models


class ResCompany(models.Model):
    _inherit = 'res.company'

    def _get_collection_leader(self):
        """Return who leads meanwhile: the substitute of who is away, else the policy's fallback."""
        leader = super()._get_collection_leader()
        current = self.env['collection.absence']._get_current()
        if leader not in current:
            return leader
        fallback = self.env['collection.policy']._get_for_company(self).user_id
        for user in (current[leader]._get_substitute(current), fallback):
            if user not in current and user._can_collect_in(self):
                return user
        return leader
