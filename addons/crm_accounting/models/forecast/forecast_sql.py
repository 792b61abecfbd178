"""SQL about when what is owed will come: by agreement, else by the habit of the customer."""

from datetime import date

from odoo.tools import SQL

from ..collection.collection_sql import (
    UNDONE_PAYMENT_STATES,
    UNSETTLED,
    VOID,
    owed_on_line,
    to_array,
    undone_matchings,
)
from ..collection.collection_undated import find_undated

# A debt that is still open after its usual day is expected so many days from today. Of the real
# invoices of `scripts/replay ibm_ar` half of those came within five days, whether the usual day was
# one day ago or three weeks.
DAYS_WHEN_LATE = 5
# Days after the usual day at which the chance that a debt is paid soon has fallen to one half.
HALF_CHANCE_DAYS = 30

_JOIN_HABITS = """
  LEFT JOIN collection_habit habit
    ON habit.company_id = %(company)s AND habit.partner_id = %(partner)s
  LEFT JOIN collection_habit general
    ON general.company_id = %(company)s AND general.partner_id IS NULL
"""
_DAYS_LATE = "COALESCE(habit.days_late, general.days_late, 0)"


def days_late_to_sql(alias):
    """SQL of the days that the customer of a row is late: its own habit, else the company's.

    :param str alias: of a row with company_id and partner_id (commercial)
    :rtype: SQL
    """
    return SQL(
        """COALESCE(
               (SELECT days_late FROM collection_habit habit
                 WHERE habit.company_id = %(company)s AND habit.partner_id = %(partner)s),
               (SELECT days_late FROM collection_habit general
                 WHERE general.company_id = %(company)s AND general.partner_id IS NULL),
               0)""",
        company=SQL.identifier(alias, 'company_id'),
        partner=SQL.identifier(alias, 'partner_id'),
    )


def chance_to_sql(today, date_usual):
    """SQL of the chance that a debt is paid soon: 1 until its usual day, falling from then on.

    `30 / (30 + days since the usual day)`: a half after a month, a quarter after three. It ranks
    debts, and is no probability.

    :param datetime.date today:
    :param SQL date_usual: the due date and the days that the customer usually is late
    :rtype: SQL
    """
    return SQL(
        "(%(half)s::double precision / (%(half)s + GREATEST(%(today)s::date - %(usual)s, 0)))",
        half=HALF_CHANCE_DAYS,
        today=today,
        usual=date_usual,
    )


def open_debts(env, companies, today, accounts):
    """Query of what customers owe and when it is expected; a debt in a plan that is kept has one
    row for each instalment that it is paid by.

    Columns: id, line_id, move_id, partner_id (commercial), company_id, item_id, case_id, level_id,
    activity_id, date_due, date_usual, date_expected, basis, days_late, amount (company currency),
    chance.

    :param list companies: ids
    :param list accounts: ids of the receivable accounts
    :rtype: SQL
    """
    scope = {
        'companies': companies,
        'accounts': accounts,
        'undone': undone_matchings(env, companies),
    }
    undated = find_undated(env(su=True), {**scope, 'cutoff': date.max}, SQL("TRUE"))
    return SQL(
        _OPEN_DEBTS,
        **scope,
        undated_ids=to_array(undated),
        undated_dates=to_array(undated.values()),
        undone_states=UNDONE_PAYMENT_STATES,
        owed=owed_on_line(env, 'amount_residual_currency'),
        today=today,
        days_when_late=DAYS_WHEN_LATE,
        chance=chance_to_sql(today, SQL("expected.date_usual")),
        habits=SQL(_JOIN_HABITS, company=SQL("line.company_id"), partner=SQL("line.customer_id")),
    )


