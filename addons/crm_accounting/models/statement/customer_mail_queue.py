import logging
from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)

MOST_TRIES = 3


class CustomerMailQueue(models.AbstractModel):
    """What waits to be sent to customers, and the scheduled action that sends it.

    What is sent and the note that it was are one transaction: whatever stops the server, a customer
    gets it once. What stops the server each time is tried last, and given up. Models have fields
    state (with waiting and failed), reason and tries.
    """

    _name = 'customer.mail.queue'
    _description = "Queue to Customers"

    _queue_cron = ''  # XML id of the scheduled action

    def _deliver(self):
        """Send one, and note on it what became of it."""
        raise NotImplementedError

    @api.model
    def _get_queue_domain(self):
        return [('state', '=', 'waiting')]

    @api.model
    def _wake(self):
        """Let the scheduled action start as soon as this transaction is committed."""
        self.env.ref(self._queue_cron).sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Send what waits; what is left when the time is over, core calls for again at once."""
        waiting = self.search(self._get_queue_domain(), order='tries, id')
        progress = self.env['ir.cron']
        progress._commit_progress(remaining=len(waiting))
        for one in waiting:
            one._process()
            if not progress._commit_progress(1):
                break
        # Core looks into its queue once an hour.
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _process(self):
        """Send one; what goes wrong is noted on it, and stops no other."""
        try:
            if self._in_turn(self._begin):
                self._in_turn(self._deliver)
        except UserError as error:
            self._note_failure(error)
        except Exception as error:
            _logger.exception("%s was not sent", self)
            self._note_failure(error)

    def _note_failure(self, error):
        self.env.cr.rollback()
        self._in_turn(partial(self.write, {'state': 'failed', 'reason': str(error)}))

    def _in_turn(self, step):
        """Do one step in a transaction of its own, unless another process is at it or was."""
        return retrying(lambda: self._is_ours() and (step() or True), self.env)

    def _is_ours(self):
        is_locked = bool(self.try_lock_for_update())
        self.invalidate_recordset()
        return is_locked and self.state == 'waiting'

    def _begin(self):
        """Count the try, before what may stop the server."""
        self.tries += 1
        if self.tries > MOST_TRIES:
            raise UserError(self.env._("The server stopped each time that it was begun."))
