"""The one look at all debts: which are due and not settled, and what a run has to do with each.

Its cost must follow the open debts, never the paid invoices: it starts from core's index of
unsettled lines, and finds exceptions (undone payments, blocked and disputed invoices) by partial
indexes of their own. Whatever a run does not need is not asked.
"""

from odoo.tools import SQL

from .collection_item import HAND_REASONS
from .collection_sql import (
    BLOCKED_STATES,
    EXEMPT,
    ON_KEPT_PLAN,
    PROMISED,
    SPARED,
    UNDONE_PAYMENT_STATES,
    UNSETTLED,
    VOID,
    to_array,
    undone_matchings,
)
from .collection_undated import find_undated


def read_scope(run):
    """Return what a look of a run is about, as arguments of its SQL, read once for all queries.

    companies and accounts (ids); undone (SQL of matchings that do not count, by line);
    undone_states and blocked_states; date; cutoff (latest due date that has passed); levels (id,
    days, latest due date and minimum amount, lowest first); kept_plans (ids of payment plans);
    promises (ids of those whose day is not over).

    :param run: `collection.run`; all due by the end of its day is in
    :rtype: dict
    """
    policy = run.policy_id
    return {
        'companies': run.covered_company_ids.ids,
        'accounts': get_receivable_account_ids(run.env),
        'undone': undone_matchings(run.env, run.covered_company_ids.ids),
        'undone_states': UNDONE_PAYMENT_STATES,
        'blocked_states': BLOCKED_STATES,
        'date': run.date,
        'hand_reasons': list(HAND_REASONS),
        'cutoff': policy._get_cutoff_date(run.date),
        'kept_plans': run.env['payment.plan']._find_on_time(run.covered_company_ids, run.date).ids,
        'promises': run.env['collection.promise']._find_awaited(run.covered_company_ids).ids,
        'levels': policy._get_level_cutoffs(run.date),
    }


def due_lines(run, scope, partner_ids=None):
    """Query of every receivable line that is due and not settled, and what is to be done with it.

    Columns about the debt: line_id, move_id, company_id, partner_id (commercial), currency_id,
    date_due, amount (company currency), amount_currency, left_out (why it is not chased, or NULL),
    next_step, level_rank (position of the level it has reached, or NULL).
    About its item, NULL where there is none: item_id, item_state, item_level_id, item_level_rank,
    item_next_step, hold_reason, hold_until, desired_reason (why it has to be held, or NULL),
    desired_until (the day on which that ends, if known), live_activity_id,
    is_sound (whether it lives and agrees with its line).
    And is_changed: whether the run has anything to do.

    :param run: `collection.run`
    :param dict scope: of :func:`read_scope`
    :param list partner_ids: commercial partners, with None the debts of nobody; None for all
    :rtype: SQL
    """
    policy = run.policy_id
    # Others are left out at once, but where a minimum amount is compared with whole entries, which
    # several customers may owe: then only at the end.
    by_entry = policy.grouping == 'invoice' and any(policy.level_ids.mapped('minimum_amount'))
    lines_of_partners = SQL("TRUE") if by_entry else _are_of_partners(partner_ids)
    credits = run.env.execute_query(SQL(_CREDITS, **scope, partners=lines_of_partners))
    return SQL(
        _DUE_LINES,
        **scope,
        **_list_undated(run, scope, lines_of_partners),
        **_rank_levels(scope['levels'], policy),
        **_allocate(credits),
        partners=lines_of_partners,
        asked=_is_among(SQL.identifier('partner_id'), partner_ids),
        go_live=policy.go_live_date or None,
    )


def get_receivable_account_ids(env):
    """Return the ids of all receivable accounts, those that are not used any more too."""
    # A manager of collection need not read accounts; only ids are used.
    accounts = env['account.account'].sudo().with_context(active_test=False)
    return accounts.search([('account_type', '=', 'asset_receivable')]).ids


def _are_of_partners(partner_ids):
    """Condition on journal items, alias aml, that they are of these commercial partners."""
    if partner_ids is None:
        return SQL("TRUE")
    customers = _is_among(SQL.identifier('commercial_partner_id'), partner_ids)
    nobody = SQL(" OR aml.partner_id IS NULL") if None in partner_ids else SQL()
    return SQL("(aml.partner_id IN (SELECT id FROM res_partner WHERE %s)%s)", customers, nobody)


def _is_among(column, partner_ids):
    """Condition that a column is one of these ids, with None NULL too; for None always true."""
    if partner_ids is None:
        return SQL("TRUE")
    ids = [partner_id for partner_id in partner_ids if partner_id]
    nobody = SQL(" OR %s IS NULL", column) if None in partner_ids else SQL()
    return SQL("(%s = ANY(%s)%s)", column, to_array(ids), nobody)


