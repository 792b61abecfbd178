from odoo import fields, models
from odoo.tools import SQL


class CollectionPromiseReport(models.Model):
    """Which promises were kept: one row for each whose day is over and that was not withdrawn.

    The day is over by the clock of the company, whether or not a run has found the promise broken
    since: what is not kept by then is broken. Amounts are in the currency of the company, at the
    rate at which the promised debts are booked.
    """

    _name = 'collection.promise.report'
    _description = "Promises Kept"
    _auto = False
    _order = 'date desc, id desc'
    _rec_name = 'date'

    case_id = fields.Many2one(comodel_name='collection.case', readonly=True)
    partner_id = fields.Many2one(comodel_name='res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one(comodel_name='res.company', readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    user_id = fields.Many2one(
        comodel_name='res.users',
        string="Taken By",
        readonly=True,
        help="Empty: the customer promised in the portal.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env['collection.promise']._fields['channel'].selection,
        string="How",
        readonly=True,
    )
    level_id = fields.Many2one(
        comodel_name='collection.level', readonly=True, help="When it was promised."
    )
    date = fields.Date(string="Pays Until", readonly=True)
    outcome = fields.Selection(selection=[('kept', "Kept"), ('broken', "Broken")], readonly=True)
    amount = fields.Monetary(string="Promised", readonly=True)
    amount_kept = fields.Monetary(readonly=True, help="The amounts of the promises kept, in full.")
    kept_count = fields.Integer(string="Promises Kept", readonly=True)
    kept_rate = fields.Float(
        string="Kept by Number",
        readonly=True,
        aggregator='avg',
        help="Promises kept / promises whose day is over.",
    )
    amount_kept_rate = fields.Float(
        string="Kept by Amount",
        readonly=True,
        aggregator='avg',
        help="Amounts of the promises kept / amounts of those whose day is over.",
    )

    @property
    def _table_query(self):
        days = [(company.id, company._get_collection_today()) for company in self.env.companies]
        return SQL(_OVER, days=SQL(", ").join(SQL("(%s, %s::date)", *day) for day in days))

    def _read_group_select(self, aggregate_spec, query):
        """Weigh the rate of a group by amount: it is no average of averages."""
        if aggregate_spec != 'amount_kept_rate:avg':
            return super()._read_group_select(aggregate_spec, query)
        kept, promised = (
            self._field_to_sql(self._table, fname, query) for fname in ('amount_kept', 'amount')
        )
        return SQL("SUM(%s) / NULLIF(SUM(%s), 0)", kept, promised)

    def action_open_promise(self):
        """Open the promise itself."""
        self.ensure_one()
        return self.env['collection.promise'].browse(self.id)._get_records_action()


_OVER = """
SELECT promise.id, promise.case_id, kase.partner_id, promise.company_id, promise.user_id,
       promise.channel, promise.level_id, promise.date, promise.amount_company AS amount,
       CASE WHEN promise.is_kept THEN 'kept' ELSE 'broken' END AS outcome,
       CASE WHEN promise.is_kept THEN promise.amount_company ELSE 0 END AS amount_kept,
       promise.is_kept::int AS kept_count,
       promise.is_kept::int::float AS kept_rate, promise.is_kept::int::float AS amount_kept_rate
  FROM (SELECT made.*, made.state = 'kept' AS is_kept,
               ROUND(made.amount * booked.rate, currency.decimal_places) AS amount_company
          FROM collection_promise made
          JOIN (VALUES %(days)s) today (company_id, day)
            ON today.company_id = made.company_id AND made.date < today.day
          JOIN res_company company ON company.id = made.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
    CROSS JOIN LATERAL (
               SELECT COALESCE(SUM(debt.balance) / NULLIF(SUM(debt.amount_currency), 0), 1) AS rate
                 FROM collection_promise_line line
                 JOIN account_move_line debt ON debt.id = line.move_line_id
                WHERE line.promise_id = made.id) booked
         WHERE made.state != 'withdrawn') promise
  JOIN collection_case kase ON kase.id = promise.case_id
"""
