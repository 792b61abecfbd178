from odoo import fields, models
from odoo.tools import SQL

from .collection_due_lines import due_lines, read_scope
from .collection_sql import to_array

PLANNER_NOTICES_FROM = 1000  # new rows


class CollectionRun(models.Model):
    """What a run does with one portion of customers: tasks first, then each item written once.

    The lines to be changed are noted in a temporary table, `collection_change`, and stay in the
    database: only what a new task needs to know comes to Python.
    """

    _inherit = 'collection.run'

    def _process_chunk(self, partner_ids):
        """Open, raise, hold, release and reopen the items of these customers, and their tasks.

        :param list partner_ids: commercial partners
        """
        self.policy_id._lock_runs()
        self._note_changes(partner_ids)
        old_cases = self._ensure_cases()
        old_tasks, changes = self._attach_tasks()
        self._insert_items(changes)
        changed = self._update_items(changes)
        old_tasks._refresh_from_items()
        changed._move_deadlines(fields.Date.add(self.date, days=1))
        old_cases._update_level()
        # Or the memory of a big run grows with every portion.
        self.env.invalidate_all()

    # === CHANGES AND CASES === #

    def _note_changes(self, partner_ids):
        """Note each line of these customers for which there is something to be done.

        New debts that another transaction is paying are left out, and others are kept from paying
        them: a payment that waits for this lock looks for items again before it commits
        (`collection.item._refuse_unseen_items`).
        """
        self.env['collection.item']._flush_facts()
        levels = self.policy_id._get_chasing_levels().ids
        lines = due_lines(self, read_scope(self), partner_ids)
        changes = SQL(_NOTE_CHANGES, levels=levels, due_lines=lines)
        for query in (SQL(_FORGET_CHANGES), changes, SQL(_LEAVE_BUSY_LINES), SQL(_COUNT_CHANGES)):
            self.env.cr.execute(query)

    def _ensure_cases(self):
        """Make the cases that are missing.

        :return: cases that were there before
        :rtype: collection.case
        """
        Case = self.env['collection.case']
        Case.flush_model()
        old = self.env.execute_query(SQL(_FIND_CASES))
        self.env.cr.execute(SQL(_INSERT_CASES, self.policy_id.team_id.id or None))
        return Case.browse([case_id for (case_id,) in old])

    # === TASKS === #

    def _attach_tasks(self):
        """Make a task for each document of these lines on which none lives.

        :return: tasks that were there before, and SQL of the changes with their cases and tasks
        :rtype: tuple[mail.activity, SQL]
        """
        Item, cr = self.env['collection.item'], self.env.cr
        kept = self.env.execute_query(SQL(_FIND_TASKS))
        model, column = self._get_document_column()
        cr.execute(SQL(_FIND_DOCUMENTS, document=column))
        rows = {(model, row['document_id']): row for row in cr.dictfetchall()}
        tasks = Item._find_live_tasks(list(rows))
        old_tasks = self.env['mail.activity'].browse([task for (task,) in kept])
        old_tasks = old_tasks.union(*tasks.values())
        missing = {document: row for document, row in rows.items() if document not in tasks}
        tasks |= Item._create_tasks(self._plan_tasks(missing), fields.Date.add(self.date, days=1))
        return old_tasks, SQL(
            _CHANGES,
            document=column,
            documents=to_array(res_id for _model, res_id in tasks),
            tasks=to_array(task.id for task in tasks.values()),
        )

    def _get_document_column(self):
        """Return the model that tasks hang on, and SQL of the id that they hang on."""
        if self.policy_id.grouping == 'invoice':
            return 'account.move', SQL("change.move_id")
        return 'collection.case', SQL("kase.id")

    def _plan_tasks(self, rows):
        """Return type, level and user of each new task.

        :param dict rows: what the lines say, by document
        """
        cases = self.env['collection.case'].browse([row['case_id'] for row in rows.values()])
        return {
            document: self._plan_task(row, case)
            for (document, row), case in zip(rows.items(), cases, strict=True)
        }

    def _plan_task(self, row, case):
        policy = self.policy_id
        level = (
            self.env['collection.level'].browse(row['level_id'])
            or (policy._get_chasing_levels()[:1])
        )
        kind = policy.allocation_activity_type_id if row['is_covered'] else level.activity_type_id
        salesperson = self.env['res.users'].browse(row['salesperson_id'])
        return kind, level, case._get_responsible(policy, level, salesperson, case.company_id)

    # === ITEMS === #

    def _insert_items(self, changes):
        """Write the new items, each once and complete."""
        cr = self.env.cr
        cr.execute(SQL(_INSERT_ITEMS, changes=changes, date=self.date, run=self.id))
        inserted = cr.rowcount
        self.opened_count += inserted
        self.env['collection.item'].invalidate_model()
        if self.opened_count >= PLANNER_NOTICES_FROM > self.opened_count - inserted:
            # Or the next statement takes the tables for empty, and minutes instead of a second.
            cr.execute("ANALYZE collection_item, collection_case, mail_activity")

    def _update_items(self, changes):
        """Bring items that exist in line: level, step, hold, task; a closed one is open again.

        :return: items whose hold began or ended
        :rtype: collection.item
        """
        Item = self.env['collection.item']
        self.env.cr.execute(SQL(_UPDATE_ITEMS, self.env.uid, changes))
        Item.invalidate_model()
        self.env['mail.activity'].invalidate_model(['collection_item_ids'])
        return Item.browse([item for (item,) in self.env.execute_query(SQL(_FIND_HELD_ITEMS))])


