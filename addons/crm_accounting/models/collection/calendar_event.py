from odoo import models


class CalendarEvent(models.Model):
    _inherit = 'calendar.event'

    def unlink(self):
        """Delete meetings, and leave the collection tasks that they were about.

        The database deletes the activities of a meeting with it, and asks nobody.
        """
        # Whoever may drop the meeting need not see its tasks.
        tasks_sudo = self.env['mail.activity'].sudo().with_context(collection_spare_locked=False)
        locked = tasks_sudo.search([
            ('calendar_event_id', 'in', self.ids),
            ('is_collection_locked', '=', True),
        ])
        locked.calendar_event_id = False
        return super().unlink()
