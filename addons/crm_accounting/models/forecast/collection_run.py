from datetime import timedelta

from odoo import models


class CollectionRun(models.Model):
    _inherit = 'collection.run'

    def _finish(self):
        """Learn, at the end of the run's day, how customers pay."""
        self.policy_id._lock_runs()
        self.env['collection.habit']._learn(self.covered_company_ids, self.date + timedelta(days=1))
        return super()._finish()
