from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .collection_item import HOLD_REASONS


class CollectionItem(models.Model):
    """What people decide about items: to hold, to release, to write off, to chase again."""

    _inherit = 'collection.item'

    # === HOLD, RELEASE, WRITE OFF === #

    def action_hold(self, reason='other', until=None, note=None):
        """Stop chasing these items until a day; their tasks stay and move to that day.

        :param str reason: 'promise', 'dispute' or 'other'
        :param until: last day of the hold, date or 'YYYY-MM-DD', in the future
        :param str note: free text for the log of the case
        :raise UserError: when an item is closed, the day not in the future, or the reason unknown
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_user')
        until = fields.Date.to_date(until)
        self._check_hold(reason, until)
        self.sudo().write({'state': 'held', 'hold_reason': reason, 'hold_until': until})
        self._log_on_cases(
            self.env._(
                "Held until %(date)s: %(note)s",
                date=fields.Date.to_string(until),
                note=note or dict(HOLD_REASONS)[reason],
            )
        )
        self.sudo()._update_task_deadlines()
        return True

    def _check_hold(self, reason, until):
        if 'closed' in self.mapped('state'):
            raise UserError(self.env._("A closed item cannot be held: nothing is owed."))
        if reason not in ('promise', 'dispute', 'other'):
            raise UserError(self.env._("Choose why: promise, dispute or other."))
        if not until or until <= fields.Date.context_today(self):
            raise UserError(
                self.env._("Choose a day in the future until which the items are held.")
            )

    def action_release(self):
        """End a hold now: the items are chased again, their tasks are due today."""
        self._check_collection_group('crm_accounting.crm_accounting_group_user')
        held = self.sudo().filtered(lambda item: item.state == 'held')
        held.write({'state': 'open', 'hold_reason': False, 'hold_until': False})
        held._log_on_cases(self.env._("Hold ended"))
        held._update_task_deadlines()
        return True

    def action_write_off(self, reason):
        """Give these items up: they are chased no more although they are owed; books do not change.

        :param str reason: why, kept in the log of the case
        :raise AccessError: for others than collection managers
        :raise UserError: without a reason
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_manager')
        if not (reason or '').strip():
            raise UserError(self.env._("Say why these items are written off."))
        live = self.sudo().filtered(lambda item: item.state != 'closed')
        live._close('written_off')
        live._log_on_cases(self.env._("Written off from collection: %s", reason))
        live._finish_tasks()
        return True

    def action_chase_again(self):
        """Take a write-off back: what is still owed is open again.

        :raise AccessError: for others than collection managers
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_manager')
        written_off = self.sudo().filtered(lambda item: item.close_reason == 'written_off')
        written_off.close_reason = 'cancelled'
        written_off._log_on_cases(self.env._("Write-off taken back"))
        written_off._sync_moves(written_off.move_id.ids)
        return True

    def _check_collection_group(self, group):
        self.check_access('read')
        if not self.env.su and not self.env.user.has_group(group):
            raise AccessError(
                self.env._("Only collection managers may do this. Ask one of them.")
                if group.endswith('manager')
                else self.env._("Only collection users may do this.")
            )

    def _log_on_cases(self, text):
        """Write who did what to which invoices into the log of each case."""
        for case, items in self.sudo().grouped('case_id').items():
            names = ", ".join(items.move_id.mapped('display_name'))
            case.message_post(
                body=self.env._("%(what)s (%(invoices)s)", what=text, invoices=names),
                author_id=self.env.user.partner_id.id,
            )
