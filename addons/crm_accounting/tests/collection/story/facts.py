"""What is in the database, row by row, read without any code of the addon."""

from decimal import Decimal
from types import SimpleNamespace

from odoo.tools import SQL

QUERIES = {
    'lines': """
        SELECT aml.id, aml.move_id, aml.partner_id, aml.account_id, aml.currency_id, aml.balance,
               aml.amount_currency, aml.amount_residual, aml.amount_residual_currency, aml.date,
               aml.date_maturity, aml.no_followup, aml.parent_state, aml.reconciled
          FROM account_move_line aml
          JOIN account_account account ON account.id = aml.account_id
         WHERE aml.company_id = %(company)s AND account.account_type = 'asset_receivable'
    """,
    'moves': """
        SELECT id, name, state, move_type, payment_state, is_collection_disputed, origin_payment_id,
               statement_line_id, currency_id, invoice_payment_term_id
          FROM account_move WHERE company_id = %(company)s
    """,
    'payments': """
        SELECT id, name, state, move_id, outstanding_account_id, partner_type, is_matched
          FROM account_payment WHERE company_id = %(company)s
    """,
    'partials': """
        SELECT partial.id, debit_move_id, credit_move_id, amount, debit_amount_currency,
               exchange_move_id
          FROM account_partial_reconcile partial
          JOIN account_move_line debit ON debit.id = partial.debit_move_id
          JOIN account_account account ON account.id = debit.account_id
         WHERE partial.company_id = %(company)s AND account.account_type = 'asset_receivable'
    """,
    'statement_lines': """
        SELECT id, move_id, payment_ref, amount, is_reconciled
          FROM account_bank_statement_line WHERE company_id = %(company)s
    """,
    'plans': """
        SELECT id, name, state, grace_days, partner_id, currency_id
          FROM payment_plan WHERE company_id = %(company)s
    """,
    'plan_debts': """
        SELECT debt.id, debt.plan_id, debt.move_line_id, debt.amount
          FROM payment_plan_debt debt JOIN payment_plan plan ON plan.id = plan_id
         WHERE plan.company_id = %(company)s
    """,
    'instalments': """
        SELECT instalment.id, plan_id, instalment.date, amount
          FROM payment_plan_line instalment
          JOIN payment_plan plan ON plan.id = plan_id
         WHERE plan.company_id = %(company)s
    """,
    'items': """
        SELECT item.id, item.move_line_id, item.move_id, item.case_id, item.partner_id,
               item.currency_id, item.date_due, item.state, item.close_reason, item.closed_on,
               item.hold_reason, item.hold_until, item.next_step, item.level_id, item.activity_id,
               level.days AS level_days
          FROM collection_item item LEFT JOIN collection_level level ON level.id = item.level_id
         WHERE item.company_id = %(company)s
    """,
    'cases': """
        SELECT id, partner_id, level_id, user_id, team_id
          FROM collection_case WHERE company_id = %(company)s
    """,
    'tasks': """
        SELECT id, active, is_collection, res_model, res_id, user_id, activity_type_id
          FROM mail_activity WHERE is_collection
            OR id IN (SELECT activity_id FROM collection_item WHERE company_id = %(company)s)
    """,
    'levels': """
        SELECT level.id, level.days, level.minimum_amount, level.activity_type_id, level.user_id
          FROM collection_level level JOIN collection_policy policy ON policy.id = level.policy_id
         WHERE policy.company_id = %(company)s
    """,
    'policies': """
        SELECT id, grouping, go_live_date, team_id, user_id, allocation_activity_type_id, proof
          FROM collection_policy WHERE company_id = %(company)s
    """,
    'partners': """
        SELECT id, name, parent_id, commercial_partner_id,
               (property_payment_term_id ->> %(company)s::text)::int AS payment_term_id
          FROM res_partner
    """,
    'users': "SELECT id, login, active FROM res_users WHERE %(company)s > 0",
    'currencies': "SELECT id, name, rounding FROM res_currency WHERE active AND %(company)s > 0",
}


class Facts:
    """The tables of one company at one moment: `facts.lines[17].balance`; amounts are Decimals."""

    def __init__(self, env, company):
        self.company_currency_id = company.currency_id.id
        for name, query in QUERIES.items():
            rows = env.execute_query_dict(SQL(query, company=company.id))
            rows.sort(key=lambda row: row['id'])
            setattr(self, name, {row['id']: _as_object(row) for row in rows})
        [self.policy] = self.policies.values()


def _as_object(row):
    return SimpleNamespace(**{
        name: Decimal(str(value)) if isinstance(value, float) else value
        for name, value in row.items()
    })
