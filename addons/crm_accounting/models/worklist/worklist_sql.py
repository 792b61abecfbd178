"""SQL about whom to call today: whose tasks are due, and what a call is worth."""

from odoo.tools import SQL

from ..collection.collection_sql import to_array, undone_matchings
from ..forecast.forecast_sql import chance_to_sql

# Cases of which a task is due and has an item that is not held, by the person or, where there is
# none, by the team of whose queue the task is. Alias scope: what each company says.
_DUE = """
SELECT kase.id AS case_id, task.user_id,
       CASE WHEN task.user_id IS NULL THEN COALESCE(kase.team_id, scope.team_id) END AS team_id,
       MIN(task.date_deadline) AS deadline,
       MIN(kase.partner_id) AS partner_id, MIN(kase.company_id) AS company_id,
       MIN(scope.today) AS today
  FROM mail_activity task
  JOIN collection_item item ON item.activity_id = task.id AND item.state = 'open'
  JOIN collection_case kase ON kase.id = item.case_id
  JOIN unnest(%(companies)s::int[], %(days)s::date[], %(teams)s::int[])
       AS scope (company_id, today, team_id) ON scope.company_id = kase.company_id
 WHERE task.is_collection AND task.active AND task.date_deadline <= scope.today
   AND kase.id IN (%(visible)s) AND %(whose)s
 GROUP BY 1, 2, 3
"""
_WORTH = f"""
WITH undone AS MATERIALIZED (%(undone)s),
due AS MATERIALIZED ({_DUE}),
asked AS MATERIALIZED (
    SELECT due.case_id, due.partner_id, due.company_id, due.today, MIN(due.deadline) AS deadline,
           COALESCE(MIN(habit.days_late), MIN(general.days_late), 0) AS days_late
      FROM due
 LEFT JOIN collection_habit habit
        ON habit.company_id = due.company_id AND habit.partner_id = due.partner_id
 LEFT JOIN collection_habit general
        ON general.company_id = due.company_id AND general.partner_id IS NULL
  GROUP BY 1, 2, 3, 4),
worth AS (
    SELECT debt.case_id, SUM(debt.owed) AS amount, COUNT(*) AS item_count,
           SUM(debt.owed * %(chance)s) AS likely, MIN(debt.date_due) AS oldest
      FROM (SELECT asked.case_id, asked.today, asked.days_late, item.date_due,
                   CASE WHEN line.parent_state = 'posted'
                        THEN line.amount_residual + COALESCE(undone.amount, 0) ELSE 0 END
                   ::double precision AS owed
              FROM asked
              JOIN collection_item item ON item.case_id = asked.case_id AND item.state <> 'closed'
              JOIN account_move_line line ON line.id = item.move_line_id
         LEFT JOIN undone ON undone.line_id = line.id) debt
  GROUP BY debt.case_id)
"""
_PAGE = f"""
{_WORTH}
SELECT worth.*, asked.deadline, asked.today - worth.oldest AS days_overdue,
       COUNT(*) OVER () AS case_count
  FROM worth JOIN asked ON asked.case_id = worth.case_id
 ORDER BY worth.likely DESC, worth.case_id
 LIMIT %(limit)s OFFSET %(offset)s
"""
_TEAM = f"""
{_WORTH}
SELECT due.user_id, due.team_id, due.company_id, COUNT(*) AS due,
       COUNT(*) FILTER (WHERE due.deadline < due.today) AS late,
       SUM(worth.amount) AS amount, SUM(worth.likely) AS likely
  FROM due JOIN worth ON worth.case_id = due.case_id
 GROUP BY 1, 2, 3
"""


def due_page(scope, whose, limit, offset):
    """Query of a page of the cases to call, what is worth most first.

    Columns: case_id, amount (all that is overdue, company currency), likely (times the chance that
    it is paid soon), item_count, oldest, days_overdue, deadline; case_count of all pages.

    :param dict scope: of `read_scope`
    :param SQL whose: condition on the tasks
    :rtype: SQL
    """
    return SQL(_PAGE, **scope, whose=whose, limit=limit, offset=offset)


def due_by_person(scope):
    """Query of how many cases are to be called, by user_id, team_id (of a queue) and company_id.

    :param dict scope: of `read_scope`
    :rtype: SQL
    """
    return SQL(_TEAM, **scope, whose=SQL("TRUE"))


def read_scope(env, visible, teams):
    """Return what the queries above want to know.

    :param SQL visible: query of the ids of cases
    :param dict teams: whose queue a task without a person and a team of its case is in, by company
    """
    companies = list(teams)
    return {
        'visible': visible,
        'companies': companies_to_array(companies),
        'days': to_array(company._get_collection_today() for company in companies),
        'teams': to_array(team.id or None for team in teams.values()),
        'undone': undone_matchings(env, [company.id for company in companies]),
        'chance': chance_to_sql(SQL("debt.today"), SQL("(debt.date_due + debt.days_late)")),
    }


def companies_to_array(companies):
    return to_array(company.id for company in companies)


def is_task_of(user_id):
    """SQL of whether a task is a person's; None: nobody's."""
    return SQL("task.user_id = %s", user_id) if user_id else SQL("task.user_id IS NULL")


def is_task_for(user_id, team_ids):
    """SQL of whether a task is a person's, or lies where this person takes what is free.

    What nobody and no team is responsible for is everybody's.

    :param list team_ids: teams whose queue the person works
    """
    return SQL(
        "(task.user_id = %s OR (task.user_id IS NULL AND ("
        " COALESCE(kase.team_id, scope.team_id) IS NULL"
        " OR COALESCE(kase.team_id, scope.team_id) = ANY(%s))))",
        user_id,
        team_ids,
    )
