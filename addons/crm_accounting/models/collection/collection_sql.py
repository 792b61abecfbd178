"""SQL about debts that runs, synchronisation and lists share."""

from odoo.tools import SQL

# A matching does not count when its counterpart is no longer posted or the payment did not arrive:
# core keeps it then, with a residual of zero (odoo/addons/account/models/account_move.py,
# `button_draft`; account_payment.py, `action_reject`). Aliases: move, payment.
UNDONE_PAYMENT_STATES = ('draft', 'canceled', 'rejected')
UNDONE_COUNTERPART = SQL("(move.state <> 'posted' OR payment.state IN %s)", UNDONE_PAYMENT_STATES)


def undone_matchings(company_ids):
    """Query of what undone payments and credit notes seem to have paid, by debit line.

    It starts from the few undone entries, so that its cost does not follow the paid invoices.

    :param list company_ids: companies of the undone entries
    :return: rows of line_id and amount_currency, in the currency of the line
    :rtype: SQL
    """
    return SQL(
        """
        SELECT partial.debit_move_id AS line_id,
               SUM(partial.debit_amount_currency) AS amount_currency
          FROM account_partial_reconcile partial
         WHERE partial.credit_move_id IN (
                SELECT aml.id FROM account_move_line aml
                 WHERE aml.company_id = ANY(%(companies)s) AND aml.parent_state <> 'posted'
                   AND aml.matching_number IS NOT NULL
                 UNION
                SELECT aml.id FROM account_payment payment
                  JOIN account_move_line aml ON aml.move_id = payment.move_id
                 WHERE payment.company_id = ANY(%(companies)s) AND payment.state IN %(undone)s)
      GROUP BY partial.debit_move_id
        """,
        companies=company_ids,
        undone=UNDONE_PAYMENT_STATES,
    )


def owed_in_company_currency(line, owed):
    """SQL of what is owed of a journal item in company currency.

    With an undone payment the share that is owed in the item's currency counts, for the exchange
    difference that core booked for that payment is as void as the payment.

    :param SQL line: alias of the journal item
    :param SQL owed: what is owed in the item's currency
    """
    return SQL(
        """CASE WHEN %(owed)s = %(line)s.amount_residual_currency THEN %(line)s.amount_residual
                ELSE ROUND(%(line)s.balance * %(owed)s / NULLIF(%(line)s.amount_currency, 0),
                           company_currency.decimal_places) END""",
        line=line,
        owed=owed,
    )


def due_lines(run, partner_ids=None):
    """Query of every receivable line that is due and not settled, and what is to be done with it.

    Columns about the debt: line_id, move_id, company_id, partner_id (commercial), currency_id,
    salesperson_id, date_due, amount (company currency), amount_currency, left_out (why it is not
    chased, or NULL), next_step, level_id and level_days (level it has reached, or NULL).
    About its item, NULL where there is none: item_id, item_state, item_level_id, item_level_days,
    item_next_step, hold_reason, desired_reason (why it has to be held, or NULL), live_activity_id.
    And is_changed: whether the run has anything to do.

    :param run: `collection.run`; all due by the end of its day is in
    :param list partner_ids: commercial partners, None for all
    :rtype: SQL
    """
    policy, companies = run.policy_id, run.covered_company_ids
    cutoff = policy._get_cutoff_date(run.date)
    accounts = _get_receivable_account_ids(run.env)
    undated = policy._get_due_dates_of_undated(companies, accounts, cutoff, partner_ids)
    return SQL(
        _DUE_LINES,
        undone=undone_matchings(companies.ids),
        levels=_levels(policy, run.date),
        undated=_undated(undated),
        companies=companies.ids,
        accounts=accounts,
        undone_states=UNDONE_PAYMENT_STATES,
        partners=_of_partners(partner_ids),
        credits=_unnest_credits(run.env, companies, accounts, partner_ids),
        owed_in_company_currency=owed_in_company_currency(SQL("line"), SQL("line.owed")),
        cutoff=cutoff,
        date=run.date,
        go_live=policy.go_live_date or None,
        task_group=SQL.identifier('move_id' if policy.grouping == 'invoice' else 'partner_id'),
    )


