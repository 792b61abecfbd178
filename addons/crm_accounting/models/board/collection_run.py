from odoo import models


class CollectionRun(models.Model):
    _inherit = 'collection.run'

    def _finish(self):
        """Keep, at the end of the run's day, what is owed by age."""
        result = super()._finish()
        self.env['collection.ageing']._note(self.covered_company_ids, self.date, self.is_scheduled)
        return result
