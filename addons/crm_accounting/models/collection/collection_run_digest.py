from odoo import models
from odoo.tools import SQL, format_amount


class CollectionRun(models.Model):
    """One message per person or team about the work that a run made."""

    _inherit = 'collection.run'

    def _send_digests(self):
        """Tell each person about their new tasks, and the team about those in its queue."""
        for user_id, count, amount in self.env.execute_query(SQL(_NEW_WORK, self.id)):
            user = self.env['res.users'].browse(user_id)
            team = self.policy_id.team_id
            for receiver in user if user_id else team.user_id | team.member_ids:
                self._send_digest(receiver, count, amount, team if not user_id else None)

    def _send_digest(self, receiver, count, amount, team):
        run = self.with_context(lang=receiver.lang)
        values = {
            'count': count,
            'amount': format_amount(run.env, amount, self.currency_id, lang_code=receiver.lang),
            'team': team.name if team else "",
        }
        subject = (
            run.env._("%(count)s new collection tasks for %(team)s", **values)
            if team
            else run.env._("%(count)s new collection tasks for you", **values)
        )
        run.message_notify(
            partner_ids=receiver.partner_id.ids,
            subject=subject,
            body=run.env._("%(count)s tasks, %(amount)s when they were opened.", **values),
        )


# In company currency at the time of the run; the task itself always shows what is owed now.
_NEW_WORK = """
SELECT task.user_id, COUNT(DISTINCT task.id), SUM(aml.amount_residual)
  FROM collection_item item
  JOIN account_move_line aml ON aml.id = item.move_line_id
  JOIN mail_activity task ON task.id = item.activity_id
 WHERE item.run_id = %s
 GROUP BY task.user_id
"""
