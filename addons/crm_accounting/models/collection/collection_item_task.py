from odoo import api, fields, models
from odoo.tools import SQL, groupby

QUIET = {'mail_activity_quick_update': True}
# What the names of documents are made of (account/models/account_move.py, _get_move_display_name).
NAME_FIELDS = {
    'account.move': ('move_type', 'name', 'ref', 'state'),
    'collection.case': ('partner_id',),
}


class CollectionItem(models.Model):
    """The tasks of items: which document they hang on, what they say, whose they are."""

    _inherit = 'collection.item'

    # === WHAT THE ITEMS SAY ABOUT THEIR TASK === #

    def _get_task_type(self, present=None):
        """Return the activity type that a task with these live items must have.

        :param mail.activity.type present: the type that the task has; without a level, because
            theirs was deleted, items keep it, unless it says to allocate a credit
        :rtype: mail.activity.type
        """
        level = self._get_highest_level()
        if set(self.mapped('next_step')) == {'allocate'}:
            return (level.policy_id or self._get_policy()).allocation_activity_type_id
        if level or not self:
            return level.activity_type_id
        policy = self._get_policy()
        if present and present != policy.allocation_activity_type_id:
            return present
        return policy._get_chasing_levels()[:1].activity_type_id

    def _get_highest_level(self):
        return self.level_id.sorted('days', reverse=True)[:1]

    def _get_policy(self):
        return self.env['collection.policy']._get_for_company(self.company_id[:1])

    def _get_possible_documents(self):
        """Return the documents that one task for all these items may hang on.

        :rtype: set[tuple[str, int]]
        """
        documents = set()
        if len(self.case_id) == 1:
            documents.add(('collection.case', self.case_id.id))
        if len(self.move_id) == 1:
            documents.add(('account.move', self.move_id.id))
        return documents

    def _get_task_document(self):
        """Return the document of this item's task: its last one's, else as the policy says."""
        self.ensure_one()
        if self.activity_id.res_model in ('account.move', 'collection.case'):
            by_invoice = self.activity_id.res_model == 'account.move'
        else:
            by_invoice = self._get_policy().grouping == 'invoice'
        return (
            ('account.move', self.move_id.id)
            if by_invoice
            else ('collection.case', self.case_id.id)
        )

    # === FOLLOWING THE ITEMS === #

    def _finish_tasks(self):
        """Let the tasks follow items that were closed, reopened or moved."""
        if not self:
            return
        self.flush_recordset()
        closed = self.filtered(lambda item: item.state == 'closed')
        (self - closed)._attach_tasks()
        for reason, items in closed.grouped('close_reason').items():
            items._leave_tasks(reason)
        self.case_id._update_level()

    def _leave_tasks(self, reason):
        """End the tasks of closed items that have no other live item; the others follow theirs."""
        tasks = self.activity_id.filtered('active')
        tasks.invalidate_recordset(['collection_item_ids'])
        settled = tasks.filtered(lambda task: not task._has_live_items())
        label = dict(self._fields['close_reason']._description_selection(self.env))[reason]
        settled.with_context(**QUIET).write({'active': False, 'feedback': label})
        (tasks - settled)._refresh_from_items()
        (tasks - settled)._follow_holds()

    def _attach_tasks(self):
        """Give live items their task back, or the one that lives on the document meanwhile."""
        for document, group in groupby(self, lambda item: item._get_task_document()):
            items = self.browse([item.id for item in group])
            task = self._find_live_tasks([document]).get(document) or items._get_old_task(document)
            if not task:
                plan = items._plan_task()
                task = self._create_tasks({document: plan}, fields.Date.today())[document]
            items.activity_id = task
            items.flush_recordset(['activity_id'])
            task.invalidate_recordset(['collection_item_ids'])
            if not task.active:
                task._live_again()
            task._refresh_from_items()
            task._follow_holds()

    def _move_deadlines(self, today):
        """Bring the tasks of items whose hold ended to today, of those held now to its end."""
        ended = self.filtered(lambda item: item.state == 'open').activity_id.filtered('active')
        ended.date_deadline = today
        self.activity_id.filtered('active')._follow_holds()

    def _get_old_task(self, document):
        """Return the task that was done for these items, if it still hangs on the document."""
        return self.activity_id.filtered(lambda task: (task.res_model, task.res_id) == document)[:1]

    # === MAKING TASKS === #

    @api.model
    def _find_live_tasks(self, documents):
        """Return the collection task that lives on each document.

        :param list[tuple[str, int]] documents: model and id
        :rtype: dict[tuple[str, int], mail.activity]
        """
        found = {}
        for model, pairs in groupby(documents, lambda document: document[0]):
            rows = self.env.execute_query(
                SQL(
                    """
                    SELECT task.res_id, MIN(task.id) FROM mail_activity task
                     WHERE task.active AND task.res_model = %s AND task.res_id = ANY(%s)
                       AND EXISTS (SELECT 1 FROM collection_item item
                                    WHERE item.activity_id = task.id AND item.state <> 'closed')
                  GROUP BY task.res_id
                    """,
                    model,
                    [res_id for _model, res_id in pairs],
                )
            )
            for res_id, task_id in rows:
                found[model, res_id] = self.env['mail.activity'].browse(task_id)
        return found

    @api.model
    def _create_tasks(self, plans, deadline):
        """Create one task per document, without a notification for each.

        :param dict plans: type, level and user of the task by document (model, id)
        :param datetime.date deadline:
        :return: `mail.activity` by document
        """
        names = {}
        for model, documents in groupby(plans, lambda document: document[0]):
            records = self.env[model].browse([res_id for _model, res_id in documents])
            # The names of all at once, from what they are made of: the activity would read each
            # document alone, with all its columns.
            records.fetch(NAME_FIELDS[model])
            names |= {(model, record.id): record.display_name for record in records}
        common = {
            plan: self._prepare_activity_values(*plan, deadline) for plan in set(plans.values())
        }
        tasks = (
            self
            .env['mail.activity']
            .with_context(**QUIET)
            .create([
                {
                    **common[plan],
                    'res_model_id': self.env['ir.model']._get_id(model),
                    'res_id': res_id,
                    'res_name': names[model, res_id],  # or core writes the row again for it
                }
                for (model, res_id), plan in plans.items()
            ])
        )
        return dict(zip(plans, tasks, strict=True))

    def _plan_task(self):
        """Return type, level and user of a new task for items that are in the database already."""
        level = self._get_highest_level() or self._get_policy()._get_chasing_levels()[:1]
        return self._get_task_type(), level, self._get_responsible()

    def _get_responsible(self):
        """Return whose the task for these items is: the oldest debt decides.

        :rtype: res.users
        """
        oldest = self.sorted('date_due')[:1]
        policy = self.env['collection.policy']._get_for_company(oldest.company_id)
        return oldest.case_id._get_responsible(
            policy, self._get_highest_level(), oldest.move_id.invoice_user_id, oldest.company_id
        )

    @api.model
    def _prepare_activity_values(self, activity_type, level, user, deadline):
        return {
            'active': True,
            'activity_type_id': activity_type.id,
            'automated': True,
            'is_collection': True,
            'collection_level_id': level.id,
            'date_deadline': deadline,
            'summary': self._get_task_summary(activity_type, level, user),
            'user_id': user.id,
        }

    @api.model
    def _get_task_summary(self, activity_type, level, user):
        """Return what the task says, in the language of the person who reads it."""
        language = {'lang': user.lang or self.env.lang}
        if activity_type == level.activity_type_id or not activity_type:
            return level.with_context(**language).name
        return activity_type.with_context(**language).name
