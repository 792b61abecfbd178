from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..collection.collection_due_lines import get_receivable_account_ids
from ..collection.collection_item import AGEING_BUCKETS
from ..forecast.forecast_sql import open_debts


class CollectionAgeing(models.Model):
    """What customers owed at the end of a day, by age and level, kept for ever.

    The nightly run writes the rows of the day that has ended. A run by hand writes those of
    yesterday or today only as long as there are none; the days before are over.
    """

    _name = 'collection.ageing'
    _description = "Ageing over Time"
    _order = 'date desc, company_id, ageing, level_id, id'
    _rec_name = 'date'

    date = fields.Date(string="End of Day", required=True, readonly=True)
    is_month_end = fields.Boolean(string="Last Day of Its Month", readonly=True)
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, ondelete='cascade'
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    ageing = fields.Selection(
        selection=[(name, label) for name, label, _last in AGEING_BUCKETS],
        required=True,
        readonly=True,
    )
    level_id = fields.Many2one(
        comodel_name='collection.level',
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="Empty: not chased, or not yet.",
    )
    amount = fields.Monetary(string="Owed", readonly=True)
    count = fields.Integer(string="Debts", readonly=True)

    _day_index = models.Index('(company_id, date)')

    @api.model
    def _note(self, companies, day, is_night):
        """Keep what is owed now as what was owed at the end of a day.

        :param res.company companies: of one policy
        :param datetime.date day: days before yesterday are left alone: it is too late for them
        :param bool is_night: whether to write again what a run by hand has written during the day
        """
        late = companies.filtered(
            lambda company: day < company._get_collection_today() - timedelta(days=1)
        )
        noted = self.search_fetch(
            [('company_id', 'in', (companies - late).ids), ('date', '=', day)], ['company_id']
        )
        companies -= late if is_night else late | noted.company_id
        noted.filtered(lambda row: row.company_id in companies).unlink()
        if not companies:
            return
        Item = self.env['collection.item']
        Item._flush_facts()
        accounts = get_receivable_account_ids(self.env)
        debts = open_debts(self.env, companies.ids, day, accounts)
        ageing = Item._ageing_to_sql(SQL("(%s::date - debt.date_due)", day))
        self.env.cr.execute(SQL(_NOTE, debts=debts, ageing=ageing, day=day))
        self.invalidate_model()


_NOTE = """
INSERT INTO collection_ageing (
       date, is_month_end, company_id, ageing, level_id, amount, count, create_date, write_date)
SELECT %(day)s, EXTRACT(DAY FROM %(day)s::date + 1) = 1, debt.company_id, %(ageing)s, debt.level_id,
       SUM(debt.amount), COUNT(DISTINCT debt.line_id),
       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM (%(debts)s) debt
 GROUP BY debt.company_id, 4, debt.level_id
"""
