"""SQL about whom to call today: whose tasks are due, and what a call is worth."""

from odoo.tools import SQL

from ..collection.collection_sql import undone_matchings
from ..forecast.forecast_sql import chance_to_sql

# That of the company, which stands for customers without history, comes from Python: one number.
_HABIT = """
 LEFT JOIN collection_habit habit
        ON habit.company_id = item.company_id AND habit.partner_id = item.partner_id
"""
_DATE_USUAL = "(item.date_due + COALESCE(habit.days_late, %s))"
# What each task is worth, without what is held, by what was owed when its items were opened: that
# stands on the item itself, so that a hundred thousand journal items need not be read. Those are
# read of which something was paid in part; not by a CTE, which PostgreSQL would not read in
# parallel. Habits are looked up by one number: by two, each look-up costs half as much again.
_RANK = """
WITH worth AS MATERIALIZED (
    SELECT item.case_id, item.activity_id, BOOL_OR(item.state = 'open') AS is_chased,
           SUM(COALESCE(partly.owed, item.amount_opened)::double precision * %(rate)s * %(chance)s)
           FILTER (WHERE item.state = 'open') AS likely
      FROM collection_item item
 LEFT JOIN (SELECT DISTINCT line.id, line.amount_residual_currency AS owed
              FROM account_partial_reconcile partial
              JOIN account_move_line line ON line.id = partial.debit_move_id
             WHERE partial.full_reconcile_id IS NULL) partly ON partly.id = item.move_line_id
 LEFT JOIN (SELECT kase.id, habit.days_late
              FROM collection_case kase
              JOIN collection_habit habit ON habit.company_id = kase.company_id
               AND habit.partner_id = kase.partner_id) habit ON habit.id = item.case_id
     WHERE item.state <> 'closed' AND item.company_id = ANY(%(companies)s)
  GROUP BY 1, 2),
due AS (
    SELECT collection_case.id, MIN(task.date_deadline) AS deadline,
           (ARRAY_AGG(task.user_id ORDER BY task.user_id IS NULL, task.date_deadline, task.id))[1]
           AS user_id
      FROM %(cases)s
      JOIN worth ON worth.case_id = collection_case.id AND worth.is_chased
      JOIN mail_activity task ON task.id = worth.activity_id
     WHERE %(visible)s AND task.is_collection AND task.active AND (%(is_due)s) AND %(whose)s
  GROUP BY 1)
SELECT due.id, due.deadline, due.user_id, COUNT(*) OVER () AS case_count
  FROM due JOIN worth ON worth.case_id = due.id
 GROUP BY 1, 2, 3
 ORDER BY SUM(worth.likely) DESC, due.id
 LIMIT %(limit)s OFFSET %(offset)s
"""
_TEAM = f"""
WITH undone AS MATERIALIZED (%(undone)s),
due AS MATERIALIZED (
    SELECT collection_case.id, collection_case.company_id, task.user_id,
           CASE WHEN task.user_id IS NULL THEN %(team)s END AS team_id,
           MIN(task.date_deadline) AS deadline
      FROM %(cases)s
      JOIN collection_item item ON item.case_id = collection_case.id AND item.state = 'open'
      JOIN mail_activity task ON task.id = item.activity_id
     WHERE %(visible)s AND task.is_collection AND task.active AND (%(is_due)s)
  GROUP BY 1, 2, 3, 4),
worth AS (
    SELECT debt.case_id, SUM(debt.owed) AS amount,
           SUM(debt.owed * debt.chance) FILTER (WHERE debt.state = 'open') AS likely
      FROM (SELECT item.case_id, item.state, %(chance)s AS chance,
                   CASE WHEN line.parent_state = 'posted'
                        THEN (line.amount_residual + COALESCE(undone.amount, 0))::double precision
                        ELSE 0 END AS owed
              FROM collection_item item
              JOIN account_move_line line ON line.id = item.move_line_id
         LEFT JOIN undone ON undone.line_id = line.id
              {_HABIT}
             WHERE item.state <> 'closed' AND item.case_id IN (SELECT id FROM due)) debt
  GROUP BY 1)
SELECT due.user_id, due.team_id, due.company_id, COUNT(*) AS due,
       COUNT(*) FILTER (WHERE NOT %(is_today)s) AS late,
       SUM(worth.amount) AS amount, SUM(worth.likely) AS likely
  FROM due JOIN worth ON worth.case_id = due.id
 GROUP BY 1, 2, 3
"""


