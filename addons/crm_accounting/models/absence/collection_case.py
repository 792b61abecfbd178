from odoo import api, models


class CollectionCase(models.Model):
    _inherit = 'collection.case'

    @api.model
    def _get_absences(self, users):
        """Return who of `users` is away today, until when, and who works their tasks.

        :return: `until` (date) and `substitute` ([id, name] or False) by user id
        :rtype: dict[int, dict]
        """
        current = self.env['collection.absence']._get_current()
        return {
            user.id: self._describe_absence(current[user], current)
            for user in users
            if user in current
        }

    def _describe_absence(self, absence, current):
        substitute = absence._get_substitute(current)
        return {
            'until': absence.date_end,
            'substitute': [substitute.id, substitute.name] if substitute else False,
        }
