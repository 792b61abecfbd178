"""Which debts a letter may tell, and which are told: by the one look at all debts.

Debts that are due are told at the level of their item; those that fall due soon at a level before
the due date. Whatever a run leaves out or holds is not told.
"""

from datetime import timedelta
from types import SimpleNamespace

from odoo.tools import SQL

from ..collection.collection_due_lines import due_lines, read_scope


def look_now(company):
    """Return what a look at the debts of one company needs to know of a run, as of today.

    :param company: `res.company`, with rights to read all that is looked at
    """
    return SimpleNamespace(
        env=company.env,
        policy_id=company.env['collection.policy']._get_for_company(company),
        covered_company_ids=company,
        date=company._get_collection_today() - timedelta(days=1),
    )


def letter_debts(run, partner_ids=None):
    """Query of the debts of customers, due or due soon, and what a letter may say of each.

    Columns: line_id, move_id, company_id, partner_id, currency_id, date_due, amount (company
    currency), amount_currency, is_due, next_step, level_id, reopen_count, live_activity_id, and
    why_not (as of `collection.letter.line.drop_reason`, NULL where it is to be told).

    :param run: `collection.run`, or a :func:`look_now`
    :param list partner_ids: commercial partners; None for all
    :rtype: SQL
    """
    scope = read_scope(run)
    due_cutoff, levels = scope['cutoff'], _get_cutoffs(run)
    latest = max((cutoff for _id, _days, cutoff, _minimum in levels), default=due_cutoff)
    scope.update(levels=levels, cutoff=max(due_cutoff, latest))
    return SQL(
        _LETTER_DEBTS,
        due_lines=due_lines(run, scope, partner_ids),
        cutoff=due_cutoff,
        levels=[level_id for level_id, *_ in levels],
    )


def _get_cutoffs(run):
    """Return the cutoffs of all levels, those before the due date too."""
    return run.policy_id._get_level_cutoffs(run.date, run.policy_id.level_ids)


_LETTER_DEBTS = """
SELECT due.line_id, due.move_id, due.company_id, due.partner_id, due.currency_id, due.date_due,
       due.amount, due.amount_currency, due.date_due <= %(cutoff)s AS is_due, due.next_step,
       due.live_activity_id,
       COALESCE(item.reopen_count, 0) AS reopen_count,
       CASE WHEN due.item_state IN ('open', 'held') THEN due.item_level_id
            ELSE (%(levels)s::int[])[due.level_rank] END AS level_id,
       CASE WHEN left_out IS NOT NULL OR desired_reason IS NOT NULL OR due.item_state = 'held'
            THEN 'held'
            WHEN due.next_step = 'allocate' THEN 'covered'
            WHEN due.item_state = 'open' THEN NULL
            WHEN due.date_due > %(cutoff)s AND level_rank IS NOT NULL THEN NULL
            ELSE 'changed' END AS why_not
  FROM (%(due_lines)s) due
  LEFT JOIN collection_item item ON item.id = due.item_id
"""

