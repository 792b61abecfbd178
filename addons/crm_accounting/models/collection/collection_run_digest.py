from odoo import models
from odoo.tools import SQL, format_amount

from .collection_sql import owed_in_company_currency, undone_matchings


class CollectionRun(models.Model):
    """One message per person or team about the debts that a run brought them."""

    _inherit = 'collection.run'

    def _send_digests(self):
        """Tell each person about their new debts, and each team about those in its queue."""
        query = SQL(
            _NEW_DEBTS,
            run=self.id,
            team=self.policy_id.team_id.id or None,
            undone=undone_matchings(self.covered_company_ids.ids),
            amount=owed_in_company_currency(SQL("line"), SQL("line.owed")),
        )
        for user_id, team_id, count, amount in self.env.execute_query(query):
            team = self.env['crm.team'].browse(None if user_id else team_id)
            receivers = self.env['res.users'].browse(user_id) or team.user_id | team.member_ids
            for receiver in receivers:
                self._send_digest(receiver, count, amount, team)

    def _send_digest(self, receiver, count, amount, team):
        run = self.with_context(lang=receiver.lang)
        values = {
            'count': count,
            'amount': format_amount(run.env, amount, self.currency_id, lang_code=receiver.lang),
            'team': team.name or "",
        }
        subject = (
            run.env._("Overdue debts for %(team)s: %(count)s more", **values)
            if team
            else run.env._("Overdue debts for you: %(count)s more", **values)
        )
        run.message_notify(
            partner_ids=receiver.partner_id.ids,
            subject=subject,
            body=run.env._("%(count)s debts, %(amount)s in all, wait in Collection.", **values),
        )


_NEW_DEBTS = """
WITH undone AS MATERIALIZED (%(undone)s)
SELECT task.user_id, CASE WHEN task.user_id IS NULL THEN COALESCE(kase.team_id, %(team)s) END,
       COUNT(*), SUM(%(amount)s)
  FROM collection_item item
  JOIN (SELECT aml.*, aml.amount_residual_currency + COALESCE(undone.amount_currency, 0) AS owed
          FROM account_move_line aml
     LEFT JOIN undone ON undone.line_id = aml.id) line ON line.id = item.move_line_id
  JOIN res_currency company_currency ON company_currency.id = line.company_currency_id
  JOIN collection_case kase ON kase.id = item.case_id
  LEFT JOIN mail_activity task ON task.id = item.activity_id
 WHERE item.run_id = %(run)s
 GROUP BY 1, 2
"""
