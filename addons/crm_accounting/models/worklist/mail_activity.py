from odoo import models

from ..collection.collection_item_task import QUIET


class MailActivity(models.Model):
    _inherit = 'mail.activity'

    def _is_held(self):
        """Whether nothing of this collection task is chased for the time being."""
        self.ensure_one()
        live = self.collection_item_ids.filtered(lambda item: item.state != 'closed')
        return set(live.mapped('state')) == {'held'}

    def _move_to(self, day):
        """Plan tasks for a day, without a message to anybody."""
        self.with_context(**QUIET).write({'date_deadline': day})
