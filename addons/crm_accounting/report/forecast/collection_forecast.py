from odoo import fields, models
from odoo.tools import SQL

from ...models.collection.collection_due_lines import get_receivable_account_ids
from ...models.collection.collection_item import AGEING_BUCKETS
from ...models.forecast.forecast_sql import open_debts
from ..no_jit import without_jit


class CollectionForecast(models.Model):
    """What customers owe, due or not, and when it is expected to come.

    Each debt stands twice: on the day on which it is expected, and on the day on which it is due,
    so that the same week shows both sums. A debt in a plan that is kept comes by its instalments.

    Amounts are in the currency of the company and read from the books. Credit that is not
    allocated yet is not taken off: it is no money to come.
    """

    _name = 'collection.forecast'
    _description = "Expected Cash"
    _auto = False
    _order = 'date, partner_id, id'
    _rec_name = 'move_id'

    move_line_id = fields.Many2one(
        comodel_name='account.move.line', string="Journal Item", readonly=True
    )
    move_id = fields.Many2one(comodel_name='account.move', string="Invoice", readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    case_id = fields.Many2one(comodel_name='collection.case', readonly=True)
    level_id = fields.Many2one(comodel_name='collection.level', readonly=True)
    salesperson_id = fields.Many2one(comodel_name='res.users', readonly=True)
    collector_id = fields.Many2one(comodel_name='res.users', readonly=True)
    user_id = fields.Many2one(comodel_name='res.users', string="Worked By", readonly=True)
    date = fields.Date(readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    date_usual = fields.Date(
        string="Usual Day",
        readonly=True,
        help="The due date, and the days that this customer usually is late.",
    )
    date_expected = fields.Date(
        string="Expected On",
        readonly=True,
        help="As agreed in a payment plan or promised, else the usual day. Where that is over, a"
        " few days from today.",
    )
    days_late = fields.Integer(string="Usual Days Late", readonly=True, aggregator='avg')
    basis = fields.Selection(
        selection=[
            ('plan', "Payment plan"),
            ('promise', "Promise"),
            ('customer', "Habit of the customer"),
            ('company', "Habit of all customers"),
            ('late', "Past its usual day"),
        ],
        string="Because Of",
        readonly=True,
    )
    ageing = fields.Selection(selection=lambda self: self._list_buckets(), readonly=True)
    amount_expected = fields.Monetary(string="Expected", readonly=True)
    amount_due = fields.Monetary(string="Due", readonly=True)
    chance = fields.Float(
        readonly=True,
        aggregator='avg',
        help="1 until the usual day, a half a month after it: for ranking, no probability.",
    )
    amount_likely = fields.Monetary(
        string="Expected by Chance", readonly=True, help="What is expected times the chance."
    )

    def _list_buckets(self):
        return [(name, label) for name, label, _last in AGEING_BUCKETS]

    @property
    def _table_query(self):
        without_jit(self.env)
        today = fields.Date.context_today(self)
        return SQL(
            _FORECAST,
            debts=open_debts(
                self.env, self.env.companies.ids, today, get_receivable_account_ids(self.env)
            ),
            ageing=self.env['collection.item']._ageing_to_sql(
                SQL("(%s::date - debt.date_due)", today)
            ),
        )

    def action_open_invoice(self):
        """Open the invoice or entry behind the row."""
        self.ensure_one()
        return self.move_id._get_records_action()


_FORECAST = """
SELECT debt.id * 2 + stands.is_due AS id, debt.line_id AS move_line_id, debt.move_id,
       debt.partner_id, debt.company_id, debt.case_id, debt.level_id,
       move.invoice_user_id AS salesperson_id, kase.user_id AS collector_id, task.user_id,
       CASE stands.is_due WHEN 1 THEN debt.date_due ELSE debt.date_expected END AS date,
       debt.date_due, debt.date_usual, debt.date_expected, debt.days_late, debt.basis,
       %(ageing)s AS ageing, debt.chance,
       debt.amount * (1 - stands.is_due) AS amount_expected,
       debt.amount * (1 - stands.is_due) * debt.chance AS amount_likely,
       debt.amount * stands.is_due AS amount_due
  FROM (%(debts)s) debt
 CROSS JOIN (VALUES (0), (1)) AS stands (is_due)
  JOIN account_move move ON move.id = debt.move_id
  LEFT JOIN collection_case kase ON kase.id = debt.case_id
  LEFT JOIN mail_activity task ON task.id = debt.activity_id
"""
