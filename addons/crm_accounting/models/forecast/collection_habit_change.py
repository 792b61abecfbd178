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
        help="A run of an earlier day leaves the note for later. Empty: something was undone.",
    )

    @api.model
    def _note(self, line_ids):
        """Note the customers of these receivable lines.

        :param list line_ids: `account.move.line` ids whose matchings may have changed
        """
        self.env.cr.execute(SQL(_NOTE, line_ids))

    @api.model
    def _take(self, companies, day):
        """Delete the notes about what happened before a day, and return whom they are about.

        :return: ids of commercial partner and company, each pair once
        :rtype: list[tuple[int, int]]
        """
        self.flush_model()
        taken = self.env.execute_query(SQL(_TAKE, companies=companies.ids, day=day))
        self.invalidate_model()
        return taken

    @api.model
    def _merge_partners(self, sources, destination):
        """Have the habits of customers that are about to be merged learnt again."""
        habits_sudo = self.env['collection.habit'].sudo()  # core merges for all companies at once
        habits = habits_sudo.search([('partner_id', 'in', sources.ids)])
        self.sudo().create([
            {'partner_id': destination.commercial_partner_id.id, 'company_id': company.id}
            for company in habits.company_id
        ])
        habits.unlink()


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
 RETURNING partner_id, company_id
)
SELECT DISTINCT contact.commercial_partner_id, taken.company_id
  FROM taken
  JOIN res_partner contact ON contact.id = taken.partner_id
"""
