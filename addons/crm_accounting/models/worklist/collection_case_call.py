import json
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from .collection_call import UNREACHED

REPEATED_WITHIN = timedelta(minutes=1)
# After how many working days somebody calls again.
WORKING_DAYS = {'not_reached': 1, 'wrong_number': 1, 'will_look': 3, 'says_paid': 3, 'disputes': 3}


class CollectionCase(models.Model):
    """What came of a call, and the next step that follows from it."""

    _inherit = 'collection.case'

    def action_log_call(self, result, note=None, next_date=None, promise=None, dispute=None):
        """Note what came of a call to this customer, and plan the next step.

        The tasks of the case that are the caller's or nobody's move to the next step and stay
        whose they are; where there are none of these, all do: who calls for others plans for them.
        What a promise or a dispute holds rests until its day. The same once more within a minute
        is the same key pressed twice, and changes nothing.

        :param str result: a value of `collection.call.result`
        :param str note: free text
        :param next_date: day of the next step, date or 'YYYY-MM-DD'; without it some working days
            later, or the end of the hold
        :param dict promise: date, amount (without it all that is owed on them) and item_ids
            (without them, those of `_find_promisable`), when the result is 'promised'
        :param dict dispute: move_id, reason, note and deadline, when the result is 'disputes'
        :return: call_id, next_date ('YYYY-MM-DD' or False) and text, which says both to people
        :rtype: dict
        :raise AccessError: for others than collection users who may see the case
        :raise UserError: when the result, a day, the promise or the dispute is not possible
        """
        self.ensure_one()
        self._check_may_call()
        values = {
            'result': self._read_result(result, promise, dispute),
            'note': self._read_note(note),
            'next_date': next_date and self._read_next_date(next_date),
        }
        asked = [result, note, next_date, promise, dispute]
        asked = json.dumps(asked, sort_keys=True, default=str)
        # Who logs a call, pays or merges at the same time has to see this one: one is repeated.
        self.sudo()._update_level()
        call = self._find_repeated(asked) or self._log_call(values, promise, dispute, asked)
        return call._prepare_answer()

    def _check_may_call(self):
        self.check_access('write')
        if not self.env.user.has_group('crm_accounting.crm_accounting_group_own'):
            raise AccessError(self.env._("Only collection users may do this."))

    def _find_repeated(self, asked):
        """Return the last call of the case as superuser, if it is this one pressed twice."""
        last = self._find_last_call()
        is_repeated = (
            last.active
            and last.user_id == self.env.user
            and last.date >= fields.Datetime.now() - REPEATED_WITHIN
            and last.changes['asked'] == asked
            and not last._has_moved_on()
        )
        return last if is_repeated else last.browse()

    def _find_last_call(self):
        """Return the last call of the case, also one that was taken back, as superuser."""
        calls_sudo = self.env['collection.call'].sudo().with_context(active_test=False)
        return calls_sudo.search([('case_id', '=', self.id)], limit=1)

    def _log_call(self, values, promise, dispute, asked):
        """Do what a call brings about, and return it, as superuser."""
        tasks = self._find_called_tasks()
        before = {task: task.date_deadline for task in tasks}
        open_promises = self.sudo().promise_ids.filtered(lambda known: known.state == 'open')
        made = {
            'promise_id': self._make_promise(promise, values['note']),
            'dispute_id': self._open_dispute(dispute, values['note']),
        }
        self._plan_next_step(tasks, values, **made)
        call = (
            self
            .env['collection.call']
            .sudo()
            .create({
                **self._prepare_call(values, made),
                'next_date': min((task.date_deadline for task in tasks), default=False),
                'changes': {
                    'asked': asked,
                    'tasks': [
                        [task.id, *map(fields.Date.to_string, (day, task.date_deadline))]
                        for task, day in before.items()
                    ],
                    'promises': [known.id for known in open_promises if known.withdrawn_on],
                },
            })
        )
        call._tell()
        return call

    def _prepare_call(self, values, made):
        return {
            'active': True,  # whatever defaults a client sends along
            'case_id': self.id,
            'user_id': self.env.uid,
            'date': fields.Datetime.now(),
            'day': self.company_id._get_collection_today(),
            'result': values['result'],
            'is_reached': values['result'] not in UNREACHED,
            'note': values['note'],
            'promise_id': made['promise_id'].id,
            'dispute_id': made['dispute_id'].id,
        }

    # === THE NEXT STEP === #

    def _find_called_tasks(self):
        """Return the live tasks that a call of the user moves, as superuser."""
        live = self.sudo().item_ids.filtered(lambda item: item.state != 'closed')
        tasks = live.activity_id.filtered('active')
        free = tasks.filtered(lambda task: not task.user_id or task.user_id == self.env.user)
        return free or tasks

    def _plan_next_step(self, tasks, values, promise_id, dispute_id):
        """Move the tasks to their next day. What is held rests until its own day to come."""
        held = tasks.filtered(lambda task: task._is_held())
        if values['next_date']:
            tasks._move_to(values['next_date'])
            return
        if dispute_id:
            # Such a hold has no end of its own.
            held._move_to(dispute_id.deadline)
        if not promise_id and not dispute_id:
            today = self.company_id._get_collection_today()
            held = held.filtered(lambda task: task.date_deadline > today)
        if tasks - held:
            day = promise_id.date or self._get_next_day(values['result'])
            (tasks - held)._move_to(day)

    def _get_next_day(self, result):
        days = self.company_id._get_working_days()
        return days[min(WORKING_DAYS[result], len(days)) - 1]
