from odoo import api, fields, models
from odoo.tools import SQL

from ..collection.collection_due_lines import get_receivable_account_ids
from ..collection.collection_sql import to_array
from .habit_sql import ALL_CUSTOMERS, habits_of_companies, habits_of_customers


class CollectionHabit(models.Model):
    """How many days after the due date a customer usually pays one company.

    The median of the last ten settled debts, drawn towards that of the company's last five hundred
    as far as there are few: the company counts like one debt more. A row without a customer is the
    company's own; it stands for customers without history.

    Runs keep the rows: at first of everybody, then of the customers of whom something was settled
    or undone since (`collection.habit.change`), so that the cost follows the payments. Everybody is
    learnt again when the policy has another opinion of what is a payment.
    """

    _name = 'collection.habit'
    _description = "Payment Habit"
    _order = 'company_id, partner_id, id'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        comodel_name='res.partner',
        string="Customer",
        readonly=True,
        index='btree_not_null',
        ondelete='cascade',
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, readonly=True, ondelete='cascade'
    )
    settled_count = fields.Integer(string="Settled Debts", readonly=True, help="Ten at most.")
    median_days = fields.Float(string="Median Days Late", readonly=True)
    days_late = fields.Integer(
        readonly=True,
        help="Days after the due date, whole ones; below zero for who pays early.",
    )
    date = fields.Date(
        string="As of", readonly=True, help="What was settled before this day was counted."
    )
    is_by_bank = fields.Boolean(
        string="Arrived Only",
        readonly=True,
        help="Whether payments counted only when the money had arrived at the bank.",
    )

    _customer_unique = models.UniqueIndex('(company_id, partner_id)')
    _company_unique = models.UniqueIndex('(company_id) WHERE partner_id IS NULL')

    # === WHAT PEOPLE READ === #

    @api.model
    def _find(self, partners, company):
        """Return the habits of these commercial partners, and the company's for those without.

        :rtype: dict[res.partner, collection.habit]
        """
        # Whoever may see the customer's debts may know how the customer pays.
        habits = self.sudo().search([
            ('company_id', '=', company.id),
            ('partner_id', 'in', [*partners.ids, False]),
        ])
        by_partner = habits.grouped('partner_id')
        general = by_partner.get(partners.browse(), self.browse())
        return {partner: by_partner.get(partner, general) for partner in partners}

    def _get_text(self):
        """Return the habit as people say it, of at most one record; nothing without history."""
        if not self.settled_count:
            return ""
        if not self.partner_id:
            return self.env._("Nothing settled yet. Others usually pay %s.", self._get_when())
        return self.env._(
            "Usually pays %(when)s (last settled debts: %(count)s).",
            when=self._get_when(),
            count=self.settled_count,
        )

    def _get_when(self):
        if not self.days_late:
            return self.env._("on the due date")
        if self.days_late > 0:
            return self.env._("%s days late", self.days_late)
        return self.env._("%s days early", -self.days_late)

    # === WHAT RUNS DO === #

    @api.model
    def _learn(self, companies, day):
        """Bring the habits of these companies in line with what was settled before a day.

        :param res.company companies: of one policy
        :param datetime.date day: an earlier one than the last time counts as that one, so that a
            run that is repeated for an old day forgets nothing
        """
        known = self.search([('company_id', 'in', companies.ids), ('partner_id', '=', False)])
        day = max([day, *known.mapped('date')])
        banks = self.env['collection.policy']._get_bank_companies()
        sound = known.filtered(lambda habit: habit.is_by_bank == (habit.company_id in banks))
        changed = self.env['collection.habit.change']._take(companies, day)
        if changed or companies - sound.company_id:
            self._learn_of(companies, companies - sound.company_id, changed, day, banks)

    def _learn_of(self, companies, new, changed, day, banks):
        """Learn all customers of the new companies and the changed ones, then the companies.

        :param list changed: ids of commercial partner and company
        :param res.company banks: where payments count only when they have arrived
        """
        accounts = get_receivable_account_ids(self.env)
        asked = SQL(
            "%s UNION SELECT * FROM unnest(%s::int[], %s::int[])",
            SQL(ALL_CUSTOMERS, companies=new.ids, accounts=accounts),
            to_array(partner_id for partner_id, _company_id in changed),
            to_array(company_id for _partner_id, company_id in changed),
        )
        self.env['collection.item']._flush_facts()
        self.flush_model()
        self.env.cr.execute(SQL(_FORGET, asked=asked, companies=companies.ids))
        for habits in (
            habits_of_companies(self.env, companies.ids, day, accounts),
            habits_of_customers(self.env, asked, day, accounts),
        ):
            self.env.cr.execute(SQL(_STORE, habits=habits, day=day, banks=banks.ids))
        self.env.cr.execute(SQL(_SHRINK, companies.ids))
        self.invalidate_model()


_FORGET = """
DELETE FROM collection_habit
 WHERE company_id = ANY(%(companies)s)
   AND (partner_id IS NULL OR (partner_id, company_id) IN (%(asked)s))
"""
_STORE = """
INSERT INTO collection_habit (
       partner_id, company_id, settled_count, median_days, date, is_by_bank,
       create_date, write_date)
SELECT partner_id, company_id, settled_count, median_days, %(day)s, company_id = ANY(%(banks)s),
       NOW() AT TIME ZONE 'UTC', NOW() AT TIME ZONE 'UTC'
  FROM (%(habits)s) habit
"""
_SHRINK = """
UPDATE collection_habit habit SET days_late = shrunk.days_late
  FROM (SELECT own.id, ROUND((CASE WHEN own.partner_id IS NULL THEN own.median_days
                ELSE (own.settled_count * own.median_days + general.median_days)
                     / (own.settled_count + 1) END)::numeric) AS days_late
          FROM collection_habit own
          JOIN collection_habit general
            ON general.company_id = own.company_id AND general.partner_id IS NULL
         WHERE own.company_id = ANY(%s)) shrunk
 WHERE habit.id = shrunk.id AND habit.days_late IS DISTINCT FROM shrunk.days_late
"""
