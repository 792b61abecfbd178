from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .collection_item import HAND_REASONS

LONGEST_HOLD_DAYS = 366


class CollectionItem(models.Model):
    """What people decide about items: to hold, to release, to write off, to chase again.

    Nobody has write access to items: each action checks the group and that the items are readable,
    then works as superuser.
    """

    _inherit = 'collection.item'

    # === HOLD, RELEASE, WRITE OFF === #

    def action_hold(self, reason='other', until=None, note=None):
        """Stop chasing these items until a day; their tasks stay and move to that day.

        With 'promise' the customer has promised to pay all that is owed: see `action_promise`. With
        'dispute' a dispute with that deadline is opened, which holds until it is settled.

        :param str reason: 'promise', 'dispute' or 'other'
        :param until: last day of the hold, date or 'YYYY-MM-DD'; the run of it opens them again
        :param str note: free text for the log of the case
        :raise UserError: when an item is closed, the day not in the future, or the reason unknown
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_own')
        until = self._check_hold(reason, until)
        if reason == 'promise':
            self._hold_by_promise(until, note)
            return True
        if reason == 'dispute':
            values = {'deadline': until, 'description': note}
            return self.move_id.action_collection_dispute(values)
        self.sudo().write({'state': 'held', 'hold_reason': reason, 'hold_until': until})
        self._log_on_cases(
            self.env._(
                "Held until %(date)s: %(note)s",
                date=format_date(self.env, until),
                note=note
                or dict(self._fields['hold_reason']._description_selection(self.env))[reason],
            )
        )
        self.sudo().activity_id._follow_holds()
        return True

    def _check_hold(self, reason, until):
        """Return the day until which to hold as a date, or refuse."""
        if 'closed' in self.mapped('state'):
            raise UserError(self.env._("A closed item cannot be held: nothing is owed."))
        if reason not in ('promise', *HAND_REASONS):
            raise UserError(self.env._("Choose why: promise, dispute or other."))
        return self._check_hold_day(until)

    def _check_hold_day(self, until):
        """Return a day that somebody has sent as a date, or refuse."""
        try:
            until = fields.Date.to_date(until)
        except (TypeError, ValueError):
            until = None
        today = fields.Date.context_today(self)
        if not until or not today < until <= today + timedelta(days=LONGEST_HOLD_DAYS):
            raise UserError(
                self.env._(
                    "Choose a day within the next twelve months until which the items are held"
                    " (YYYY-MM-DD)."
                )
            )
        return until

    def action_release(self):
        """End a hold now: the items are chased again, their tasks are due today.

        What a dispute, a payment plan or another fact holds stays held.
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_own')
        held = self.sudo().filtered(lambda item: item.state == 'held')
        held.write({'hold_until': False})
        held._follow_facts()
        ended = held.filtered(lambda item: item.state == 'open')
        ended._log_on_cases(self.env._("Hold ended"))
        return True

    def action_write_off(self, reason):
        """Give these items up: they are chased no more although they are owed; books do not change.

        :param str reason: why, kept in the log of the case
        :raise AccessError: for others than collection managers
        :raise UserError: without a reason
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_manager')
        if not str(reason or '').strip():
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
        written_off._log_on_cases(self.env._("Write-off taken back"))
        due = written_off.filtered(
            lambda item: item.date_due <= item.company_id._get_collection_today()
        )
        (written_off - due)._close('cancelled')  # the due date was moved: a later run opens it
        due._reopen()
        due._sync_moves(due.move_id.ids)  # paid meanwhile: closed again
        due._finish_tasks()
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