def _list_undated(run, scope, partners):
    """Return as two columns when debts without a due date fall due."""
    dates = find_undated(run.env(su=True), scope, partners)
    return {'undated_ids': to_array(dates), 'undated_dates': to_array(dates.values())}


def _rank_levels(levels, policy):
    """Return SQL of the highest level that a due line reaches, and of the level its item has.

    :param list levels: tuples of id, days, latest due date and minimum amount, lowest first
    """
    ranked = list(enumerate(levels, start=1))
    whens = [
        SQL("WHEN due.date_due <= %s AND %s THEN %s", cutoff, _reaches(minimum), rank)
        for rank, (_id, _days, cutoff, minimum) in reversed(ranked)
    ]
    had = [SQL("WHEN %s THEN %s", level[0], rank) for rank, level in ranked]
    needs_sum = any(minimum for _id, _days, _cutoff, minimum in levels)
    return {
        'level_rank': SQL("CASE WHEN due.left_out IS NULL THEN CASE %s END END", _join(whens)),
        'item_level_rank': SQL("CASE item.level_id %s END", _join(had)),
        'group_amount': _sum_of_task(policy) if needs_sum else SQL("due.amount"),
    }


def _reaches(minimum):
    return SQL("due.group_amount >= %s", minimum) if minimum else SQL("TRUE")


def _join(whens):
    return SQL(" ").join(whens or [SQL("WHEN NULL THEN 0")])


def _sum_of_task(policy):
    """SQL of what is chased by the task of a line: minimum amounts are compared with it."""
    return SQL(
        "SUM(due.amount) FILTER (WHERE due.left_out IS NULL)"
        " OVER (PARTITION BY due.company_id, due.%s)",
        SQL.identifier('move_id' if policy.grouping == 'invoice' else 'partner_id'),
    )


def _allocate(credits):
    """Return SQL of the next step: what a customer's credit covers, oldest first, is allocated.

    :param list credits: tuples of partner, company and amount
    """
    if not credits:
        return {'covered': SQL("SELECT NULL::int AS line_id WHERE FALSE")}
    partners, company_ids, amounts = zip(*credits, strict=True)
    return {'covered': SQL(_COVERED, list(partners), list(company_ids), list(amounts))}


