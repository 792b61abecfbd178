from odoo import api, fields, models
from odoo.tools import SQL


class CollectionHabitChange(models.Model):
    """A note that something of a customer was matched or un-matched, until a run has learnt it.

    Payments only add rows and runs only delete those that they have seen: nobody waits for anybody
    and no payment fails because another one of the same customer comes at the same moment.
    """

    _name = 'collection.habit.change'
    _description = "Payment Not Learnt Yet"
    _rec_name = 'partner_id'

    # Nobody but runs and payments has access to write.
    partner_id = fields.Many2one(
        comodel_name='res.partner', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, index=True, ondelete='cascade'
    )
    date = fields.Date(
        string="Settled On",
        readonly=True,
        help="Until the run of that day the note stays, to be learnt once more. Empty: something"
        " was undone.",
    )

    @api.model
    def _note(self, line_ids):
        """Note the customers of these receivable lines.

        :param list line_ids: `account.move.line` ids whose matchings may have changed
        """
        self.env.cr.execute(SQL(_NOTE, line_ids))

    @api.model
    def _take(self, companies, day):
        """Return whom notes are about, and delete those about what happened before a day.

        Who pays tomorrow what was paid yesterday, and undone today, has not paid it yet.

        :return: ids of commercial partner and company, each pair once
        :rtype: list[tuple[int, int]]
        """
        self.flush_model()
        taken = self.env.execute_query(SQL(_TAKE, companies=companies.ids, day=day))
        self.invalidate_model()
        return taken

    @api.model
    def _note_customers(self, customers):
        """Have the habits of customers whose debts come together or part learnt again."""
        # Whoever may change customers changes them for all companies.
        habits_sudo = self.env['collection.habit'].sudo()
        habits = habits_sudo.search([('partner_id', 'in', customers.ids)])
        self.sudo().create([
            {'partner_id': customer.id, 'company_id': company.id}
            for customer in customers
            for company in habits.company_id
        ])

    @api.model
    def _merge_partners(self, sources, destination):
        """Have the habits of customers that are about to be merged learnt again."""
        self._note_customers(sources | destination.commercial_partner_id)
        self.env['collection.habit'].sudo().search([('partner_id', 'in', sources.ids)]).unlink()


_NOTE = """
INSERT INTO collection_habit_change (partner_id, company_id, date)
SELECT DISTINCT contact.commercial_partner_id, aml.company_id,
       (SELECT MAX(partial.max_date) FROM account_partial_reconcile partial
         WHERE partial.debit_move_id = aml.id)
  FROM account_move_line aml
  JOIN res_partner contact ON contact.id = aml.partner_id
 WHERE aml.id = ANY(%s)
"""
_TAKE = """
WITH taken AS (
    DELETE FROM collection_habit_change
     WHERE company_id = ANY(%(companies)s) AND (date IS NULL OR date < %(day)s)
)
SELECT DISTINCT contact.commercial_partner_id, change.company_id
  FROM collection_habit_change change
  JOIN res_partner contact ON contact.id = change.partner_id
 WHERE change.company_id = ANY(%(companies)s)
"""
