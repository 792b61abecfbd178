from collections import defaultdict

from odoo import api, models
from odoo.service.model import retrying
from odoo.tools import SQL

from ..collection.collection_item_task import QUIET


class CollectionAbsence(models.Model):
    """Whose the tasks are today: compared with the facts, however often and whoever asks.

    A task that is with somebody else because of an absence knows that absence. One that somebody
    gave away by hand does not any more, and stays there.
    """

    _inherit = 'collection.absence'

    @api.model
    def _cron_hand_over_tasks(self):
        """Hand over and give back by the day that it is; every hour, for all time zones."""
        retrying(self._follow, self.env)

    @api.model
    def _follow(self, tasks=None):
        """Give the tasks of who is away to who works them, and those of who is back to them.

        Cases get no note for that: whose a task is can be seen, and nobody wants five hundred.

        :param mail.activity tasks: which; without it all collection tasks
        """
        self.sudo()._move_tasks(tasks)  # who says that somebody is away need not see the tasks

    def _move_tasks(self, tasks):
        current = self._get_current()
        changes = defaultdict(list)
        for row in self.env.execute_query_dict(self._get_tasks_query(current, tasks)):
            found = self._find_holder(row, current)
            if found != (row['holder_id'], row['absence_id']):
                changes[found] += row['task_ids']
        for (user_id, absence_id), task_ids in changes.items():
            moved = self.env['mail.activity'].browse(task_ids)
            values = {'user_id': user_id or False, 'collection_absence_id': absence_id or False}
            moved.with_context(**QUIET).write(values)

    def _get_tasks_query(self, current, tasks):
        """Return the query of tasks of who is away, and of those handed over already.

        :param dict current: of `_get_current`
        """
        self.env['collection.absence'].flush_model(['user_id'])
        self.env['collection.case'].flush_model(['company_id', 'team_id'])
        self.env['collection.item'].flush_model(['activity_id', 'case_id', 'state'])
        self.env['mail.activity'].flush_model()
        some = SQL("TRUE") if tasks is None else SQL("task.id = ANY(%s)", tasks.ids)
        return SQL(_TASKS, away=[user.id for user in current], some=some)

    def _find_holder(self, row, current):
        """Return whose these tasks are today, and because of which absence.

        :param dict row: of `_TASKS`
        :param dict current: of `_get_current`
        :return: ids of `res.users` and `collection.absence`, each None for nobody
        :rtype: tuple
        """
        owner = self.env['res.users'].browse(row['owner_id'])
        company = self.env['res.company'].browse(row['company_id'])
        absence = current.get(owner)
        if absence:
            team = self.env['crm.team'].browse(row['team_id'])
            holder = absence._get_holder(company, team, current)
            return holder.id or None, None if holder == owner else absence.id
        if owner._can_collect_in(company):
            return owner.id, None
        return row['holder_id'], None  # who left meanwhile gets nothing back

    def _get_holder(self, company, team, current):
        """Return who works the tasks of one company: nobody where they wait in a queue.

        The substitute, or theirs when they are away too; where that is nobody, the queue of the
        team, the policy's fallback; else they stay where they are.

        :param crm.team team: of the case
        :rtype: res.users
        """
        self.ensure_one()
        substitute = self._get_substitute(current)
        if substitute._can_collect_in(company):
            return substitute
        policy = self.env['collection.policy']._get_for_company(company)
        if team or policy.team_id:
            return substitute.browse()
        fallback = policy.user_id
        is_there = fallback not in current and fallback._can_collect_in(company)
        return fallback if is_there else self.user_id

    def _get_substitute(self, current):
        """Return the first of the chain of substitutes who is there; nobody where it ends.

        :rtype: res.users
        """
        absence, seen = self, self.browse()
        while absence and absence not in seen:
            seen |= absence
            substitute = absence.substitute_id
            absence = current.get(substitute, self.browse())
        return substitute.browse() if absence else substitute

    @api.model
    def _get_present(self, user, company):
        """Return who answers for `user` in a company today; the user where nobody else can."""
        current = self._get_current()
        if user not in current:
            return user
        holder = current[user]._get_holder(company, self.env['crm.team'], current)
        leader = company._get_collection_leader()
        return holder or (leader if leader and leader not in current else user)


# A task of an entry that several customers owe has several cases.
_TASKS = """
SELECT owner_id, holder_id, absence_id, company_id, team_id, ARRAY_AGG(id) AS task_ids
  FROM (SELECT task.id, task.user_id AS holder_id, absence.id AS absence_id,
               COALESCE(absence.user_id, task.user_id) AS owner_id,
               MIN(kase.company_id) AS company_id, MIN(kase.team_id) AS team_id
          FROM mail_activity task
          JOIN collection_item item ON item.activity_id = task.id AND item.state <> 'closed'
          JOIN collection_case kase ON kase.id = item.case_id
          LEFT JOIN collection_absence absence ON absence.id = task.collection_absence_id
         WHERE task.active AND task.is_collection
           AND (task.collection_absence_id IS NOT NULL OR task.user_id = ANY(%(away)s))
           AND %(some)s
      GROUP BY task.id, absence.id) task
 GROUP BY 1, 2, 3, 4, 5
"""
