import logging
from functools import partial

from odoo import api, models
from odoo.exceptions import UserError
from odoo.service.model import retrying

_logger = logging.getLogger(__name__)

MOST_TRIES = 3


class CustomerStatementMail(models.Model):
    """The scheduled action that sends what waits.

    A mail and the note that it was sent are one transaction: whatever stops the server, a customer
    gets it once. What stops the server each time is tried last, and given up.
    """

    _inherit = 'customer.statement.mail'

    @api.model
    def _wake(self):
        """Let the scheduled action start as soon as this transaction is committed."""
        self.env.ref('crm_accounting.ir_cron_statement_mail').sudo()._trigger()

    @api.model
    def _cron_send(self):
        """Send what waits; what is left when the time is over, core calls for again at once."""
        waiting = self.search([('state', '=', 'waiting')], order='tries, id')
        progress = self.env['ir.cron']
        progress._commit_progress(remaining=len(waiting))
        for mail in waiting:
            mail._process()
            if not progress._commit_progress(1):
                break
        # Core looks into its queue once an hour.
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _process(self):
        """Send one; what goes wrong is noted on it, and stops no other."""
        try:
            if self._in_turn(self._begin):
                self._in_turn(self._mail)
        except UserError as error:
            self._note_failure(error)
        except Exception as error:
            _logger.exception("Statement %s was not mailed", self.id)
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
