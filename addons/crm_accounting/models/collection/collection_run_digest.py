from collections import defaultdict

from odoo import models
from odoo.tools import SQL, format_amount

from .collection_sql import undone_matchings


class CollectionRun(models.Model):
    """One message per person or team about the debts that a run brought them."""

    _inherit = 'collection.run'

    def _send_digests(self):
        """Tell each person about their new debts, and each team about those in its queue."""
        query = SQL(
            _NEW_DEBTS,
            run=self.id,
            team=self.policy_id.team_id.id or None,
            undone=undone_matchings(self.env, self.covered_company_ids.ids),
        )
        totals = defaultdict(lambda: [0, 0.0])
        for company_id, user_id, team_id, count, amount in self.env.execute_query(query):
            company = self.env['res.company'].browse(company_id)
            team = self.env['crm.team'].browse(None if user_id else team_id)
            people = self.env['res.users'].browse(user_id) or team.user_id | team.member_ids
            for receiver in people:
                # Members of a team need not work in every company of the run.
                if receiver._can_collect_in(company):
                    totals[receiver, team][0] += count
                    totals[receiver, team][1] += amount
        for (receiver, team), (count, amount) in totals.items():
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
SELECT item.company_id, task.user_id,
       CASE WHEN task.user_id IS NULL THEN COALESCE(kase.team_id, %(team)s) END,
       COUNT(*), SUM(line.amount_residual + COALESCE(undone.amount, 0))
  FROM collection_item item
  JOIN account_move_line line ON line.id = item.move_line_id
  JOIN collection_case kase ON kase.id = item.case_id
  LEFT JOIN undone ON undone.line_id = line.id
  LEFT JOIN mail_activity task ON task.id = item.activity_id
 WHERE item.run_id = %(run)s
 GROUP BY 1, 2, 3
"""