def _get_receivable_account_ids(env):
    """Return the ids of all receivable accounts, those that are not used any more too."""
    accounts = env['account.account'].sudo().with_context(active_test=False)
    return accounts.search([('account_type', '=', 'asset_receivable')]).ids


def _of_partners(partner_ids):
    if partner_ids is None:
        return SQL("TRUE")
    return SQL(
        "aml.partner_id IN (SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s))",
        partner_ids,
    )


def _levels(policy, date):
    rows = policy._get_level_cutoffs(date)
    ids, days, cutoffs, minimums = zip(*rows, strict=True) if rows else ((), (), (), ())
    return SQL(
        "SELECT * FROM unnest(%s::int[], %s::int[], %s::date[], %s::numeric[])"
        " AS level (id, days, cutoff, minimum)",
        list(ids),
        list(days),
        list(cutoffs),
        list(minimums),
    )


def _unnest_credits(env, companies, accounts, partner_ids):
    """SQL of each customer's unallocated credit; read first, so that the planner can count it."""
    rows = env.execute_query(
        SQL(
            _CREDITS,
            companies=companies.ids,
            accounts=accounts,
            undone_states=UNDONE_PAYMENT_STATES,
            partners=_of_partners(partner_ids),
        )
    )
    partners, company_ids, amounts = zip(*rows, strict=True) if rows else ((), (), ())
    return SQL(
        "SELECT * FROM unnest(%s::int[], %s::int[], %s::numeric[])"
        " AS credit (partner_id, company_id, amount)",
        list(partners),
        list(company_ids),
        list(amounts),
    )


def _undated(dates):
    return SQL(
        "SELECT * FROM unnest(%s::int[], %s::date[]) AS undated (line_id, date_due)",
        list(dates),
        list(dates.values()),
    )


