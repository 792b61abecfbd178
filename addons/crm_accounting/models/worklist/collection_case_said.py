from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError

from .collection_call import RESULTS

LONGEST_DAYS = 366
PROMISE_KEYS = {'amount', 'date', 'item_ids'}
DISPUTE_KEYS = {'deadline', 'move_id', 'note', 'reason'}


class CollectionCase(models.Model):
    """What a client says about a call: read, refused where it makes no sense, and done."""

    _inherit = 'collection.case'

    def _read_result(self, result, promise, dispute):
        if not isinstance(result, str) or result not in dict(RESULTS):
            raise UserError(self.env._("Choose what came of the call."))
        if bool(promise) != (result == 'promised') or bool(dispute) != (result == 'disputes'):
            raise UserError(
                self.env._("Say what is promised with a promise, what is disputed with a dispute.")
            )
        for said, keys in ((promise, PROMISE_KEYS), (dispute, DISPUTE_KEYS)):
            if said and not (isinstance(said, dict) and said.keys() <= keys):
                raise UserError(self.env._("Nobody knows what to do with %s.", said))
        return result

    def _read_note(self, note):
        if note and not isinstance(note, str):
            raise UserError(self.env._("A note is a text."))
        return (note or '').strip() or False

    def _read_next_date(self, date):
        """Return a day of today or later, within a year, or refuse."""
        day = self.env['collection.item']._read_day(date)
        today = self.company_id._get_collection_today()
        if not today <= day <= today + timedelta(days=LONGEST_DAYS):
            raise UserError(self.env._("Choose today or a day within the next twelve months."))
        return day

    # === PROMISE === #

    def _make_promise(self, promise, note):
        """Return the promise that this call brought, if it is about one."""
        if not promise:
            return self.env['collection.promise']
        items = self._read_items(promise.get('item_ids'))
        promise_id = items.action_promise(promise.get('date'), promise.get('amount'), note=note)
        return self.env['collection.promise'].browse(promise_id)

    def _read_items(self, item_ids):
        """Return live items of this case by their ids, or refuse; without ids, what is open."""
        if item_ids is None:
            items = self._find_promisable(self._find_live_items())
        else:
            wanted = self._read_ids(item_ids)
            items = self._find_live_items().filtered(lambda item: item.id in wanted)
            if set(items.ids) != wanted:
                raise UserError(self.env._("Choose what this customer owes."))
        if not items:
            raise UserError(self.env._("Nothing is owed here: there is nothing to promise."))
        return items

    def _read_ids(self, ids):
        if not isinstance(ids, list) or any(type(number) is not int for number in ids):
            raise UserError(self.env._("Choose what this customer owes."))
        return set(ids)

    def _find_live_items(self):
        """Return the open and held items that the user may see, oldest first."""
        return self.env['collection.item'].search([
            ('case_id', '=', self.id),
            ('state', '!=', 'closed'),
        ])

    @staticmethod
    def _find_promisable(items):
        """Return what a promise is about unless somebody chooses: what is chased, in one currency.

        :param collection.item items: live ones, oldest first
        """
        chased = items.filtered(lambda item: item.state == 'open') or items
        return chased.filtered(lambda item: item.currency_id == chased[0].currency_id)

    # === DISPUTE === #

    def _open_dispute(self, dispute, note):
        """Return the dispute that this call brought, if it is about one, as superuser."""
        if not dispute:
            return self.env['collection.dispute'].sudo()
        move = self._read_disputed(dispute.get('move_id'))
        move.action_collection_dispute({
            'reason': self._read_reason(dispute.get('reason')),
            'description': self._read_note(dispute.get('note')) or note,
            **self._read_deadline(dispute.get('deadline')),
        })
        return move.sudo().collection_dispute_ids.filtered(lambda made: made.state == 'open')

    def _read_disputed(self, move_id):
        moves = self._find_live_items().move_id.filtered(lambda move: move.id == move_id)
        if not moves or isinstance(move_id, bool):
            raise UserError(self.env._("Choose an invoice that this customer owes."))
        if moves.is_collection_disputed:
            raise UserError(self.env._("%s is disputed already.", moves.display_name))
        return moves

    def _read_reason(self, reason):
        reasons = dict(self.env['collection.dispute']._fields['reason'].selection)
        if not isinstance(reason, str) or reason not in reasons:
            raise UserError(self.env._("Choose why the customer disputes it."))
        return reason

    def _read_deadline(self, deadline):
        return {'deadline': self._read_next_date(deadline)} if deadline else {}
