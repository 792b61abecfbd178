from odoo import models


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _hand_over_collection(self):
        """End the absences of who leaves, and the standing in for others, and lose no task.

        What the leaver holds for somebody who is away goes to the team or the fallback, and comes
        back to its owner like the rest. What others hold for the leaver stays with them.
        """
        # Who archives a user need not collect.
        absences = self.env['collection.absence'].sudo()
        mine = absences.search([('user_id', 'in', self.ids)])
        tasks = self.env['mail.activity'].sudo()
        tasks.search([('collection_absence_id', 'in', mine.ids)]).collection_absence_id = False
        mine.filtered(lambda absence: absence._get_state() != 'over')._end()
        substituted = absences.search([('substitute_id', 'in', self.ids)])
        substituted.filtered(lambda absence: absence._get_state() != 'over').substitute_id = False
        # Left are those that they hold as the fallback.
        held = tasks.search([
            ('user_id', 'in', self.ids),
            ('collection_absence_id', '!=', False),
        ])
        for absence, given in held.grouped('collection_absence_id').items():
            given.write({'user_id': absence.user_id.id, 'collection_absence_id': False})
        return super()._hand_over_collection()
