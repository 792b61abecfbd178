from odoo import fields, models
from odoo.tools import SQL

from ...models.collection.collection_due_lines import get_receivable_account_ids

# Of entries: what is sold on credit.
SALES = ('out_invoice', 'out_refund', 'out_receipt')


class CollectionDso(models.Model):
    """Days sales outstanding of each month: receivables at its end / its credit sales x its days.

    Receivables are the balance of the receivable accounts. Credit sales are what invoices, receipts
    and credit notes to customers, dated in the month, added to those accounts, taxes included. The
    month that runs is counted up to today. Without sales there is no such number.
    """

    _name = 'collection.dso'
    _description = "Days Sales Outstanding"
    _auto = False
    _order = 'date desc, company_id'
    _rec_name = 'date'

    date = fields.Date(string="Month End", readonly=True, help="Or today, in the month that runs.")
    date_from = fields.Date(string="Month Begin", readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    amount_receivable = fields.Monetary(
        string="Receivables at the End", readonly=True, aggregator=None
    )
    amount_sales = fields.Monetary(string="Credit Sales", readonly=True)
    days = fields.Integer(string="Days of the Month", readonly=True)
    dso = fields.Float(string="DSO", digits=(16, 1), readonly=True, aggregator='avg')

    @property
    def _table_query(self):
        return SQL(
            _DSO,
            accounts=get_receivable_account_ids(self.env),
            companies=self.env.companies.ids,
            sales=SALES,
            today=fields.Date.context_today(self),
        )

    def action_view_receivables(self):
        """Open the journal items whose balance is what was owed at the end of the month."""
        return self._open_lines(self.env._("Receivables"), [])

    def action_view_sales(self):
        """Open the journal items whose balance is what was sold on credit in the month."""
        return self._open_lines(
            self.env._("Credit Sales"),
            [('date', '>=', self.date_from), ('move_type', 'in', SALES)],
        )

    def _open_lines(self, name, domain):
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': name,
            'res_model': 'account.move.line',
            'view_mode': 'list,pivot,graph',
            'domain': [
                ('company_id', '=', self.company_id.id),
                ('account_type', '=', 'asset_receivable'),
                ('parent_state', '=', 'posted'),
                ('date', '<=', self.date),
                *domain,
            ],
        }


_DSO = """
SELECT month.id, month.company_id, month.date_from, month.date, month.days,
       month.amount_receivable, month.amount_sales,
       month.amount_receivable / NULLIF(month.amount_sales, 0) * month.days AS dso
  FROM (SELECT company.id::bigint * 100000
               + (EXTRACT(YEAR FROM first.day) * 12 + EXTRACT(MONTH FROM first.day))::int AS id,
               company.id AS company_id, first.day::date AS date_from,
               ending.day AS date, ending.day - first.day::date + 1 AS days,
               SUM(COALESCE(booked.balance, 0)) OVER (
                   PARTITION BY company.id ORDER BY first.day) AS amount_receivable,
               COALESCE(booked.sales, 0) AS amount_sales
          FROM (SELECT aml.company_id AS id, MIN(aml.date) AS since
                  FROM account_move_line aml
                 WHERE aml.account_id = ANY(%(accounts)s) AND aml.company_id = ANY(%(companies)s)
                   AND aml.parent_state = 'posted' AND aml.date <= %(today)s
              GROUP BY aml.company_id) company
    CROSS JOIN LATERAL GENERATE_SERIES(
               DATE_TRUNC('month', company.since::timestamp), %(today)s::timestamp,
               INTERVAL '1 month') AS first (day)
    CROSS JOIN LATERAL (
               SELECT LEAST((first.day + INTERVAL '1 month - 1 day')::date, %(today)s) AS day
               ) ending
     LEFT JOIN (SELECT aml.company_id, DATE_TRUNC('month', aml.date::timestamp) AS day,
                       SUM(aml.balance) AS balance,
                       SUM(aml.balance) FILTER (WHERE move.move_type IN %(sales)s) AS sales
                  FROM account_move_line aml
                  JOIN account_move move ON move.id = aml.move_id
                 WHERE aml.account_id = ANY(%(accounts)s) AND aml.company_id = ANY(%(companies)s)
                   AND aml.parent_state = 'posted' AND aml.date <= %(today)s
              GROUP BY 1, 2) booked
            ON booked.company_id = company.id AND booked.day = first.day) month
"""