def rank_due(scope, whose, limit, offset):
    """Query of a page of the cases to call, what is worth most first.

    Columns: id, deadline (of the first task that is due), user_id (whose task is due; NULL where
    all of them are queues'); case_count of all pages.

    :param dict scope: of `read_scope`
    :param SQL whose: condition on the tasks
    :rtype: SQL
    """
    return SQL(_RANK, **scope, whose=whose, limit=limit, offset=offset)


def sum_due(env, scope):
    """Query of what is to be called: user_id, team_id (of a queue), company_id, due, late, amount
    and likely, in the company's currency.

    :param dict scope: of `read_scope`
    :rtype: SQL
    """
    return SQL(_TEAM, **scope, undone=undone_matchings(env, scope['companies']))


def read_scope(query, today, companies, rates):
    """Return what the queries above want to know.

    :param odoo.tools.Query query: of the cases that the user may see
    :param datetime.date today: of the user, for whom the chances are
    :param dict companies: facts of each selected company: today; team, in whose queue a task
        without a person is; days_late, of customers without history
    :param dict rates: of currencies into the one that all are compared in, by id
    """
    days_late = _by_key(SQL("item.company_id"), _pick(companies, 'days_late'), SQL("0"))
    days = _pick(companies, 'today')
    return {
        'cases': query.from_clause,
        'visible': query.where_clause or SQL("TRUE"),
        'companies': list(companies),
        'chance': chance_to_sql(today, SQL(_DATE_USUAL, days_late)),
        'rate': _by_key(SQL("item.currency_id"), rates, SQL("1")),
        'team': _team_of_queue(_pick(companies, 'team_id')),
        'is_due': _match(SQL("collection_case.company_id"), SQL("task.date_deadline <="), days),
        'is_today': _match(SQL("due.company_id"), SQL("due.deadline ="), days),
    }


def _pick(companies, name):
    return {company: facts[name] for company, facts in companies.items()}


def _by_key(column, values, otherwise):
    """SQL of the value that belongs to the key in a column."""
    if not values:
        return otherwise
    whens = [SQL("WHEN %s THEN %s", key, value) for key, value in values.items()]
    return SQL("CASE %s %s ELSE %s END", column, SQL(" ").join(whens), otherwise)


def _match(column, comparison, values):
    """SQL of whether something compares so with what its company says."""
    return SQL(" OR ").join(
        SQL("(%s = %s AND %s %s)", column, company, comparison, value)
        for company, value in values.items()
    )


def _team_of_queue(team_ids):
    """SQL of the team in whose queue a case's task is when it is nobody's; NULL for no team's."""
    by_company = _by_key(SQL("collection_case.company_id"), team_ids, SQL("NULL::int"))
    return SQL("COALESCE(collection_case.team_id, %s)", by_company)


def is_task_of(user_id):
    """SQL of whether a task is a person's; None: nobody's."""
    return SQL("task.user_id = %s", user_id) if user_id else SQL("task.user_id IS NULL")


def is_task_in_queue(team, team_id):
    """SQL of whether a task is nobody's and lies in the queue of one team; None: of no team.

    :param SQL team: of the queue
    """
    return SQL("(task.user_id IS NULL AND %s IS NOT DISTINCT FROM %s::int)", team, team_id)


def is_task_for(user_id, team, own_team_ids):
    """SQL of whether a task is a person's, or lies where this person takes what is free.

    What nobody and no team is responsible for is everybody's.

    :param SQL team: of the queue
    :param list own_team_ids: teams whose queue the person works
    """
    return SQL(
        "(task.user_id = %(user)s"
        " OR (task.user_id IS NULL AND (%(team)s IS NULL OR %(team)s = ANY(%(own)s))))",
        user=user_id,
        team=team,
        own=own_team_ids,
    )
