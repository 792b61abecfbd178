from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class CollectionCall(models.Model):
    """What is said about a call, and how its caller changes it as long as nothing has followed."""

    _inherit = 'collection.call'

    # === TAKING BACK, PLANNING ANEW === #

    def action_undo(self):
        """Take back one's own call of today: tasks, promises and disputes are as they were.

        :raise AccessError: for who may not see the call
        :raise UserError: when it is another person's or not of today, or something has followed it
        """
        call_sudo = self._take_own_last()
        call_sudo._withdraw_promise()
        call_sudo.dispute_id.filtered(lambda made: made.state == 'open')._settle('withdrawn')
        for task, before, _after in call_sudo._get_changed_tasks():
            task._move_to(before)
        call_sudo.active = False
        call_sudo._post(self.env._("Call taken back: %s.", call_sudo._get_result_name()))
        return True

    def action_other_day(self, date):
        """Plan the next step after one's own call of today for another day.

        :param date: today or later and within a year, date or 'YYYY-MM-DD'
        :return: as of `action_log_call`
        :rtype: dict
        :raise AccessError: for who may not see the call
        :raise UserError: as for `action_undo`, or when the day is not possible
        """
        call_sudo = self._take_own_last()
        day = call_sudo.case_id._read_next_date(date)
        changed = call_sudo._get_changed_tasks()
        if not changed:
            raise UserError(self.env._("Nothing is owed any more: there is no next step."))
        for task, _before, _after in changed:
            task._move_to(day)
        text = fields.Date.to_string(day)
        tasks = [[task.id, before, text] for task, before, _after in changed]
        call_sudo.write({'next_date': day, 'changes': {**call_sudo.changes, 'tasks': tasks}})
        call_sudo._post(self.env._("Next step on %s instead.", format_date(self.env, day)))
        return call_sudo._prepare_answer()

    def _take_own_last(self):
        """Return the call as superuser for a change by its caller, or refuse.

        Whoever calls, pays or merges at the same time has to see the change: one is repeated.
        """
        self.ensure_one()
        self.case_id._check_may_call()
        self.check_access('read')
        call_sudo = self.sudo()
        call_sudo.case_id._update_level()
        if not call_sudo._is_own_last(call_sudo.case_id._find_last_call()):
            raise UserError(
                self.env._("Only the last call to a customer is changed, by who made it, that day.")
            )
        if call_sudo._has_moved_on():
            raise UserError(
                self.env._("Something has happened since this call: change that where it is.")
            )
        return call_sudo

    def _is_own_last(self, last):
        """Whether the user may change the call, if it is `last`."""
        return (
            self.active
            and self == last
            and self.user_id == self.env.user
            and self.day == self.company_id._get_collection_today()
        )

    def _has_moved_on(self):
        """Whether a task, promise or dispute is not any more as the call has left it."""
        made = (self.promise_id, self.dispute_id)
        return any(record and record.state != 'open' for record in made) or any(
            fields.Date.to_string(task.date_deadline) != after
            for task, _before, after in self._get_changed_tasks()
        )

    def _get_changed_tasks(self):
        """Return the tasks of the call that still live, each with its day before and after it.

        :rtype: list[tuple[mail.activity, str, str]]
        """
        rows = [
            (self.env['mail.activity'].browse(task_id), before, after)
            for task_id, before, after in self.changes['tasks']
        ]
        return [row for row in rows if row[0].exists().active]

    def _withdraw_promise(self):
        """Withdraw the promise of the call; those that it had replaced hold again."""
        if not self.promise_id:
            return
        self.promise_id._withdraw(self.env._("the call was taken back"))
        replaced = self.promise_id.browse(self.changes['promises']).exists()
        replaced.withdrawn_on = False
        replaced._follow_money()

    # === WHAT IS SAID === #

    def _prepare_answer(self):
        return {
            'call_id': self.id,
            'next_date': fields.Date.to_string(self.next_date) or False,
            'text': self._get_text(),
        }

    def _get_text(self):
        """Return what came of the call and what is next, in the language of the user."""
        if not self.next_date:
            return self.env._("%s. Nothing is planned.", self._get_result_name())
        return self.env._(
            "%(result)s. Next step on %(date)s.",
            result=self._get_result_name(),
            date=format_date(self.env, self.next_date),
        )

    def _tell(self):
        """Write the call into the history; a promise has told about itself."""
        if not self.promise_id:
            self._post(" ".join(filter(None, [self._get_called_text(), self.note])))

    def _get_called_text(self):
        if self.dispute_id:
            return self.env._(
                "Called: disputes %(invoice)s. Next step on %(date)s.",
                invoice=self.dispute_id.move_id.display_name,
                date=format_date(self.env, self.next_date),
            )
        return self.env._("Called: %s", self._get_text())

    def _post(self, text):
        self.case_id.message_post(body=text, author_id=self.env.user.partner_id.id)