_CREDITS = """
SELECT partner.commercial_partner_id, aml.company_id, SUM(-aml.amount_residual)
  FROM account_move_line aml
  JOIN res_partner partner ON partner.id = aml.partner_id
  LEFT JOIN account_payment payment ON payment.move_id = aml.move_id
 WHERE aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
   AND aml.reconciled IS NOT TRUE AND aml.amount_residual < 0 AND aml.parent_state = 'posted'
   AND (payment.id IS NULL OR payment.state NOT IN %(undone_states)s)
   AND %(partners)s
 GROUP BY partner.commercial_partner_id, aml.company_id
"""
_DUE_LINES = """
WITH undone AS MATERIALIZED (%(undone)s),
level AS (%(levels)s),
undated AS (%(undated)s),
credit AS (%(credits)s),
unsettled AS (
    SELECT aml.* FROM account_move_line aml
     WHERE aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
       AND aml.reconciled IS NOT TRUE AND aml.parent_state = 'posted' AND aml.balance > 0
       AND %(partners)s
 UNION ALL
    SELECT aml.* FROM undone
      JOIN account_move_line aml ON aml.id = undone.line_id
     WHERE aml.company_id = ANY(%(companies)s) AND aml.account_id = ANY(%(accounts)s)
       AND aml.reconciled AND aml.parent_state = 'posted' AND aml.balance > 0
       AND %(partners)s
),
line AS (
    SELECT unsettled.*,
           unsettled.amount_residual_currency + COALESCE(undone.amount_currency, 0) AS owed
      FROM unsettled
 LEFT JOIN undone ON undone.line_id = unsettled.id
),
due AS (
    SELECT line.id AS line_id, line.move_id, line.company_id, line.currency_id,
           partner.commercial_partner_id AS partner_id, move.invoice_user_id AS salesperson_id,
           COALESCE(line.date_maturity, item.date_due, undated.date_due, line.date) AS date_due,
           line.owed AS amount_currency, %(owed_in_company_currency)s AS amount,
           credit.amount AS credit,
           item.id AS item_id, item.state AS item_state, item.hold_reason, item.hold_until,
           item.level_id AS item_level_id, item.next_step AS item_next_step, item.activity_id,
           CASE WHEN partner.id IS NULL THEN 'no_partner'
                WHEN item.close_reason = 'written_off' THEN 'written_off'
                WHEN line.no_followup THEN 'no_followup'
                WHEN move.payment_state IN ('blocked', 'invoicing_legacy') THEN 'blocked'
                WHEN move.is_collection_disputed THEN 'disputed'
                WHEN COALESCE(line.date_maturity, undated.date_due, line.date) < %(go_live)s::date
                     AND (item.id IS NULL OR item.state = 'closed') THEN 'before_go_live'
           END AS left_out
      FROM line
      JOIN account_move move ON move.id = line.move_id
      JOIN res_currency currency ON currency.id = line.currency_id
      JOIN res_currency company_currency ON company_currency.id = line.company_currency_id
 LEFT JOIN account_payment payment ON payment.id = move.origin_payment_id
 LEFT JOIN res_partner partner ON partner.id = line.partner_id
 LEFT JOIN undated ON undated.line_id = line.id
 LEFT JOIN credit ON credit.partner_id = partner.commercial_partner_id
       AND credit.company_id = line.company_id
 LEFT JOIN collection_item item ON item.move_line_id = line.id
     WHERE COALESCE(line.date_maturity, item.date_due, undated.date_due, line.date) <= %(cutoff)s
       AND line.owed >= currency.rounding / 2
       AND (payment.id IS NULL OR payment.state NOT IN %(undone_states)s)
),
summed AS (
    SELECT due.*,
           SUM(due.amount) FILTER (WHERE left_out IS NULL) OVER (
               PARTITION BY due.company_id, due.%(task_group)s) AS group_amount,
           CASE WHEN left_out IS NULL AND due.credit >= SUM(due.amount)
                     FILTER (WHERE left_out IS NULL) OVER (
                         PARTITION BY due.company_id, due.partner_id
                         ORDER BY due.date_due, due.line_id)
                THEN 'allocate' ELSE 'collect' END AS next_step,
           CASE WHEN item_state = 'held' AND hold_until > %(date)s THEN hold_reason
                WHEN left_out IN ('no_followup', 'blocked', 'disputed') THEN left_out
           END AS desired_reason
      FROM due
)
SELECT summed.*, reached.id AS level_id, reached.days AS level_days, had.days AS item_level_days,
       task.id AS live_activity_id,
       CASE WHEN item_state IS NULL OR item_state = 'closed'
            THEN left_out IS NULL AND reached.id IS NOT NULL
            ELSE hold_reason IS DISTINCT FROM desired_reason
                 OR (left_out IS NULL AND item_next_step <> next_step)
                 OR reached.days > COALESCE(had.days, -1)
                 OR task.id IS NULL
       END AS is_changed
  FROM summed
  LEFT JOIN LATERAL (
       SELECT level.id, level.days FROM level
        WHERE summed.left_out IS NULL
          AND summed.date_due <= level.cutoff AND summed.group_amount >= level.minimum
     ORDER BY level.days DESC LIMIT 1) reached ON TRUE
  LEFT JOIN level had ON had.id = summed.item_level_id
  LEFT JOIN mail_activity task ON task.id = summed.activity_id AND task.active
"""
# Due lines by what becomes of them. Arguments: due_lines, first_cutoff (of the first level).
COUNT_BY_OUTCOME = """
SELECT outcome, COUNT(*) AS count, COALESCE(SUM(amount), 0) AS amount,
       ARRAY_AGG(DISTINCT partner_id) FILTER (WHERE is_changed) AS partner_ids
  FROM (SELECT due.*, COALESCE(left_out,
                   CASE WHEN item_state IN ('open', 'held') THEN item_state
                        WHEN level_id IS NOT NULL THEN 'new'
                        WHEN date_due <= %(first_cutoff)s THEN 'below_minimum'
                        ELSE 'grace' END) AS outcome
          FROM (%(due_lines)s) due) named
 GROUP BY outcome
"""
