from odoo import api, models


class CollectionCase(models.Model):
    _inherit = 'collection.case'

    @api.model
    def _get_absences(self):
        """Return who is away today, until when, and who works their tasks.

        :return: `until` (date) and `substitute` ([id, name] or False) by person
        :rtype: dict[res.users, dict]
        """
        current = self.env['collection.absence']._get_current()
        return {
            user.with_env(self.env): self._describe_absence(absence, current)
            for user, absence in current.items()
            if any(user._can_collect_in(company) for company in self.env.companies)
        }

    def _describe_absence(self, absence, current):
        substitute = absence._get_substitute(current)
        return {
            'until': absence.date_end,
            'substitute': [substitute.id, substitute.name] if substitute else False,
        }
