from odoo import api, fields, models
from odoo.tools import SQL

from .customer_contract import LIVE_STATES

ENDS = ('ended', 'terminated')


class CustomerContract(models.Model):
    """The life of a contract: its state follows from its dates and the day in its company.

    One query knows the rules (`_FOLLOW`), for the nightly run over all contracts and for the one
    contract that somebody signs, renews or terminates.
    """

    _inherit = 'customer.contract'

    date_end_agreed = fields.Date(
        string="Agreed Until",
        readonly=True,
        copy=False,
        help="The last day as it was signed; tacit renewals go on from it.",
    )
    reminded_for = fields.Date(
        string="Reminded of",
        readonly=True,
        copy=False,
        help="The end of which the responsible person has been reminded.",
    )
    days_left = fields.Integer(
        compute='_compute_days_left', help="Until the last day, that day not counted."
    )

    @api.depends('date_end', 'date_terminated')
    def _compute_days_left(self):
        for contract in self:
            last_day = contract._get_last_day()
            left = last_day - contract._get_today() if last_day else None
            contract.days_left = max(left.days, 0) if left else 0

    def _get_last_day(self):
        """Return the last day on which the contract binds; nothing for one without an end.

        :rtype: datetime.date | bool
        """
        self.ensure_one()
        return self.date_terminated or self.date_end

    def _follow_dates(self, ids=None, limit=None):
        """Move live contracts to the state and the end that their dates give today.

        Contracts that another transaction is writing are left out; the next run finds them.

        :param list ids: look at these contracts only
        :param int limit: move no more than that many
        :return: of each contract that was moved: id, and state and date_end before and after
        :rtype: list[dict]
        """
        self.env['customer.contract'].flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                _FOLLOW,
                **self._get_sql_scope(ids, limit),
                now=self.env.cr.now(),
                uid=self.env.uid,
            )
        )
        moved = self.browse([row['id'] for row in rows])
        written = ['state', 'date_end', 'write_date', 'write_uid']
        moved.invalidate_recordset(written, flush=False)
        moved.modified(written)
        ended = self.browse([row['id'] for row in rows if row['state'] in ENDS])
        if ended:
            ended._on_end()
        return rows

    def _get_sql_scope(self, ids, limit):
        """Return what the queries about all contracts have in common: whose, where it is what day.

        :rtype: dict
        """
        Company_sudo = self.env['res.company'].sudo().with_context(active_test=False)
        companies = Company_sudo.search_fetch([], ['partner_id'])
        companies.partner_id.fetch(['tz'])
        return {
            'companies': companies.ids,
            'days': [company._get_collection_today() for company in companies],
            'live': list(LIVE_STATES),
            'chosen': SQL("AND contract.id = ANY(%s)", list(ids)) if ids is not None else SQL(),
            'limit': limit,
        }

    def _on_end(self):
        """Do what the end of these contracts brings with it: a hook, as superuser at night."""


# The end of a tacit renewal is counted from the day that was agreed, not from the last renewal: the
# 30th of January, a month at a time, is the 28th of February and again the 30th of March. The last
# day of a month stays the last day of a month. Whole periods from the agreed month to this one give
# an end in this month or before it, one period more gives an end after it: one of them is sought.
_FOLLOW = """
WITH today (company_id, day) AS (
    SELECT * FROM unnest(%(companies)s, %(days)s::date[])
), due AS (
    SELECT contract.id, contract.state AS old_state, contract.date_end AS old_end,
           judged.state, ends.day AS date_end
      FROM customer_contract contract
      JOIN today ON today.company_id = contract.company_id
 LEFT JOIN LATERAL (
               SELECT next.day
                 FROM (SELECT COALESCE(contract.date_end_agreed, contract.date_end) AS day,
                              NULLIF(contract.renewal_months, 0) AS months) AS agreed,
                      generate_series(0, 1) AS more,
              LATERAL (SELECT EXTRACT(year FROM today.day) * 12 + EXTRACT(month FROM today.day)
                              - EXTRACT(year FROM agreed.day) * 12
                              - EXTRACT(month FROM agreed.day) AS months) AS since,
              LATERAL (SELECT agreed.day + make_interval(months =>
                           (FLOOR(since.months / agreed.months) + more)::int * agreed.months
                       ) AS day) AS plain,
              LATERAL (SELECT CASE
                         WHEN EXTRACT(month FROM agreed.day) <> EXTRACT(month FROM agreed.day + 1)
                         THEN date_trunc('month', plain.day) + interval '1 month - 1 day'
                         ELSE plain.day
                       END::date AS day) AS next
                WHERE contract.renewal = 'tacit' AND contract.date_terminated IS NULL
                  AND contract.date_end < today.day AND next.day >= today.day
             ORDER BY next.day
                LIMIT 1
           ) renewed ON TRUE
     CROSS JOIN LATERAL (SELECT COALESCE(renewed.day, contract.date_end) AS day) ends
     CROSS JOIN LATERAL (
               SELECT CASE
                        WHEN LEAST(contract.date_terminated, ends.day) < today.day
                        THEN CASE WHEN contract.date_terminated IS NULL THEN 'ended'
                                  ELSE 'terminated' END
                        WHEN today.day < contract.date_start THEN 'signed'
                        WHEN contract.date_terminated IS NOT NULL
                          OR ends.day - contract.notice_days <= today.day THEN 'expiring'
                        ELSE 'running'
                      END AS state
           ) judged
     WHERE contract.state = ANY(%(live)s) %(chosen)s
       -- Most contracts are running, far from their end: nothing is computed for them.
       AND (contract.state <> 'running' OR contract.date_terminated IS NOT NULL
            OR today.day < contract.date_start
            OR contract.date_end - contract.notice_days <= today.day)
       AND (judged.state, ends.day) IS DISTINCT FROM (contract.state, contract.date_end)
  ORDER BY contract.id
     LIMIT %(limit)s
       FOR NO KEY UPDATE OF contract SKIP LOCKED
)
UPDATE customer_contract contract
   SET state = due.state, date_end = due.date_end, write_date = %(now)s, write_uid = %(uid)s
  FROM due
 WHERE contract.id = due.id
RETURNING contract.id, due.old_state, contract.state, due.old_end, contract.date_end
"""
