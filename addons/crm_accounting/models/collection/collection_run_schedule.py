import logging
import time
from functools import partial

from odoo import api, models
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)


class CollectionRun(models.Model):
    """The nightly run: one transaction for each step, taken up again where it stopped."""

    _inherit = 'collection.run'

    @api.model
    def _cron_run(self):
        """Run every started policy once for each day that has ended in its company's time zone."""
        policies = self.env['collection.policy'].search([
            ('is_started', '=', True),
            ('company_id.active', '=', True),
        ])
        due = policies.filtered(lambda policy: policy._get_pending_date())
        self.env['ir.cron']._commit_progress(remaining=len(due))
        for waiting, policy in zip(reversed(range(len(due))), due, strict=True):
            run = self._get_scheduled_run(policy)
            self.env['ir.cron']._commit_progress()  # a run that fails at once is on record too
            run._run_scheduled(waiting)
            if not self.env['ir.cron']._commit_progress(1, remaining=waiting):
                return

    @api.model
    def _get_scheduled_run(self, policy):
        """Return the run of the day: the one that was interrupted or failed, or a new one."""
        values = {
            'company_id': policy.company_id.id,
            'date': policy._get_pending_date(),
            'is_scheduled': True,
        }
        domain = [(name, '=', value) for name, value in values.items()]
        return self.search([*domain, ('state', '!=', 'done')], limit=1) or self.create(values)

    def _run_scheduled(self, waiting):
        """Run in steps of one transaction each; a failure is kept on the run and tried again.

        When the time of the scheduled action is over, the run stays *running*: core calls it again
        at once while work remains, and the run is taken up where it stopped.

        :param int waiting: runs that come after this one, for the progress of the action
        """
        try:
            chunks = self._retry(self._start)
            for left, chunk in zip(reversed(range(len(chunks))), chunks, strict=True):
                self._retry(partial(self._process_chunk, chunk))
                if not self.env['ir.cron']._commit_progress(1, remaining=left + 1 + waiting):
                    return
            self._retry(self._finish_scheduled)
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("Collection run %s of %s failed", self.date, self.company_id.name)
            self.write({'state': 'failed', 'error': str(error)})

    def _finish_scheduled(self):
        self._finish()
        self.error = False
        self.policy_id.last_scheduled_date = self.date

    def _retry(self, step):
        """Run one step, as the server runs a request: again after a conflict, then committed."""
        start = time.monotonic()
        result = retrying(step, self.env)
        self.duration_seconds += time.monotonic() - start
        return result
