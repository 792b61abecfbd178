from odoo import fields, models
from odoo.tools import SQL

from .collection_due_lines import due_lines
from .collection_sql import to_array

PLANNER_NOTICES_FROM = 1000  # new rows


class CollectionRun(models.Model):
    """What a run does with one portion of customers: tasks first, then each item written once."""

    _inherit = 'collection.run'

    def _process_chunk(self, partner_ids):
        """Open, raise, hold, release and reopen the items of these customers, and their tasks.

        :param list partner_ids: commercial partners
        """
        self._lock_policy()
        rows = self._without_busy_lines(self._get_changed_rows(partner_ids))
        if not rows:
            return
        self._set_new_levels(rows)
        cases = self._ensure_cases(rows)
        existing = self._attach_tasks(rows, cases)
        self._insert_items([row for row in rows if not row['item_id']])
        changed = self._update_items([row for row in rows if row['item_id']])
        existing._refresh_from_items()
        changed._move_deadlines(fields.Date.add(self.date, days=1))
        self.env['collection.case'].browse(cases.values())._update_level()
        # Or the memory of a big run grows with every portion.
        for model in ('mail.activity', 'collection.case', 'account.move', 'res.partner'):
            self.env[model].invalidate_model()

    def _get_changed_rows(self, partner_ids):
        self.env['collection.item']._flush_facts()
        return self.env.execute_query_dict(SQL(_CHANGED_LINES, due_lines(self, partner_ids)))

    def _without_busy_lines(self, rows):
        """Leave out new debts that another transaction is paying, and keep others from paying them.

        A payment that waits for this lock looks for items again before it commits
        (`collection.item._refuse_unseen_items`).
        """
        new_ids = [row['line_id'] for row in rows if not row['item_id']]
        locked = {
            line_id
            for (line_id,) in self.env.execute_query(
                SQL(
                    "SELECT id FROM account_move_line"
                    " WHERE id = ANY(%s::int[]) FOR SHARE SKIP LOCKED",
                    to_array(new_ids),
                )
            )
        }
        return [row for row in rows if row['item_id'] or row['line_id'] in locked]

    def _set_new_levels(self, rows):
        """Set in each row the level after this run: levels are only raised."""
        levels = [None, *self.policy_id.level_ids.sorted('days').ids]
        for row in rows:
            reached, had = row['level_rank'] or 0, row['item_level_rank'] or 0
            row['new_level_id'] = levels[reached] if reached > had else row['item_level_id']
            row['new_rank'] = max(reached, had)

    # === CASES === #

    def _ensure_cases(self, rows):
        """Return the case id of each (company, customer), made where it is missing."""
        levels = {}
        for row in sorted(rows, key=lambda row: row['new_rank']):
            levels[row['company_id'], row['partner_id']] = row['new_level_id']
        companies, partners = zip(*levels, strict=True)
        args = {
            'companies': to_array(companies),
            'partners': to_array(partners),
            'levels': to_array(levels.values()),
            'team': self.policy_id.team_id.id or None,
            'uid': self.env.uid,
        }
        self.env['collection.case'].flush_model()
        self.env.execute_query(SQL(_INSERT_CASES, **args))
        found = self.env.execute_query(SQL(_FIND_CASES, **args))
        return {(company, partner): case_id for company, partner, case_id in found}

    # === TASKS === #

    def _attach_tasks(self, rows, cases):
        """Set in each row the task of its item, made where none lives, and the case.

        :return: tasks that were there before
        :rtype: mail.activity
        """
        Item = self.env['collection.item']
        for row in rows:
            row['case_id'] = cases[row['company_id'], row['partner_id']]
            row['activity_id'] = row['live_activity_id']
        by_document = self._group_by_document(row for row in rows if not row['activity_id'])
        tasks = Item._find_live_tasks(list(by_document))
        existing = {row['activity_id'] for row in rows} | {task.id for task in tasks.values()}
        missing = {doc: group for doc, group in by_document.items() if doc not in tasks}
        tasks |= Item._create_tasks(self._plan_tasks(missing), fields.Date.add(self.date, days=1))
        for document, group in by_document.items():
            for row in group:
                row['activity_id'] = tasks[document].id
        return self.env['mail.activity'].browse(existing - {None})

    def _group_by_document(self, rows):
        """Return the rows by the document (model, id) that their task hangs on."""
        by_invoice = self.policy_id.grouping == 'invoice'
        model, key = ('account.move', 'move_id') if by_invoice else ('collection.case', 'case_id')
        groups = {}
        for row in rows:
            groups.setdefault((model, row[key]), []).append(row)
        return groups

    def _plan_tasks(self, by_document):
        """Return type, level and user of each new task, from rows whose items are not written yet.

        :param dict by_document: rows by document, the oldest debt first
        """
        oldest = [rows[0] for rows in by_document.values()]
        moves = self.env['account.move'].browse([row['move_id'] for row in oldest])
        moves.fetch(['invoice_user_id'])
        cases = self.env['collection.case'].browse([row['case_id'] for row in oldest])
        documents = zip(by_document.items(), moves, cases, strict=True)
        return {
            document: self._plan_task(rows, move, case)
            for (document, rows), move, case in documents
        }

    def _plan_task(self, rows, move, case):
        policy = self.policy_id
        highest = max(rows, key=lambda row: row['new_rank'])['new_level_id']
        level = self.env['collection.level'].browse(highest) or policy.level_ids[:1]
        allocate = {row['next_step'] for row in rows} == {'allocate'}
        kind = policy.allocation_activity_type_id if allocate else level.activity_type_id
        return (
            kind,
            level,
            case._get_responsible(policy, level, move.invoice_user_id, case.company_id),
        )

    # === ITEMS === #

    def _insert_items(self, rows):
        """Write the new items, each once and complete."""
        if not rows:
            return
        values = [
            (
                row['case_id'],
                row['line_id'],
                row['move_id'],
                row['partner_id'],
                row['company_id'],
                row['currency_id'],
                row['date_due'],
                row['amount_currency'],
                row['next_step'],
                row['new_level_id'],
                row['activity_id'],
            )
            for row in rows
        ]
        columns = [to_array(column) for column in zip(*values, strict=True)]
        inserted = self.env.execute_query(SQL(_INSERT_ITEMS, self.date, self.id, *columns))
        self.opened_count += len(inserted)
        self.env['collection.item'].invalidate_model()
        if self.opened_count >= PLANNER_NOTICES_FROM > self.opened_count - len(inserted):
            # Or the next statement takes the tables for empty, and minutes instead of a second.
            self.env.execute_query(SQL("ANALYZE collection_item, collection_case, mail_activity"))

    def _update_items(self, rows):
        """Bring items that exist in line: level, step, hold, task; a closed one is open again.

        :return: items whose hold began or ended
        :rtype: collection.item
        """
        Item = self.env['collection.item']
        if not rows:
            return Item
        values = [
            (
                row['item_id'],
                'held' if row['desired_reason'] else 'open',
                row['desired_reason'],
                row['new_level_id'],
                row['item_next_step'] if row['left_out'] else row['next_step'],
                row['activity_id'],
            )
            for row in rows
        ]
        columns = [to_array(column) for column in zip(*values, strict=True)]
        self.env.execute_query(SQL(_UPDATE_ITEMS, self.env.uid, *columns))
        Item.invalidate_model()
        self.env['mail.activity'].invalidate_model(['collection_item_ids'])
        return Item.browse([
            row['item_id']
            for row in rows
            if row['item_state'] != 'closed' and row['hold_reason'] != row['desired_reason']
        ])