_FORGET_CHANGES = "DROP TABLE IF EXISTS pg_temp.collection_change"
_NOTE_CHANGES = """
CREATE TEMPORARY TABLE collection_change ON COMMIT DROP AS
SELECT line_id, move_id, company_id, partner_id, currency_id, date_due, amount_currency,
       item_id, item_state, hold_reason, hold_until, desired_reason, desired_until,
       live_activity_id AS activity_id,
       CASE WHEN left_out IS NULL THEN next_step ELSE item_next_step END AS next_step,
       GREATEST(level_rank, item_level_rank) AS level_rank,
       CASE WHEN level_rank > COALESCE(item_level_rank, 0)
            THEN (%(levels)s::int[])[level_rank] ELSE item_level_id END AS level_id
  FROM (%(due_lines)s) due
 WHERE is_changed
"""
_LEAVE_BUSY_LINES = """
WITH free AS (
    SELECT aml.id FROM account_move_line aml
      JOIN collection_change change ON change.line_id = aml.id
     WHERE change.item_id IS NULL
       FOR SHARE OF aml SKIP LOCKED)
DELETE FROM collection_change WHERE item_id IS NULL AND line_id NOT IN (SELECT id FROM free)
"""
_COUNT_CHANGES = "ANALYZE collection_change (line_id, partner_id, item_id)"
_FIND_CASES = """
SELECT DISTINCT kase.id
  FROM collection_change change
  JOIN collection_case kase
    ON kase.partner_id = change.partner_id AND kase.company_id = change.company_id
"""
# Without a user, as items below: the run says whose they are, and each foreign key costs a tenth
# of the row.
_INSERT_CASES = """
INSERT INTO collection_case (company_id, partner_id, level_id, team_id, create_date, write_date)
SELECT DISTINCT ON (company_id, partner_id) company_id, partner_id, level_id, %s,
       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM collection_change
 ORDER BY company_id, partner_id, level_rank DESC NULLS LAST
    ON CONFLICT (partner_id, company_id) DO NOTHING
"""
_FIND_TASKS = "SELECT DISTINCT activity_id FROM collection_change WHERE activity_id IS NOT NULL"
_FIND_DOCUMENTS = """
SELECT document.*, move.invoice_user_id AS salesperson_id
  FROM (SELECT %(document)s AS document_id,
               (ARRAY_AGG(kase.id ORDER BY date_due, line_id))[1] AS case_id,
               (ARRAY_AGG(move_id ORDER BY date_due, line_id))[1] AS oldest_move_id,
               (ARRAY_AGG(change.level_id ORDER BY level_rank DESC NULLS LAST))[1] AS level_id,
               BOOL_AND(next_step = 'allocate') AS is_covered
          FROM collection_change change
          JOIN collection_case kase
            ON kase.partner_id = change.partner_id AND kase.company_id = change.company_id
         WHERE activity_id IS NULL
      GROUP BY 1) document
  JOIN account_move move ON move.id = document.oldest_move_id
 ORDER BY document.case_id, document_id
"""
_CHANGES = """
SELECT change.*, kase.id AS case_id, COALESCE(change.activity_id, task.id) AS task_id
  FROM collection_change change
  JOIN collection_case kase
    ON kase.partner_id = change.partner_id AND kase.company_id = change.company_id
  LEFT JOIN unnest(%(documents)s::int[], %(tasks)s::int[]) AS task (document_id, id)
    ON task.document_id = %(document)s AND change.activity_id IS NULL
"""
_INSERT_ITEMS = """
INSERT INTO collection_item (
       case_id, move_line_id, move_id, partner_id, company_id, currency_id, date_due, amount_opened,
       next_step, level_id, activity_id, opened_on, run_id, state, hold_reason, hold_until,
       reopen_count, create_date, write_date)
SELECT case_id, line_id, move_id, partner_id, company_id, currency_id, date_due, amount_currency,
       next_step, level_id, task_id, %(date)s, %(run)s,
       CASE WHEN desired_reason IS NULL THEN 'open' ELSE 'held' END, desired_reason, desired_until,
       0, NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM (%(changes)s) change
 WHERE item_id IS NULL
 ORDER BY partner_id, date_due, line_id
    ON CONFLICT (move_line_id) DO NOTHING
"""
_UPDATE_ITEMS = """
UPDATE collection_item item
   SET state = CASE WHEN change.desired_reason IS NULL THEN 'open' ELSE 'held' END,
       hold_reason = change.desired_reason, level_id = change.level_id,
       next_step = change.next_step, activity_id = change.task_id,
       hold_until = change.desired_until,
       close_reason = NULL, closed_on = NULL, closed_run_id = NULL,
       reopen_count = item.reopen_count + (item.state = 'closed')::int,
       reopened_run_id = CASE WHEN item.state <> 'closed' THEN item.reopened_run_id END,
       write_uid = %s, write_date = NOW() AT TIME ZONE 'UTC'
  FROM (%s) change
 WHERE item.id = change.item_id AND change.item_id IS NOT NULL
"""
_FIND_HELD_ITEMS = """
SELECT item_id FROM collection_change
 WHERE item_state <> 'closed' AND (hold_reason IS DISTINCT FROM desired_reason
                                   OR hold_until IS DISTINCT FROM desired_until)
 UNION ALL
SELECT item.id FROM collection_change change
  JOIN collection_item item ON item.move_line_id = change.line_id
 WHERE COALESCE(change.item_state, 'closed') = 'closed' AND change.desired_reason IS NOT NULL
"""