# Instalments of running plans and the debts they are about, laid beside each other as two rulers:
# what is paid has filled the first instalments, what is owed fills those that follow, oldest first.
# Money of the time before may be undone, so that more is owed than was agreed: the first takes it.
_PLAN_PARTS = """
SELECT owed.line_id, agreed.number, agreed.date, part.amount / owed.amount AS share
  FROM (SELECT line.plan_id, line.date, ROW_NUMBER() OVER plan AS number,
               SUM(line.amount) OVER plan - line.amount AS begins,
               SUM(line.amount) OVER plan AS ends
          FROM payment_plan_line line
          JOIN payment_plan running ON running.id = line.plan_id AND running.state = 'running'
        WINDOW plan AS (PARTITION BY line.plan_id ORDER BY line.date, line.id)) agreed
  JOIN (SELECT plan_id, line_id, amount,
               SUM(agreed - amount) OVER (PARTITION BY plan_id)
               + SUM(amount) OVER (PARTITION BY plan_id ORDER BY date_maturity, line_id)
               - amount AS begins
          FROM (SELECT planned.plan_id, planned.move_line_id AS line_id, debt.date_maturity,
                       planned.amount AS agreed, %(owed)s AS amount
                  FROM payment_plan_debt planned
                  JOIN payment_plan running
                    ON running.id = planned.plan_id AND running.state = 'running'
                  JOIN account_move_line debt ON debt.id = planned.move_line_id
                 WHERE debt.parent_state = 'posted') planned) owed
    ON owed.plan_id = agreed.plan_id AND owed.amount > 0
 CROSS JOIN LATERAL (
       SELECT LEAST(agreed.ends, owed.begins + owed.amount)
              - CASE WHEN agreed.number = 1 THEN owed.begins
                     ELSE GREATEST(agreed.begins, owed.begins) END AS amount) part
 WHERE part.amount > 0
"""
_OPEN_DEBTS = f"""
WITH undone AS MATERIALIZED (%(undone)s),
void AS MATERIALIZED ({VOID}),
part AS MATERIALIZED ({_PLAN_PARTS})
SELECT expected.*, %(chance)s AS chance
  FROM (SELECT line.id::bigint * 128 + COALESCE(part.number, 0) AS id, line.id AS line_id,
               line.move_id, line.customer_id AS partner_id, line.company_id,
               item.id AS item_id, item.case_id, item.level_id, item.activity_id,
               due.date AS date_due, {_DAYS_LATE} AS days_late,
               due.date + {_DAYS_LATE} AS date_usual,
               CASE WHEN part.number IS NOT NULL THEN GREATEST(part.date, %(today)s)
                    WHEN item.hold_reason = 'promise' THEN GREATEST(item.hold_until, %(today)s)
                    WHEN due.date + {_DAYS_LATE} >= %(today)s THEN due.date + {_DAYS_LATE}
                    ELSE %(today)s::date + %(days_when_late)s END AS date_expected,
               CASE WHEN part.number IS NOT NULL THEN 'plan'
                    WHEN item.hold_reason = 'promise' THEN 'promise'
                    WHEN due.date + {_DAYS_LATE} < %(today)s THEN 'late'
                    WHEN habit.id IS NOT NULL THEN 'customer'
                    ELSE 'company' END AS basis,
               line.owed * COALESCE(part.share, 1) AS amount
          FROM (SELECT aml.id, aml.move_id, aml.company_id, aml.date_maturity, aml.date,
                       COALESCE(contact.commercial_partner_id, aml.partner_id) AS customer_id,
                       aml.amount_residual + COALESCE(undone.amount, 0) AS owed
                  FROM (SELECT aml.* FROM account_move_line aml WHERE {UNSETTLED}
                     UNION ALL
                        SELECT aml.* FROM undone
                          JOIN account_move_line aml ON aml.id = undone.line_id
                         WHERE aml.company_id = ANY(%(companies)s) AND aml.reconciled
                           AND aml.account_id = ANY(%(accounts)s) AND aml.parent_state = 'posted'
                       ) aml
             LEFT JOIN undone ON undone.line_id = aml.id
             LEFT JOIN res_partner contact ON contact.id = aml.partner_id
                 WHERE aml.balance > 0
                   AND NOT EXISTS (SELECT FROM void WHERE void.move_id = aml.move_id)) line
     LEFT JOIN collection_item item ON item.move_line_id = line.id AND item.state <> 'closed'
     LEFT JOIN part ON part.line_id = line.id
    LEFT JOIN unnest(%(undated_ids)s::int[], %(undated_dates)s::date[])
               AS undated (line_id, date_due) ON undated.line_id = line.id
    CROSS JOIN LATERAL (
               SELECT COALESCE(
                   line.date_maturity,
                   (SELECT known.date_due FROM collection_item known
                     WHERE known.move_line_id = line.id),
                   undated.date_due, line.date) AS date) due
            %(habits)s
         WHERE line.owed > 0) expected
"""
