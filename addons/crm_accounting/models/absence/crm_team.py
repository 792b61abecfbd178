from odoo import models


class CrmTeam(models.Model):
    _inherit = 'crm.team'

    def _get_collection_members(self, company):
        """Those who are away have no turn, unless all are."""
        members = super()._get_collection_members(company)
        current = self.env['collection.absence']._get_current()
        return members.filtered(lambda user: user not in current) or members
