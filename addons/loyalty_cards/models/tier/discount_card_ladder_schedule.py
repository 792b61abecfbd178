import logging
from functools import partial
from math import ceil
from operator import attrgetter

from odoo import api, models
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)
CARDS_PER_STEP = 5000


class DiscountCardLadder(models.Model):
    """The nightly run: steps of one transaction each, with tiers, log and messages of their cards.

    A night that is broken off begins again: a card that has its tier already is not found any more.
    """

    _inherit = 'discount.card.ladder'

    @api.model
    def _cron_run_tiers(self):
        """Run every ladder as of today, and all of them, however long a job should take.

        To look at each ladder again and find where to go on costs more than to go on.
        """
        ladders = self.search([('active', '=', True)])
        self.env['ir.cron']._commit_progress(remaining=len(ladders))
        for waiting, ladder in zip(reversed(range(len(ladders))), ladders, strict=True):
            ladder._run_scheduled(waiting)
            self.env['ir.cron']._commit_progress(1, remaining=waiting)

    def _run_scheduled(self, waiting):
        """Run as of today; a ladder that fails leaves the others alone.

        :param int waiting: ladders that come after this one, for the progress of the job
        """
        run_step = partial(retrying, partial(self._run_step, self._get_today()), self.env)
        try:
            steps = ceil(run_step() / CARDS_PER_STEP)
            for left in range(steps, 0, -1):
                self.env['ir.cron']._commit_progress(1, remaining=left + waiting)
                run_step()
        except Exception:
            self.env.cr.rollback()
            _logger.exception("The tiers of ladder %s could not be run to the end", self.id)

    def _run_step(self, date):
        """Change the tiers of some thousand cards, again looking at all of them.

        :return: how many cards are left to be changed
        :rtype: int
        """
        self._lock_runs()
        changes = self._find_changes(date)
        step = _get_first_step(changes)
        self._apply_changes(step, date)
        return len(changes) - len(step)


def _get_first_step(changes):
    """Return changes of one step, all of a holder among them: who has two cards is told once."""
    changes, end = sorted(changes, key=attrgetter('holder')), CARDS_PER_STEP
    while end < len(changes) and changes[end].holder == changes[end - 1].holder:
        end += 1
    return changes[:end]