FORGET_DEBTS = "DROP TABLE IF EXISTS pg_temp.collection_letter_debt"
# Who has something new to be told that is due is told what is due, others what falls due soon.
# Arguments: debts, writing (ids of the levels that write).
NOTE_DEBTS = """
CREATE TEMPORARY TABLE collection_letter_debt ON COMMIT DROP AS
WITH noted AS (
    SELECT debt.*, debt.level_id = ANY(%(writing)s) AND NOT EXISTS (
               SELECT 1 FROM collection_letter_line told
                WHERE told.move_line_id = debt.line_id AND told.level_id = debt.level_id
                  AND told.reopen_count = debt.reopen_count
                  AND told.is_new AND (told.is_told OR told.drop_reason IS NULL)) AS is_new
      FROM (%(debts)s) debt
     WHERE why_not IS NULL AND partner_id IS NOT NULL
)
SELECT *
  FROM (SELECT noted.*,
               BOOL_OR(is_new AND is_due) OVER (PARTITION BY company_id, partner_id) AS tells_due
          FROM noted) judged
 WHERE is_due = tells_due
"""
COUNT_DEBTS = "ANALYZE collection_letter_debt"
# What was prepared and nobody has sent is prepared again: by what is owed today.
FORGET_DRAFTS = """
DELETE FROM collection_letter
 WHERE company_id = ANY(%s) AND (state = 'draft' OR (state = 'waiting' AND print_state = 'waiting'))
"""
# Before the due date a customer may have no case yet. Argument: team.
INSERT_CASES = """
INSERT INTO collection_case (company_id, partner_id, team_id, create_date, write_date)
SELECT DISTINCT company_id, partner_id, %s::int,
       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM collection_letter_debt
 WHERE is_new
    ON CONFLICT (partner_id, company_id) DO NOTHING
"""
# Arguments: run, date, writing, is_writing, gap, fallback (user).
INSERT_LETTERS = """
INSERT INTO collection_letter (
       case_id, company_id, run_id, date, level_id, user_id, state, tries, create_date, write_date)
SELECT kase.id, kase.company_id, %(run)s, %(date)s,
       (ARRAY_AGG(level.id ORDER BY level.days DESC)
            FILTER (WHERE level.id = ANY(%(writing)s)))[1],
       COALESCE((ARRAY_AGG(task.user_id ORDER BY debt.date_due, debt.line_id)
                     FILTER (WHERE task.user_id IS NOT NULL))[1],
                kase.user_id,
                (ARRAY_AGG(move.invoice_user_id ORDER BY debt.date_due, debt.line_id))[1],
                %(fallback)s::int),
       CASE WHEN %(is_writing)s AND kase.letter_mode IS NULL THEN 'waiting' ELSE 'draft' END,
       0, NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM collection_letter_debt debt
  JOIN collection_case kase
    ON kase.partner_id = debt.partner_id AND kase.company_id = debt.company_id
  JOIN account_move move ON move.id = debt.move_id
  JOIN collection_level level ON level.id = debt.level_id
  LEFT JOIN mail_activity task ON task.id = debt.live_activity_id
 WHERE kase.letter_mode IS DISTINCT FROM 'never'
   AND (kase.next_letter_date IS NULL OR kase.next_letter_date <= %(date)s)
   AND NOT EXISTS (SELECT 1 FROM collection_letter earlier
                    WHERE earlier.case_id = kase.id AND earlier.state IN ('sent', 'waiting')
                      AND earlier.date > %(date)s::date - %(gap)s)
 GROUP BY kase.id
HAVING BOOL_OR(debt.is_new)
 ORDER BY kase.id
    ON CONFLICT DO NOTHING
RETURNING id
"""
# Argument: ids of the letters.
INSERT_LINES = """
INSERT INTO collection_letter_line (
       letter_id, move_line_id, move_id, level_id, reopen_count, is_new, date_due, currency_id,
       amount, amount_company, create_date, write_date)
SELECT letter.id, debt.line_id, debt.move_id, debt.level_id, debt.reopen_count, debt.is_new,
       debt.date_due, debt.currency_id, debt.amount_currency, debt.amount,
       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM collection_letter letter
  JOIN collection_case kase ON kase.id = letter.case_id
  JOIN collection_letter_debt debt
    ON kase.partner_id = debt.partner_id AND kase.company_id = debt.company_id
 WHERE letter.id = ANY(%s)
 ORDER BY letter.id, debt.date_due, debt.line_id
    ON CONFLICT DO NOTHING
"""
# Whoever changes what is owed, or holds it, waits until the letters are gone; and we wait for who
# is at it, and are begun again when it is done. In the order in which payments lock.
LOCKS = (
    "SELECT 1 FROM account_move_line WHERE id = ANY(%(lines)s) ORDER BY id FOR SHARE",
    "SELECT 1 FROM account_move WHERE id = ANY(%(moves)s) ORDER BY id FOR SHARE",
    "SELECT 1 FROM collection_item WHERE move_line_id = ANY(%(lines)s) ORDER BY id FOR SHARE",
    "SELECT 1 FROM collection_case WHERE id = ANY(%(cases)s) ORDER BY id FOR SHARE",
)
