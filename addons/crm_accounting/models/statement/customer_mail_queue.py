import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)

MOST_TRIES = 3


class CustomerMailQueue(models.AbstractModel):
    """What waits to be sent to customers, and the scheduled action that sends it.

    What is sent and the note that it was are one transaction: whatever stops the server, a customer
    gets it once. Several are sent in one where the model says so, and one by one if that fails.
    What stops the server each time is tried last, and given up. Models have fields state (with
    waiting and failed), reason and tries.
    """

    _name = 'customer.mail.queue'
    _description = "Queue to Customers"

    _queue_cron = ''  # XML id of the scheduled action

    def _deliver(self):
        """Send these, and note on each what became of it."""
        raise NotImplementedError

    @api.model
    def _get_queue_domain(self):
        return [('state', '=', 'waiting')]

    def _split(self):
        """Return the portions in which these are sent, each of them in one transaction."""
        return list(self)

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
        for portion in waiting._split():
            portion._process()
            if not progress._commit_progress(len(portion)):
                break
        # Core looks into its queue once an hour.
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _process(self):
        """Send a portion; what goes wrong with one is noted on it, and stops no other."""
        try:
            if self._in_turn('_begin'):
                self._in_turn('_deliver')
        except Exception as error:
            is_expected = isinstance(error, UserError) or len(self) > 1
            level = logging.INFO if is_expected else logging.ERROR
            _logger.log(level, "%s could not be sent", self, exc_info=True)
            self.env.cr.rollback()
            self._recover(error)

    def _recover(self, error):
        """Send one by one what could not be sent together; note on one why it was not sent."""
        if len(self) == 1:
            self._in_turn('_note_failure', error)
        else:
            for one in self:
                one._process()

    def _note_failure(self, error):
        """Note why this one was not sent."""
        self.write({'state': 'failed', 'reason': str(error)})

    def _in_turn(self, step, *arguments):
        """Do one step in a transaction of its own, unless other processes are at it or were.

        :param str step: name of a method, called on those of these that are nobody else's
        :return: whether there are any
        :rtype: bool
        """

        def work():
            ours = self._lock_waiting()
            if ours:
                getattr(ours, step)(*arguments)
            return bool(ours)

        return retrying(work, self.env)

    def _lock_waiting(self):
        """Return those that still wait and that no other process is at."""
        locked = self.try_lock_for_update()
        self.invalidate_recordset()
        return locked.filtered(lambda one: one.state == 'waiting')

    def _begin(self):
        """Count the try, before what may stop the server."""
        for one in self:
            one.tries += 1
            if one.tries > MOST_TRIES:
                raise UserError(self.env._("The server stopped each time that it was begun."))
