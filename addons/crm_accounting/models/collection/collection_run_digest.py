from odoo import models
from odoo.tools import SQL, format_amount


class CollectionRun(models.Model):
    """One message per person or team about the debts that a run brought them."""

    _inherit = 'collection.run'

    def _send_digests(self):
        """Tell each person about their new debts, and each team about those in its queue."""
        amount = self.env['collection.item']._field_to_sql('item', 'amount_residual_company')
        query = SQL(_NEW_DEBTS, self.policy_id.team_id.id or None, amount, self.id)
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


# Looked up row by row, not joined: the planner has no statistics of what this run has written.
_NEW_DEBTS = """
SELECT user_id, CASE WHEN user_id IS NULL THEN COALESCE(team_id, %s) END, COUNT(*), SUM(amount)
  FROM (SELECT (SELECT task.user_id FROM mail_activity task WHERE task.id = item.activity_id)
               AS user_id,
               (SELECT kase.team_id FROM collection_case kase WHERE kase.id = item.case_id)
               AS team_id,
               %s AS amount
          FROM collection_item item
         WHERE item.run_id = %s) debt
 GROUP BY 1, 2
"""