_CREDITS = f"""
SELECT partner.commercial_partner_id, aml.company_id, SUM(-aml.amount_residual)
  FROM account_move_line aml
  JOIN res_partner partner ON partner.id = aml.partner_id
 WHERE {UNSETTLED} AND aml.amount_residual < 0
   AND %(partners)s
   AND NOT EXISTS (SELECT 1 FROM account_payment payment
                    WHERE payment.move_id = aml.move_id AND payment.state IN %(undone_states)s)
 GROUP BY partner.commercial_partner_id, aml.company_id
"""
# Lines that the credit of their customer covers together with all older ones.
_COVERED = """
SELECT line_id
  FROM (SELECT due.line_id, credit.amount AS credit,
               SUM(due.amount) OVER (PARTITION BY due.company_id, due.partner_id
                                     ORDER BY due.date_due, due.line_id) AS owed_so_far
          FROM due
          JOIN unnest(%s::int[], %s::int[], %s::numeric[])
               AS credit (partner_id, company_id, amount)
            ON credit.partner_id = due.partner_id AND credit.company_id = due.company_id
         WHERE due.left_out IS NULL) chased
 WHERE credit >= owed_so_far
"""
_DUE_LINES = f"""
WITH undone AS MATERIALIZED (%(undone)s),
void AS MATERIALIZED ({VOID}),
exempt AS MATERIALIZED ({EXEMPT}),
planned_debt AS MATERIALIZED ({ON_KEPT_PLAN}),
promised AS MATERIALIZED ({PROMISED}),
spared AS MATERIALIZED ({SPARED}),
-- Debts that are not settled, and those that only an undone payment seems to have settled.
unsettled AS (
    SELECT aml.* FROM account_move_line aml
     WHERE {UNSETTLED} AND aml.balance > 0
       AND (aml.date_maturity <= %(cutoff)s OR aml.date_maturity IS NULL)
       AND %(partners)s
 UNION ALL
    SELECT aml.* FROM undone
      JOIN account_move_line aml ON aml.id = undone.line_id
     WHERE aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
       AND aml.reconciled AND aml.parent_state = 'posted' AND aml.balance > 0
       AND %(partners)s
),
-- What is owed for each of them.
line AS (
    SELECT unsettled.*,
           unsettled.amount_residual_currency + COALESCE(undone.amount_currency, 0) AS owed,
           unsettled.amount_residual + COALESCE(undone.amount, 0) AS owed_in_company_currency
      FROM unsettled
 LEFT JOIN undone ON undone.line_id = unsettled.id
     WHERE NOT EXISTS (SELECT 1 FROM void WHERE void.move_id = unsettled.move_id)
),
-- Those that are due, with their items, and why they are left out if they are.
due AS (
    SELECT line.id AS line_id, line.move_id, line.company_id, line.currency_id,
           partner.commercial_partner_id AS partner_id,
           COALESCE(line.date_maturity, item.date_due, undated.date_due, line.date) AS date_due,
           line.owed AS amount_currency, line.owed_in_company_currency AS amount,
           item.id AS item_id, item.state AS item_state, item.hold_reason, item.hold_until,
           item.level_id AS item_level_id, item.next_step AS item_next_step, item.activity_id,
           %(item_level_rank)s AS item_level_rank,
           item.state <> 'closed' AND item.currency_id = line.currency_id
           AND item.date_due = COALESCE(line.date_maturity, item.date_due)
           AND item.partner_id = partner.commercial_partner_id AS is_sound,
           CASE WHEN partner.id IS NULL THEN 'no_partner'
                WHEN item.close_reason = 'written_off' THEN 'written_off'
                WHEN line.no_followup THEN 'no_followup'
                WHEN exempt.reason IS NOT NULL THEN exempt.reason
                WHEN line.id IN (SELECT line_id FROM planned_debt) THEN 'plan'
                WHEN COALESCE(line.date_maturity, undated.date_due, line.date) < %(go_live)s::date
                     AND (item.id IS NULL OR item.state = 'closed') THEN 'before_go_live'
           END AS left_out
      FROM line
      JOIN res_currency currency ON currency.id = line.currency_id
 LEFT JOIN exempt ON exempt.move_id = line.move_id
 LEFT JOIN res_partner partner ON partner.id = line.partner_id
 LEFT JOIN unnest(%(undated_ids)s::int[], %(undated_dates)s::date[])
           AS undated (line_id, date_due) ON undated.line_id = line.id
 LEFT JOIN collection_item item ON item.move_line_id = line.id
     WHERE COALESCE(line.date_maturity, item.date_due, undated.date_due, line.date) <= %(cutoff)s
       AND line.owed >= currency.rounding / 2
),
covered AS (%(covered)s),
-- What has to be: level, next step, hold.
planned AS (
    SELECT due.*, %(level_rank)s AS level_rank,
           CASE WHEN covered.line_id IS NULL THEN 'collect' ELSE 'allocate' END AS next_step,
           CASE WHEN by_hand THEN hold_reason
                WHEN promised.date IS NOT NULL THEN 'promise'
                WHEN spared.date IS NOT NULL THEN 'no_chase'
                WHEN left_out IN ('no_followup', 'blocked', 'disputed', 'plan') THEN left_out
           END AS desired_reason,
           CASE WHEN by_hand THEN hold_until ELSE COALESCE(promised.date, spared.date)
            END AS desired_until
      FROM (SELECT due.*, %(group_amount)s AS group_amount,
                   item_state = 'held' AND hold_reason = ANY(%(hand_reasons)s)
                   AND hold_until > %(date)s AS by_hand
              FROM due) due
 LEFT JOIN promised ON promised.line_id = due.line_id
 LEFT JOIN spared ON spared.partner_id = due.partner_id AND spared.company_id = due.company_id
 LEFT JOIN covered ON covered.line_id = due.line_id
)
SELECT planned.line_id, move_id, company_id, partner_id, currency_id, planned.date_due, amount,
       amount_currency, left_out, planned.next_step, level_rank, item_id, item_state, item_level_id,
       item_level_rank, item_next_step, hold_reason, hold_until, desired_reason, desired_until,
       is_sound, task.id AS live_activity_id,
       CASE WHEN item_state IS NULL OR item_state = 'closed'
            THEN left_out IS NULL AND level_rank IS NOT NULL
            ELSE hold_reason IS DISTINCT FROM desired_reason
                 OR hold_until IS DISTINCT FROM desired_until
                 OR (left_out IS NULL AND item_next_step <> next_step)
                 OR level_rank > COALESCE(item_level_rank, 0)
                 OR task.id IS NULL
       END AS is_changed
  FROM planned
  LEFT JOIN mail_activity task ON task.id = planned.activity_id AND task.active
 WHERE %(asked)s
"""
# Due lines by what becomes of them. Arguments: due_lines, first_cutoff (of the first level).
COUNT_BY_OUTCOME = """
SELECT outcome, COUNT(*) AS count, COALESCE(SUM(amount), 0) AS amount,
       COUNT(*) FILTER (WHERE is_sound) AS sound_count,
       ARRAY_AGG(partner_id) FILTER (WHERE is_changed) AS partner_ids
  FROM (SELECT due.*, COALESCE(left_out,
                   CASE WHEN item_state IN ('open', 'held') THEN item_state
                        WHEN level_rank IS NOT NULL THEN 'new'
                        WHEN date_due <= %(first_cutoff)s THEN 'below_minimum'
                        ELSE 'grace' END) AS outcome
          FROM (%(due_lines)s) due) named
 GROUP BY outcome
"""