_CHANGED_LINES = """
SELECT line_id, move_id, company_id, partner_id, currency_id, date_due, amount_currency, left_out,
       next_step, level_rank, item_id, item_state, item_level_id, item_level_rank, item_next_step,
       hold_reason, desired_reason, live_activity_id
  FROM (%s) due
 WHERE is_changed
 ORDER BY partner_id, date_due, line_id
"""
_INSERT_CASES = """
INSERT INTO collection_case (
       company_id, partner_id, level_id, team_id, create_uid, create_date, write_uid, write_date)
SELECT wanted.*, %(team)s, %(uid)s, NOW() AT TIME ZONE 'UTC', %(uid)s, NOW() AT TIME ZONE 'UTC'
  FROM unnest(%(companies)s::int[], %(partners)s::int[], %(levels)s::int[]) AS wanted
    ON CONFLICT (partner_id, company_id) DO NOTHING
RETURNING id
"""
_FIND_CASES = """
SELECT kase.company_id, kase.partner_id, kase.id
  FROM collection_case kase
  JOIN unnest(%(companies)s::int[], %(partners)s::int[]) AS wanted (company_id, partner_id)
    ON wanted.company_id = kase.company_id AND wanted.partner_id = kase.partner_id
"""
# Without a user: the run says whose it is, and each foreign key costs a tenth of the row.
_INSERT_ITEMS = """
INSERT INTO collection_item (
       case_id, move_line_id, move_id, partner_id, company_id, currency_id, date_due, amount_opened,
       next_step, level_id, activity_id, opened_on, run_id, state, reopen_count,
       create_date, write_date)
SELECT wanted.*, %s, %s, 'open', 0, NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::int[], %s::date[],
              %s::numeric[], %s::varchar[], %s::int[], %s::int[]) AS wanted
    ON CONFLICT (move_line_id) DO NOTHING
RETURNING id
"""
_UPDATE_ITEMS = """
UPDATE collection_item item
   SET state = wanted.state, hold_reason = wanted.hold_reason, level_id = wanted.level_id,
       next_step = wanted.next_step, activity_id = wanted.activity_id,
       hold_until = CASE WHEN wanted.hold_reason = item.hold_reason THEN item.hold_until END,
       close_reason = NULL, closed_on = NULL, closed_run_id = NULL,
       reopen_count = item.reopen_count + (item.state = 'closed')::int,
       reopened_run_id = CASE WHEN item.state <> 'closed' THEN item.reopened_run_id END,
       write_uid = wanted.uid, write_date = NOW() AT TIME ZONE 'UTC'
  FROM (SELECT *, %s AS uid
          FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::int[], %s::varchar[], %s::int[])
               AS named (id, state, hold_reason, level_id, next_step, activity_id)) wanted
 WHERE item.id = wanted.id
RETURNING item.id
"""
