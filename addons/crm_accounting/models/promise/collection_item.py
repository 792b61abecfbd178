from math import inf

from odoo import fields, models
from odoo.exceptions import UserError


class CollectionItem(models.Model):
    """Promises are made about items."""

    _inherit = 'collection.item'

    def action_open_promise(self):
        """Open the question what is promised, and until when."""
        return self._open_question('collection.promise.make', self.env._("Promise to Pay"))

    def action_promise(self, date, amount=None, channel='phone', note=None):
        """Note that the customer has promised to pay for these items; they are held until then.

        :param date: last day, today or later, date or 'YYYY-MM-DD'
        :param float amount: in the currency of the items; None for all that is owed on them
        :param str channel: 'phone', 'email', 'portal' or 'visit'
        :param str note: free text
        :return: id of the `collection.promise`
        :rtype: int
        :raise AccessError: for others than collection users
        :raise UserError: when an item is closed, or the promise is not possible
        """
        self._check_collection_group('crm_accounting.crm_accounting_group_own')
        if 'closed' in self.mapped('state'):
            raise UserError(self.env._("A closed item cannot be held: nothing is owed."))
        if channel not in dict(self.env['collection.promise']._fields['channel'].selection):
            raise UserError(self.env._("Choose how: phone, e-mail, portal or visit."))
        # Nobody has write access to promises, but this.
        promise_sudo = self.env['collection.promise'].sudo()
        return promise_sudo._make(
            self.sudo().move_line_id,
            self._read_day(date),
            self._read_amount(amount),
            channel=channel,
            note=note,
            user_id=self.env.uid,
        ).id

    def _read_day(self, date):
        """Return a day that somebody has sent as a date, or refuse."""
        try:
            day = fields.Date.to_date(date)
        except (TypeError, ValueError):
            day = None
        if not day:
            raise UserError(self.env._("Enter the day as YYYY-MM-DD."))
        return day

    def _read_amount(self, amount):
        if amount is None:
            return None
        # Zero is no "all that is owed": who asks for nothing is told so.
        is_number = isinstance(amount, (int, float)) and not isinstance(amount, bool)
        if not is_number or not 0 < amount < inf:
            raise UserError(self.env._("The promised amount has to be more than nothing."))
        return amount

    def _hold_by_promise(self, until, note):
        """Note one promise over all that is owed for each customer and currency."""
        for _key, items in self.grouped(lambda item: (item.case_id, item.currency_id)).items():
            items.action_promise(until, note=note)

    def action_release(self):
        self._check_collection_group('crm_accounting.crm_accounting_group_own')
        promises_sudo = self.sudo().move_line_id.collection_promise_line_ids.promise_id
        promises_sudo._withdraw(self.env._("taken back by %s", self.env.user.name))
        return super().action_release()
